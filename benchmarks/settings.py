"""The site as it answers readers, on databases of its own in a folder that goes with the process."""

from association.settings.test import *  # noqa: F403
from association.settings.test import CACHES, LOGGING, VAR_DIR, database

# Never the one in the environment: what is measured writes, and is thrown away.
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'association.sqlite3'}", pool=False)}
CACHES = {
    **CACHES,
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
ROOT_URLCONF = "benchmarks.urls"
LOGGING = {**LOGGING, "root": {**LOGGING["root"], "level": "WARNING"}}
