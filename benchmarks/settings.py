"""The site as it answers readers, on databases of its own in a folder that goes with the process."""

import os
from pathlib import Path

from association.settings.test import *  # noqa: F403
from association.settings.test import CACHES, LOGGING, VAR_DIR, database

# Never the one in the environment: what is measured writes, and is thrown away. A web server that the run starts is
# told where the run has its own (`benchmarks.serving`).
FOLDER = Path(os.environ.get("BENCHMARK_FOLDER", VAR_DIR))
DATABASE = os.environ.get("BENCHMARK_DATABASE", str(FOLDER / "association.sqlite3"))
DATABASES = {"default": database(f"sqlite:///{DATABASE}", pool=False)}
PDF_DIR = FOLDER / "pdf"
CACHES = {
    **CACHES,
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": FOLDER / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
ROOT_URLCONF = "benchmarks.urls"
LOGGING = {**LOGGING, "root": {**LOGGING["root"], "level": "WARNING"}}
if "BENCHMARK_FOLDER" in os.environ:
    CACHES["pages"] = {"BACKEND": "core.pagecache.store.PageStore", "LOCATION": FOLDER / "pages"}
    # As where files were collected: nobody looks on the disk for every one.
    WHITENOISE_AUTOREFRESH = False
