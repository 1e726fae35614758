"""The site of `make run` with one consumer more, and with leases that a test can wait for."""

from datetime import timedelta

from association.settings.development import *  # noqa: F403
from association.settings.development import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.killing"]
OUTBOX_LEASE = timedelta(seconds=0.3)
