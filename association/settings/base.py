"""What holds everywhere. Every variable read from the environment has a line in docs/settings.md."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from .accounts import *  # noqa: F403
from .openid import *  # noqa: F403
from .openid import OPENID_APPS

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# FileAwareEnv: NAME_FILE names a file that holds the value of NAME.
env = environ.FileAwareEnv()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
# Development and tests only: local accounts, the styleguide.
DEVELOPMENT = False

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

# The address readers use, without a slash at the end.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

# --- Apps ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "association.site",
    "knowledge",
    "members",
    "search",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *OPENID_APPS,
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "ninja",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# Top: first to see the request, last to see the response.
MIDDLEWARE = [
    "core.middleware.RequestId",
    "core.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.TextCompression",
    "django.middleware.http.ConditionalGetMiddleware",
    "core.middleware.ContentSecurityPolicy",
    # Inside the policy: it names the relaxed policy, the one above writes the header.
    "core.middleware.AdminContentSecurityPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Inside all that is said of every answer, before all that asks who comes and in which language.
    "core.pagecache.early.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageOfAddress",
    # Inside LanguageOfAddress: it corrects the language that one chose.
    "core.middleware.OpenLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Before all that sends somebody to the sign-in: what they typed would be gone.
    "core.unsent.middleware.UnsentForms",
    "members.accounts.middleware.PrivateAddresses",
    "members.accounts.middleware.SpokenLanguages",
    "members.accounts.middleware.SignInLimits",
    "members.accounts.middleware.SecondFactor",
    "core.middleware.ReaderPreferences",
    "association.site.middleware.WordsForBareErrors",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "core.middleware.EditorsOnly",
    "core.middleware.HiddenFiles",
    "core.middleware.AtomicWrites",
]

ROOT_URLCONF = "association.urls"
WSGI_APPLICATION = "association.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.page",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    # A write takes the lock at its start, so that two writers wait for each other instead of failing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url: str, *, pool: bool) -> dict[str, Any]:
    """The database that the address names, with the options each kind needs."""
    settings: dict[str, Any] = env.db_url_config(url)
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        options.update(SQLITE_OPTIONS)
        # To open the file anew for every page takes longer than most of its queries.
        settings["CONN_MAX_AGE"] = 60
    elif pool:
        options["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8)}
    return settings


DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'association.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL, pool=env.bool("DATABASE_POOL", default=True))}

# --- Caches, tasks, e-mail ----------------------------------------------------------------------

# Whether public pages are kept; what is kept is shown only while nothing on it has changed.
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "kept",
        },
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "pages",
            # A page is sooner made than waited for.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        },
        "limits": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "limits",
        },
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
        "pages": {
            "BACKEND": "core.pagecache.store.PageStore",
            "LOCATION": VAR_DIR / "pages",
            "OPTIONS": {"MAX_ENTRIES": 5000, "CULL_FREQUENCY": 4},
        },
        # Rate limits count over all processes, so never in the memory of one.
        "limits": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "limits_cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        },
    }
if not PAGE_CACHE:
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Wagtail's own tasks only: our jobs and outboxes are rows with leases.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# So long a worker holds one piece of work; when it died meanwhile, another takes it up after that.
OUTBOX_LEASE = timedelta(minutes=2)

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
globals().update(env.email_url_config(EMAIL_URL))
# Letters are rows that the worker sends through what EMAIL_URL names; nobody waits for a mail server.
LETTER_BACKEND = globals()["EMAIL_BACKEND"]
EMAIL_BACKEND = "core.letters.backend.LetterBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Search ----------------------------------------------------------------------------------------

# "embedded" needs nothing beside this process, "elastic" an Elasticsearch 8.
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="embedded")
# Where the embedded engine keeps its index. It can be deleted at any time: the worker makes it again.
SEARCH_FOLDER = VAR_DIR / "search"
# After this time, work on the index that a worker has not ended is another's to do.
SEARCH_LEASE = timedelta(seconds=30)
# A reader waits no longer than so many seconds for Elasticsearch, whatever number of its hosts is tried.
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=1.5)
ELASTICSEARCH_URLS = env.list("ELASTICSEARCH_URLS", default=["http://127.0.0.1:9200"])
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="association")
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=1)

# --- Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("az", "Azərbaycanca"),
    ("ar", "العربية"),
    ("tr", "Türkçe"),
    ("ru", "Русский"),
    ("fr", "Français"),
    ("id", "Bahasa Indonesia"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# Addresses exist only under these prefixes.
OPEN_LANGUAGES = env.list("OPEN_LANGUAGES", default=["en", "az"])
# Languages in which every word of the interface is translated; elsewhere it falls back to English.
INTERFACE_LANGUAGES = ["en", "az"]
# The second folder: what editors meet of Wagtail and has no translation there.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
# Times are stored in UTC; this is where "today" begins and what clocks show.
TIME_ZONE = env.str("DISPLAY_TIME_ZONE", default="Asia/Baku")

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"

# Printed files, and the megabytes that printing one may take.
PDF_DIR = Path(env.str("PDF_DIR", default=str(VAR_DIR / "pdf")))
PDF_MEMORY = env.int("PDF_MEMORY", default=6_000)
RECORD_DIR = BASE_DIR / "record"

STORAGES: dict[str, dict[str, Any]] = {
    # Public: renditions of images.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Originals of images and all documents: without an address, served by the one view that asks.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60

MEGABYTE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MEGABYTE
# Wagtail's editor sends more fields than Django's default of 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.uploads.forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "default"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]  # no SVG: it can carry scripts
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEGABYTE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "core.StoredFile"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * MEGABYTE
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True

# --- Sign-in ------------------------------------------------------------------------------------

# Focal points, the secretariat and administrators do nothing before a second factor.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
# Whether readers may make an account by themselves.
OPEN_SIGN_UP = env.bool("OPEN_SIGN_UP", default=True)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "association.site.views.refused"
# Proxies of ours in front of the site: each adds the address it was asked from to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Headers ------------------------------------------------------------------------------------

# No nonce: public pages are the same for everybody, so that they can be cached.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        # The editors' preview shows public pages in a frame of the same site.
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Wagtail ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "ASAN International Association"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
# At the end of both gates that text is published which passed them.
WAGTAIL_FINISH_WORKFLOW_ACTION = "core.review.finishing.publish_what_was_endorsed"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# One rule of who may read what, the audience of the record: Wagtail's own passwords are off.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

# --- Logging ------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "association.settings.logs.RequestId"},
        "secrets": {"()": "association.settings.logs.Secrets"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id", "secrets"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # One line per 404 would drown what matters.
        "django.request": {"level": "ERROR"},
        # Nor one per question to Elasticsearch.
        "elastic_transport": {"level": "WARNING"},
    },
}
