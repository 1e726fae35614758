"""A page that is kept, against a view that sends the same bytes through the same middleware."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks.databases import a_database
from benchmarks.measuring import Measurement, Side, compare
from benchmarks.pages import PAGE, SIZES
from benchmarks.reading import read, say
from benchmarks.urls import BARE
from core.generations.operations import gather
from search.rebuilding import rebuild
from tests.factories import bulk

PAGES = {
    "practice page": PAGE,
    "library": "/en/library/",
    "country": "/en/countries/country-ab/",
}
ROUNDS = 200
# Whether anything changed is asked of the database every time; this may take as long as all the rest of an answer.
LIMIT = 2.0
STORE = {
    "BACKEND": "core.pagecache.store.PageStore",
    "LOCATION": settings.VAR_DIR / "pages",
    "OPTIONS": {"MAX_ENTRIES": 5000},
}


def measure() -> list[Measurement]:
    """Measure pages that were asked for before, each kept in a file, as where nothing else is set up."""
    a_database("cached")
    bulk.build(bulk.Size(**SIZES), bulk.surroundings())
    gather()  # as the worker does every minute
    rebuild(from_records=True)  # practices like one come from the index
    with pages_kept():
        return [_against_bare(name, address) for name, address in PAGES.items()]


@contextmanager
def pages_kept() -> Iterator[None]:
    """Keep pages, each in a file, beginning with none."""
    with override_settings(CACHES={**settings.CACHES, "pages": STORE}):
        caches["pages"].clear()
        yield


def _against_bare(name: str, address: str) -> Measurement:
    say(gzip.decompress(read(address)))
    _hold_to_be_kept(address)
    page = Side(f"{name}, kept", lambda: read(address))
    bare = Side("bare view, same bytes", lambda: read(BARE))
    return compare(f"{name}, kept", page, bare, rounds=ROUNDS, limit=LIMIT)


def _hold_to_be_kept(address: str) -> None:
    """Measure nothing else by mistake: a kept page takes one query."""
    with CaptureQueriesContext(connection) as asked:
        read(address)
    if len(asked) != 1:
        raise RuntimeError(f"{address} is not kept: {len(asked)} queries")
