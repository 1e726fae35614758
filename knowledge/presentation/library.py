"""The library: every practice, with filters, counts and order, all of it in the address.

Without words it is a list of the database. With words it is what the search finds among practices, and where the search
does not answer, the list of the database again, held to titles with these words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.downloads import downloads_at
from core.generations.noting import shows_kinds
from core.models import Record, Title
from core.records.kinds import Kind
from core.records.listing import ListQuery, chips_of, in_words, read_query, unknown_context
from core.shown.frame import goal_title
from core.templatetags.texts import language_name
from core.texts.localized import LocalText
from knowledge.presentation.frame import Place, spoken
from knowledge.presentation.gathered import Titles, titles_in
from knowledge.presentation.practice_lists import ListPage, beyond, list_page
from knowledge.querysets import (
    BY_TITLE,
    BY_YEAR,
    COUNTRY,
    GOAL,
    LANGUAGE,
    NEWEST,
    PRACTICES,
    RELATED,
    SERVICE,
    TOPIC,
    YEAR,
)
from search.engines import EngineUnavailable
from search.naming import is_year, year_name
from search.presentation import Scope, asked_context, empty_context, found_context
from search.query import NOT_STATED, Sort

TITLES: dict[str, str | Promise] = {
    COUNTRY: gettext_lazy("Country"),
    TOPIC: gettext_lazy("Topic"),
    GOAL: gettext_lazy("Sustainable Development Goal"),
    SERVICE: gettext_lazy("Service type"),
    YEAR: gettext_lazy("Year begun"),
    LANGUAGE: pgettext_lazy("readers", "Language"),
}
SORTS: dict[str, str | Promise] = {
    NEWEST: pgettext_lazy("readers", "Newest"),
    BY_TITLE: pgettext_lazy("readers", "Title"),
    BY_YEAR: gettext_lazy("Year begun"),
}
# Values of one filter that the page shows; what is asked for is always among them.
MOST_OPTIONS = 60
SEARCHED = Scope(
    shape=replace(PRACTICES, sorts=(Sort.RELEVANCE, *PRACTICES.sorts)),
    titles=TITLES,
    sorts={Sort.RELEVANCE: gettext_lazy("Relevance"), **SORTS},
    noun=lambda count: ngettext("practice", "practices", count),
    within=(Kind.PRACTICE,),
)
Option = dict[str, Any]


def library_context(request: HttpRequest) -> dict[str, Any]:
    """Return the practices that the address asks for, what else could be asked, and how many each would bring."""
    return {
        "title": _("Library of practices"),
        "crumbs": [Place(_("Front page"), f"/{spoken()}/")],
        "standfirst": _(
            "What institutions do well for the people they serve, told in one order, with the sources of every fact."
        ),
        "meta_description": _("Practices of public service, by country, topic, service and goal, with their sources."),
        "json_ld": {"@type": "CollectionPage"},
        **_asked_for(request),
    }


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    query = read_query(PRACTICES, request.GET)
    if not query.words:
        return _listed(query, request)
    try:
        return _found(read_query(SEARCHED.shape, request.GET), request)
    except EngineUnavailable:
        return _listed(query, request) | {"is_plain": True}


def _found(asked: ListQuery, request: HttpRequest) -> dict[str, Any]:
    """Return what the search finds: one query more than it takes. Raises ``EngineUnavailable``."""
    shown = found_context(SEARCHED, asked, request)
    records = Record.objects.filter(pk__in=[hit.record.title_row.record_id for hit in shown["hits"]])
    return asked_context(asked, request.path) | shown | {"unconfirmed": records.unconfirmed().exists()}


def _listed(query: ListQuery, request: HttpRequest) -> dict[str, Any]:
    """Return what the database lists.

    At most eleven queries, and one more for each filter in use; the counts are kept until something changes.
    """
    shows_kinds(Kind.PRACTICE, *(kind for _verb, kind in RELATED.values()))
    shown = list_page(query, request)
    counts = shown.practices.counts()
    titles = _titles_of_values(query, counts, shown, request.user)
    path = reverse("library")
    chips = chips_of(query, path, TITLES, lambda facet, value: _name_of(facet, value, shown, titles))
    return {
        **asked_context(query, path),
        "unconfirmed": shown.is_unconfirmed,
        "lines": shown.lines,
        "has_choices": bool(shown.lines),
        "page_of_list": shown.page,
        "count": shown.practices.count,
        "volume_query": urlencode(replace(query, page=1).pairs()) or "sort=newest",
        "downloads": downloads_at(path, urlencode(replace(query, page=1).pairs()), total=shown.practices.count),
        "noun": ngettext("practice", "practices", shown.practices.count),
        "beyond": beyond(shown),
        "chips": chips,
        "unknown": unknown_context(query, path, TITLES, lambda facet, value: _is_known(facet, value, shown, titles)),
        "clear_url": query.cleared().address(path) if len(chips) > 1 else "",
        "sorts": _sorts(query, path),
        "facets": _facets(query, counts, shown, titles),
        "has_filters": True,
        "empty": _empty(query, chips, path) if not shown.lines else None,
    }


def _sorts(query: ListQuery, path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "url": query.sorted_by(sort).address(path), "current": sort == query.sort}
        for sort, name in SORTS.items()
    ]


def _titles_of_values(query: ListQuery, counts: Any, shown: ListPage, user: Any) -> Titles:
    """Return the names of every value that is a record, counted or asked for: one query."""
    asked = {pk for found in shown.practices.filters.records.values() for pk in found.values()}
    counted = {pk for name in RELATED for pk in counts[name]}
    return titles_in(asked | counted, language=spoken(), user=user)


def _facets(query: ListQuery, counts: Any, shown: ListPage, titles: Titles) -> list[dict[str, Any]]:
    return [
        {"name": name, "title": TITLES[name], "options": _options(name, query, counts[name], shown, titles)}
        for name in PRACTICES.facets
    ]


def _options(name: str, query: ListQuery, counts: Any, shown: ListPage, titles: Titles) -> list[Option]:
    if name == YEAR:
        return _year_options(query, counts)
    if name == LANGUAGE:
        return [_option(code, language_name(code), counts.get(code, 0), query, name) for code in _languages(counts)]
    asked = shown.practices.filters.records.get(name, {}).values()
    rows = [(counts.get(pk, 0), titles[pk]) for pk in {*counts, *asked} if pk in titles]
    rows.sort(key=lambda row: (row[1].record_id not in asked, -row[0], row[1].sort_key))
    return [_option(title.record.slug, goal_title(title), count, query, name) for count, title in rows[:MOST_OPTIONS]]


def _year_options(query: ListQuery, counts: dict[str, int]) -> list[Option]:
    years = sorted((value for value in counts if value != NOT_STATED), reverse=True)[:MOST_OPTIONS]
    values = [*years, *([NOT_STATED] if counts.get(NOT_STATED) else [])]
    return [_option(value, year_name(value), counts[value], query, YEAR) for value in values]


def _languages(counts: dict[str, int]) -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code in counts]


def _option(value: str, label: Any, count: int, query: ListQuery, name: str) -> Option:
    return {"value": value, "label": label, "count": count, "selected": value in query.values(name)}


def _name_of(facet: str, value: str, shown: ListPage, titles: Titles) -> LocalText | str:
    """Return what a value is called; a value that names nothing is called as it was asked for."""
    if facet == YEAR:
        return year_name(value)
    if facet == LANGUAGE:
        return language_name(value) if value in dict(settings.LANGUAGES) else value
    title: Title | None = titles.get(shown.practices.filters.records[facet].get(value, 0))
    return goal_title(title) if title is not None else value


def _is_known(facet: str, value: str, shown: ListPage, titles: Titles) -> bool:
    """Whether a value names anything that the reader may know of; what is hidden is unknown."""
    if facet == YEAR:
        return is_year(value)
    if facet == LANGUAGE:
        return value in dict(settings.LANGUAGES)
    return shown.practices.filters.records[facet].get(value, 0) in titles


def _empty(query: ListQuery, chips: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """Return what was asked, and the ways on: each filter left out, the whole library, other lists."""
    if query.words:
        return empty_context(SEARCHED, query, chips, path)
    ways = [
        Place(_("Without %(name)s") % {"name": f"{chip['label']}: {chip['value']}"}, chip["url"]) for chip in chips[:6]
    ]
    if not chips:
        return {
            "title": _("The library holds no practice yet"),
            "text": _("Practices appear here as soon as they are published."),
            "links": [Place(_("Front page"), f"/{spoken()}/")],
        }
    return {
        "title": _("No practice matches all of these filters"),
        "text": _("Asked for: %(filters)s.") % {"filters": in_words(chips)},
        "links": [
            *(ways if len(chips) > 1 else []),
            Place(_("All practices"), query.cleared().address(path)),
            Place(_("All topics"), reverse("topics")),
        ],
    }
