"""The site of `make run` with the pages of errors at addresses of their own."""

from association.settings.development import *  # noqa: F403
from association.settings.development import LOGGING  # type: ignore[attr-defined]

ROOT_URLCONF = "tests.browser.urls"
# What the pages of errors stand for is raised on purpose.
LOGGING["loggers"]["django.request"]["level"] = "CRITICAL"
