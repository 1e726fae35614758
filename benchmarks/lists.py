"""Lists of practices when there are many, against the same lists when there are few."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace

from django.core.cache import cache

from benchmarks.databases import Database, a_database
from benchmarks.measuring import Measurement, Side, Work, compare, nothing
from benchmarks.reading import read
from core.records.listing import PER_PAGE
from tests.factories import bulk

SIZES = {"few": 100, "many": 100_000}
ROUNDS, ROUNDS_ANEW = 25, 3
# A page of a list shows as many lines, however long the list is; it may cost a little more to find them.
LIMIT = 2

LISTS = {
    "library": "/en/library/",
    "library by title": "/az/library/?sort=title",
    "library by year": "/en/library/?sort=year",
    "library, page in the middle": "/en/library/?page={middle}",
    "library by title, page in the middle": "/az/library/?sort=title&page={middle}",
    "library by year, page in the middle": "/en/library/?sort=year&page={middle}",
    "library, last page": "/en/library/?page={last}",
    "library, one filter": "/en/library/?topic=topic-1",
    "library, five filters": "/az/library/?topic=topic-5&topic=topic-2&country=country-aa&sdg=sdg-13&year=2002",
    "topics": "/en/library/topics/",
    "topic": "/en/library/topics/topic-1/",
    "practices of a country": "/en/library/countries/country-ab/",
    "one practice among them": "/en/library/practices/bulk-4/",
}
# Counted again after every change, practice by practice; the others differ in what they leave out of this.
COUNTED = ("library", "library, five filters", "topic", "practices of a country")


def measure() -> list[Measurement]:
    """Measure every list as readers find it, and some as the first reader after a change finds them."""
    few, many = _library("few"), _library("many")
    warm = [_compare(name, few, many, nothing, rounds=ROUNDS, limit=LIMIT) for name in LISTS]
    anew = [_compare(name, few, many, cache.clear, rounds=ROUNDS_ANEW, limit=None) for name in COUNTED]
    return warm + [replace(found, name=f"{found.name}, first after a change") for found in anew]


@dataclass(frozen=True)
class _Library:
    database: Database
    practices: int

    def side(self, name: str, before: Work) -> Side:
        """Return the reading of a list in this library."""
        pages = self.practices // PER_PAGE
        address = LISTS[name].format(middle=pages // 2, last=pages)

        def enter() -> None:
            self.database.enter()
            before()

        return Side(f"{self.practices:,} practices", lambda: read(address), enter)


def _library(name: str) -> _Library:
    database, practices = a_database(name), SIZES[name]
    gc.disable()  # a million rows are made, and nothing is garbage before its batch is written
    bulk.build(bulk.Size(practices), bulk.surroundings())
    gc.enable()
    return _Library(database, practices)


def _compare(
    name: str, few: _Library, many: _Library, before: Work, *, rounds: int, limit: float | None
) -> Measurement:
    return compare(name, many.side(name, before), few.side(name, before), rounds=rounds, limit=limit)
