"""The site whose workers are killed, with leases of the index that a test can wait for."""

from datetime import timedelta

from tests.core.killing.settings import *  # noqa: F403

SEARCH_LEASE = timedelta(seconds=0.3)
