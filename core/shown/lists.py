"""Lists of titles with filters: the page that the address asks for, and what each filter would bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from core.generations.noting import shows_kinds
from core.records.listing import (
    CountedPaginator,
    ListQuery,
    chips_of,
    kept_until_changed,
    newest_change,
    unknown_context,
)
from core.records.models import Record, Title


@dataclass(frozen=True)
class Facet:
    """A filter of a list of titles.

    ``value`` is the expression by which rows are counted; ``condition`` is what the values asked for mean, and
    ``label`` and ``written`` turn a counted value into what they read and what stands in the address. What is written
    as nothing is not offered. ``is_known`` says whether a value asked for names anything that the reader may know of.
    """

    name: str
    title: str
    value: Any
    condition: Callable[[tuple[str, ...]], Q]
    label: Callable[[str], Any]
    is_known: Callable[[str], bool]
    written: Callable[[Any], str] = str
    order: Callable[[dict[str, Any]], Any] = lambda option: str(option["label"]).casefold()


def visible_titles(kind: str, *, language: str, user: Any) -> QuerySet[Title]:
    """Return the titles of every record of ``kind`` that ``user`` may see, without order."""
    shows_kinds(kind)
    visible = Record.objects.visible_to(user).filter(pk=OuterRef("record_id"))
    return Title.objects.filter(Exists(visible), kind=kind, language=language)


def matching(rows: QuerySet[Any], facets: Sequence[Facet], query: ListQuery, *, but: str = "") -> QuerySet[Any]:
    """Return the rows that match every filter in use, ``but`` one."""
    for facet in facets:
        values = query.values(facet.name)
        if values and facet.name != but:
            rows = rows.filter(facet.condition(values))
    return rows


@dataclass(frozen=True)
class Counted:
    """How many rows match, and how many each filter would bring, the others held."""

    total: int
    facets: dict[str, list[tuple[str, int]]]


def counted(
    kind: str, rows: QuerySet[Any], facets: Sequence[Facet], query: ListQuery, *, request: HttpRequest
) -> Counted:
    """Return the numbers of a list, kept until any record changes."""

    def compute() -> Counted:
        options = {facet.name: _options(rows, facets, facet, query) for facet in facets}
        return Counted(matching(rows, facets, query).count(), options)

    asked = [kind, query.chosen]
    return kept_until_changed("titles", asked, compute, user=request.user, generation=newest_change())


def _options(rows: QuerySet[Any], facets: Sequence[Facet], facet: Facet, query: ListQuery) -> list[tuple[str, int]]:
    found = matching(rows, facets, query, but=facet.name).order_by()
    values = found.values_list(facet.value).annotate(rows=Count("pk"))
    return [(written, number) for value, number in values if (written := facet.written(value))]


def shown_facets(facets: Sequence[Facet], numbers: Counted, query: ListQuery) -> list[dict[str, Any]]:
    """Return the filters as the component ``filters`` takes them."""
    shown = []
    for facet in facets:
        chosen = query.values(facet.name)
        known = dict(numbers.facets[facet.name])
        # Many values were asked for by hand; what no row has is a chip, not an option.
        options: list[dict[str, Any]] = [
            {"value": value, "label": facet.label(value), "count": number, "selected": value in chosen}
            for value, number in known.items()
        ]
        options.sort(key=facet.order)
        shown.append({"name": facet.name, "title": facet.title, "options": options})
    return shown


def list_context(
    request: HttpRequest, query: ListQuery, facets: Sequence[Facet], numbers: Counted, sorts: Sequence[tuple[str, str]]
) -> tuple[Page[Any], dict[str, Any]]:
    """Return the page asked for, whose rows are still to be fetched, and what stands around the list.

    ``sorts`` are names of the address and words.
    """
    page = CountedPaginator(numbers.total, query.shape.per_page).nearest(query.page)
    by_name = {facet.name: facet for facet in facets}
    titles = {facet.name: facet.title for facet in facets}
    chips = chips_of(query, request.path, titles, lambda name, value: by_name[name].label(value))
    return page, {
        "listed": page,
        "total": numbers.total,
        "facets": shown_facets(facets, numbers, query),
        "in_use": query.in_use,
        "hidden": [(name, value) for name, value in query.cleared().pairs() if name == "sort"],
        "chips": chips,
        "unknown": unknown_context(query, request.path, titles, lambda name, value: by_name[name].is_known(value)),
        "clear_url": query.cleared().address(request.path) if chips else "",
        "sorts": [
            {"name": words, "url": query.sorted_by(name).address(request.path), "current": name == query.sort}
            for name, words in sorts
        ],
    }
