"""Lists that readers filter, sort and page through: what the address asks for, as one frozen value.

A query says nothing about how it is answered, so that a database and a search engine can take the same one. Whatever
the address holds, reading it never fails: what a list does not know is left out, what is too long is cut.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Subquery, Sum

from core.audience.providers import tokens_of
from core.generations.models import Generation
from core.generations.names import EVERYTHING
from core.generations.noting import noting, shows, shows_nothing_of_this_name
from core.records.models import Record

PER_PAGE = 20
# Bounds of what one address may ask: values of a filter, characters of a value, pages.
MOST_VALUES = 25
LONGEST_VALUE = 80
LONGEST_WORDS = 10_000
LAST_PAGE = 1_000_000

KEPT_FOR = 24 * 3600

T = TypeVar("T")


@dataclass(frozen=True)
class ListShape:
    """What the address of a list may ask for: its filters and sorts, the first of which needs no name, and words."""

    facets: tuple[str, ...]
    sorts: tuple[str, ...]
    per_page: int = PER_PAGE
    takes_words: bool = False


@dataclass(frozen=True)
class ListQuery:
    """What a reader asks of a list: values of each filter (any of them may match, every filter must), sort and page.

    ``words`` are what was typed, as typed but for its length; whoever answers reads them.
    """

    shape: ListShape
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1
    words: str = ""

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values asked for in a filter."""
        return dict(self.chosen).get(facet, ())

    @property
    def in_use(self) -> int:
        """How many values are asked for in all filters together."""
        return sum(len(values) for _facet, values in self.chosen)

    def without(self, facet: str, value: str | None = None) -> ListQuery:
        """Return the query without one value of a filter, or without the filter; it begins at the first page."""
        left = [
            (name, tuple(kept for kept in values if value is not None and kept != value) if name == facet else values)
            for name, values in self.chosen
        ]
        return replace(self, chosen=tuple((name, values) for name, values in left if values), page=1)

    def cleared(self) -> ListQuery:
        """Return the query without any filter."""
        return replace(self, chosen=(), page=1)

    def sorted_by(self, sort: str) -> ListQuery:
        """Return the query in another order."""
        return replace(self, sort=sort, page=1)

    def pairs(self) -> list[tuple[str, str]]:
        """Return name and value of everything that stands in the address."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(facet, value) for facet, values in self.chosen for value in values]
        if self.sort != self.shape.sorts[0]:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def address(self, path: str) -> str:
        """Return the address of the list at ``path`` that asks this."""
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path


def read_query(shape: ListShape, given: Any) -> ListQuery:
    """Read the query from the parameters of an address (a ``QueryDict``); never fails."""
    chosen = [(facet, _values(given.getlist(facet))) for facet in shape.facets]
    sort = given.get("sort", "")
    return ListQuery(
        shape=shape,
        chosen=tuple((facet, values) for facet, values in chosen if values),
        sort=sort if sort in shape.sorts else shape.sorts[0],
        page=_page_number(given.get("page", "")),
        words=given.get("q", "").strip()[:LONGEST_WORDS] if shape.takes_words else "",
    )


def query_for(shape: ListShape, facet: str, value: str, given: Any) -> ListQuery:
    """Return the query of a page that is about one value of a filter; of the address only the page counts."""
    return ListQuery(shape, ((facet, (value,)),), shape.sorts[0], _page_number(given.get("page", "")))


def _values(given: Sequence[str]) -> tuple[str, ...]:
    cleaned = (_clean(value) for value in given[: MOST_VALUES * 4])
    return tuple(dict.fromkeys(value for value in cleaned if value))[:MOST_VALUES]


def _clean(value: str) -> str:
    """Return the value without control characters, surrogates and marks of direction, cut to a length."""
    kept = (letter for letter in value[: LONGEST_VALUE * 4] if unicodedata.category(letter)[0] != "C")
    return "".join(kept).strip()[:LONGEST_VALUE]


def _page_number(given: str) -> int:
    if given.isascii() and given.isdigit() and len(given) <= len(str(LAST_PAGE)):
        return min(max(int(given), 1), LAST_PAGE)
    return 1


class CountedPaginator(Paginator[Any]):
    """Pages of a list whose length is known and whose rows are fetched by whoever has the page."""

    def __init__(self, count: int, per_page: int) -> None:
        """Keep the length of the whole list."""
        super().__init__(range(count), per_page)

    def nearest(self, number: int) -> Page[Any]:
        """Return the page of this number, or the last one where the list ends before it."""
        if number > self.num_pages:
            shows_nothing_of_this_name()
        return self.page(min(number, self.num_pages))


def page_at(rows: Any, per_page: int, number: str | None, *, total: int | None = None) -> Page[Any]:
    """Return the page of a list that an address asks for by its number, the nearest where there is none.

    ``total`` is how many rows there are, where that was counted already.
    """
    paginator = Paginator(rows, per_page)
    if total is not None:
        paginator.count = total
    page = paginator.get_page(number)
    if number and number != str(page.number):
        shows_nothing_of_this_name()
    return page


def newest_change() -> tuple[datetime, int | None] | None:
    """Return the generation of everything that lists show: one query.

    The number counts every change from the moment on in which it can be seen, on every process. The moment of the
    newest change stands beside it for rows that were written past the operations.
    """
    counted = Generation.objects.filter(name=EVERYTHING).values("name").annotate(all=Sum("number")).values("all")
    newest = Record.objects.order_by("-changed_at").annotate(counted=Subquery(counted))
    return newest.values_list("changed_at", "counted").first()


def kept_until_changed(name: str, parts: Iterable[Any], compute: Callable[[], T], *, user: Any, generation: Any) -> T:
    """Return ``compute()``, kept for this ``generation``; for readers with other tokens it is computed anew.

    ``parts`` tell apart what is asked; their ``repr`` goes into the key. What ``compute`` notes that it shows is noted
    again where its value was kept.
    """
    asked = repr((name, list(parts), sorted(tokens_of(user)), generation))
    key = f"kept-{hashlib.sha256(asked.encode('utf-8', 'replace')).hexdigest()}"
    kept: tuple[T, frozenset[str]] | None = cache.get(key)
    if kept is not None:
        shows(kept[1])
        return kept[0]
    with noting() as notes:
        value = compute()
    cache.set(key, (value, frozenset(notes.names)), KEPT_FOR)
    return value


def unknown_context(
    query: ListQuery, path: str, titles: Mapping[str, Any], is_known: Callable[[str, str], bool]
) -> dict[str, Any] | None:
    """Return the values asked for that name nothing, and the address of the list without them; nothing if all do."""
    unknown = [(facet, value) for facet, values in query.chosen for value in values if not is_known(facet, value)]
    if unknown:
        shows_nothing_of_this_name()
    left = query
    for facet, value in unknown:
        left = left.without(facet, value)
    values = [{"label": titles[facet], "value": value} for facet, value in unknown]
    return {"values": values, "url": left.address(path)} if unknown else None


def in_words(chips: Iterable[dict[str, Any]]) -> str:
    """Return in one line what chips say: each filter with its value."""
    return "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips)


def chips_of(
    query: ListQuery, path: str, titles: Mapping[str, Any], name_of: Callable[[str, str], Any]
) -> list[dict[str, Any]]:
    """Return one chip per value asked for: its filter, its name, and the address of the list without it."""
    return [
        {"label": titles[facet], "value": name_of(facet, value), "url": query.without(facet, value).address(path)}
        for facet, values in query.chosen
        for value in values
    ]
