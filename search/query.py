"""What a reader asks of the search, as one frozen value that every engine and the database take alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from core.audience.providers import PUBLIC

# Filters that a document may carry; each takes several values, one of which a document must have.
KIND, COUNTRY, TOPIC, GOAL, SERVICE = "kind", "country", "topic", "sdg", "service"
YEAR, LANGUAGE = "year", "language"
# The value of the year of what has a date that is not known to the year.
NOT_STATED = "not-stated"
# Results behind this one are not given out: nobody reads so far, and engines pay for every place before.
MOST_RESULTS = 10_000
FACETS = (KIND, COUNTRY, TOPIC, GOAL, SERVICE, YEAR, LANGUAGE)


class Sort(StrEnum):
    """The orders in which results may stand.

    Without words to compare, relevance is the same as newest. ``YEAR`` is the year a document speaks of, the latest
    first, those without one last. Every order but relevance is total: no two documents share a place.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"
    YEAR = "year"


# Values asked for, by filter, in the order of the address.
Filters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SearchQuery:
    """One request: words, filters, order and the part of the results that is wanted, for a reader.

    ``tokens`` are the reader's audience tokens: what carries none of them does not exist for this query, nor in its
    counts. ``within`` holds the search to some kinds whatever the filters say, as the library holds it to practices.
    ``counted`` names the filters whose values are to be counted. With ``typing`` the last word may be unfinished.
    ``also`` is what was typed in another spelling, to be found beside it. ``loose`` asks for records that hold some of
    the words, where hardly any holds all that must be found.
    """

    text: str = ""
    language: str = "en"
    tokens: frozenset[str] = frozenset({PUBLIC})
    within: tuple[str, ...] = ()
    filters: Filters = ()
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    size: int = 20
    counted: tuple[str, ...] = ()
    typing: bool = False
    loose: bool = False
    also: str = ""
    explain: bool = False

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values asked for of one filter."""
        return next((values for name, values in self.filters if name == facet), ())

    def asking(self, facet: str, values: Iterable[str]) -> SearchQuery:
        """Return the query with exactly these values of one filter, at the beginning of the results."""
        others = tuple((name, held) for name, held in self.filters if name != facet)
        asked = tuple(dict.fromkeys(values))
        return replace(self, filters=(*others, (facet, asked)) if asked else others, start=0)

    def without_words(self) -> SearchQuery:
        """Return the query that asks for everything under the same filters."""
        return replace(self, text="", start=0)
