"""The page of a practice, against a view that sends the same bytes through the same middleware."""

from __future__ import annotations

import gzip

from django.core.cache import cache

from benchmarks.databases import a_database
from benchmarks.measuring import Measurement, Side, Work, compare, nothing
from benchmarks.reading import read, say
from benchmarks.urls import BARE
from tests.factories import bulk

# With as many figures, adoptions and sources as any practice has.
SIZES = {"practices": 200, "figures": 10, "adoptions": 3, "sources": 20}
PAGE = "/en/library/practices/bulk-4/"
ROUNDS = 60
# A bare answer takes a good millisecond and a half on a slow machine. Sixty of them are a tenth of a second: a reader
# who is answered within that does not notice having waited.
LIMIT = 60


def measure() -> list[Measurement]:
    """Measure the page with nothing kept from before, and the page asked for again."""
    a_database("pages")
    bulk.build(bulk.Size(**SIZES), bulk.surroundings())
    say(gzip.decompress(read(PAGE)))
    return [
        _against_bare("practice page, nothing kept from before", cache.clear),
        _against_bare("practice page, asked for again", nothing),
    ]


def _against_bare(name: str, before: Work) -> Measurement:
    page = Side("practice page", lambda: read(PAGE), before)
    bare = Side("bare view, same bytes", lambda: read(BARE), before)
    return compare(name, page, bare, rounds=ROUNDS, limit=LIMIT)
