"""The site of `make run` with the pages of errors at addresses of their own."""

from association.settings.development import *  # noqa: F403

ROOT_URLCONF = "tests.browser.urls"
