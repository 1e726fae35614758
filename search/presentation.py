"""Pages of results: what was asked, what was found, what else could be asked. Everything stands in the address.

Every list that takes words shows its results by this, each within its own scope: the search the whole record, the
library practices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from core.audience.providers import SECRETARIAT, tokens_of
from core.dates import PartialDate
from core.downloads import downloads_at
from core.feeds import links_to
from core.records.kinds import Kind
from core.records.listing import CountedPaginator, ListQuery, ListShape, chips_of, in_words, read_query, unknown_context
from core.shown.frame import crumbs_to, title_of
from core.shown.sources import first_sources_of
from core.templatetags.facts import ShownSource
from core.templatetags.texts import language_name
from core.texts.localized import LocalText
from search import budget
from search.engines import EngineUnavailable
from search.fallback import MOST, titles_like
from search.finding import Found, FoundRecord, find
from search.naming import RECORDS, Named, Names, is_known, name_of, names_of_values
from search.parsing import cleaned, read_typed
from search.query import (
    COUNTRY,
    FACETS,
    GOAL,
    KIND,
    LANGUAGE,
    MOST_RESULTS,
    NOT_STATED,
    SERVICE,
    TOPIC,
    YEAR,
    SearchQuery,
    Sort,
)
from search.registry import kinds

TITLES: dict[str, str | Promise] = {
    KIND: gettext_lazy("Kind"),
    COUNTRY: gettext_lazy("Country"),
    TOPIC: gettext_lazy("Topic"),
    GOAL: gettext_lazy("Sustainable Development Goal"),
    SERVICE: gettext_lazy("Service type"),
    YEAR: gettext_lazy("Year"),
    LANGUAGE: pgettext_lazy("readers", "Language"),
}
SORTS: dict[str, str | Promise] = {
    Sort.RELEVANCE: gettext_lazy("Relevance"),
    Sort.NEWEST: pgettext_lazy("readers", "Newest"),
    Sort.TITLE: pgettext_lazy("readers", "Title"),
    Sort.YEAR: gettext_lazy("Year"),
}
MOST_OPTIONS = 60
# Topics named beside a record.
MOST_TOPICS = 3


@dataclass(frozen=True)
class Scope:
    """What a page of results looks through, what may be asked there, and the words for it.

    ``within`` holds it to some kinds; ``noun`` is what is counted, by its number.
    """

    shape: ListShape
    titles: Mapping[str, str | Promise]
    sorts: Mapping[str, str | Promise]
    noun: Callable[[int], str]
    within: tuple[str, ...] = ()


THE_RECORD = Scope(
    shape=ListShape(facets=FACETS, sorts=tuple(Sort), takes_words=True),
    titles=TITLES,
    sorts=SORTS,
    noun=lambda count: ngettext("record", "records", count),
)


@dataclass(frozen=True)
class ShownHit:
    """A record that was found, with what lists of its kind say of it: its countries, topics and date.

    A date is shown with the first source of the record, and not without one; ``own_date`` is that of a source.
    """

    record: FoundRecord
    countries: list[LocalText]
    topics: list[dict[str, Any]]
    date: PartialDate | None
    sources: list[ShownSource]
    own_date: PartialDate | None


def search_query(asked: ListQuery, request: HttpRequest, scope: Scope = THE_RECORD) -> SearchQuery:
    """Return what the address asks, for the reader of the request."""
    tokens = tokens_of(request.user)
    return SearchQuery(
        text=asked.words,
        language=get_language() or settings.LANGUAGE_CODE,
        tokens=tokens,
        within=scope.within,
        filters=asked.chosen,
        sort=Sort(asked.sort),
        start=(asked.page - 1) * asked.shape.per_page,
        size=asked.shape.per_page,
        counted=scope.shape.facets,
        explain=SECRETARIAT in tokens and "explain" in request.GET,
    )


def search_context(request: HttpRequest) -> dict[str, Any]:
    """Return the page of results that the address asks for; a plain list where the engine does not answer."""
    asked = read_query(THE_RECORD.shape, request.GET)
    try:
        shown = found_context(THE_RECORD, asked, request)
    except EngineUnavailable:
        shown = _plain(request, asked)
    return {
        "title": pgettext("readers", "Search"),
        "crumbs": crumbs_to(),
        "meta_description": _("Practices, countries, institutions, news and sources of the record."),
        **asked_context(asked, request.path),
        **shown,
    }


def asked_context(asked: ListQuery, path: str) -> dict[str, Any]:
    """Return what a list at ``path`` that takes words repeats of what was asked, whoever answers."""
    return {
        "words": cleaned(asked.words).strip(),
        "is_cut": read_typed(asked.words).is_cut,
        "action": path,
        "in_use": asked.in_use,
        "hidden": [(name, value) for name, value in asked.cleared().pairs() if name in {"q", "sort"}],
        "held": [(name, value) for name, value in replace(asked, words="", page=1).pairs()],
        "feeds": links_to(path, urlencode(asked.sorted_by(asked.shape.sorts[0]).pairs())),
    }


@budget.of_one_request()
def found_context(scope: Scope, asked: ListQuery, request: HttpRequest) -> dict[str, Any]:
    """Return what is found within ``scope``. Raises ``EngineUnavailable``.

    Three questions to the engine and seven queries to the database at most; twice these for a page beyond the end.
    """
    query = search_query(asked, request, scope)
    found = find(query, user=request.user)
    page = CountedPaginator(min(found.total, MOST_RESULTS), query.size).nearest(asked.page)
    if found.total and asked.page > page.number:
        found = find(replace(query, start=(page.number - 1) * query.size), user=request.user)
    names = names_of_values(asked, found, request.user)
    path = request.path
    chips = chips_of(asked, path, scope.titles, lambda facet, value: name_of(facet, value, names))
    facets = [_facet(scope.titles[name], name, found.facets[name], asked, names) for name in scope.shape.facets]
    return {
        "found": found,
        "hits": _hits(found.records, names, request.user),
        "has_choices": any(record.title_row.kind == Kind.PRACTICE for record in found.records),
        "is_of_one_kind": len(scope.within) == 1,
        "is_by_listing": asked.sort == Sort.NEWEST,
        "page_of_list": page,
        "count": found.total,
        "downloads": downloads_at(path, urlencode(replace(asked, page=1).pairs()), total=found.total),
        "volume_query": urlencode(replace(asked, page=1).pairs()) if scope.within == (Kind.PRACTICE,) else "",
        "noun": scope.noun(found.total),
        "beyond": _beyond(page, asked, found),
        "chips": chips,
        "unknown": unknown_context(asked, path, scope.titles, lambda facet, value: is_known(facet, value, names)),
        "clear_url": asked.cleared().address(path) if len(chips) > 1 else "",
        "sorts": [
            {"name": name, "url": asked.sorted_by(sort).address(path), "current": sort == asked.sort}
            for sort, name in scope.sorts.items()
            if found.total
        ],
        "facets": facets,
        "has_filters": any(facet["options"] for facet in facets),
        "did_you_mean": _instead(asked, found, path),
        "empty": empty_context(scope, asked, chips, path) if not found.total else None,
    }


def _hits(records: list[FoundRecord], names: Names, user: Any) -> list[ShownHit]:
    """Return the records as they are shown: one query, none where nothing was found."""
    dated = [record.title_row.record_id for record in records if record.document.dated]
    language = get_language() or settings.LANGUAGE_CODE
    sources = first_sources_of(dated, language=language, user=user) if dated else {}
    return [_hit(record, names, sources.get(record.title_row.record_id, [])) for record in records]


def _hit(record: FoundRecord, names: Names, sources: list[ShownSource]) -> ShownHit:
    row, dated = record.title_row, record.document.dated or None
    is_source = row.kind == Kind.SOURCE
    return ShownHit(
        record=record,
        countries=[country.name for country in _related(record, COUNTRY, names)],
        topics=[{"name": topic.name, "url": topic.address} for topic in _related(record, TOPIC, names)][:MOST_TOPICS],
        date=dated if sources and not is_source else None,
        sources=sources,
        own_date=dated if is_source else None,
    )


def _related(record: FoundRecord, facet: str, names: Names) -> list[Named]:
    """Return what stands in a filter of the record, but for the record itself."""
    rows = (names.get((RECORDS[facet], value)) for value in record.document.facets.get(facet, ()))
    return [row for row in rows if row is not None and row.record_id != record.title_row.record_id]


def _beyond(page: Page[Any], asked: ListQuery, found: Found) -> str:
    if not found.total or asked.page <= page.paginator.num_pages:
        return ""
    return _("There is no page %(asked)s of these results: this is the last, page %(last)s.") % {
        "asked": asked.page,
        "last": page.paginator.num_pages,
    }


def _instead(asked: ListQuery, found: Found, path: str) -> dict[str, str] | None:
    if not found.did_you_mean:
        return None
    other = replace(asked, words=found.did_you_mean, page=1)
    return {"words": found.did_you_mean, "url": other.address(path)}


def _facet(title: str | Promise, name: str, counts: dict[str, int], asked: ListQuery, names: Names) -> dict[str, Any]:
    chosen = asked.values(name)
    known = [value for value in counts if name not in RECORDS or (RECORDS[name], value) in names]
    options = [
        {
            "value": value,
            "label": name_of(name, value, names),
            "count": counts.get(value, 0),
            "selected": value in chosen,
        }
        for value in dict.fromkeys([*known, *(value for value in chosen if value in counts)])
    ]
    options.sort(key=_by_year if name == YEAR else lambda option: _by_count(option, name, names))
    return {"name": name, "title": title, "options": options[:MOST_OPTIONS]}


def _by_year(option: dict[str, Any]) -> tuple[bool, str]:
    year = option["value"]
    return not option["selected"], f"{9999 - int(year):04}" if year != NOT_STATED else year


def _by_count(option: dict[str, Any], name: str, names: Names) -> tuple[bool, int, str]:
    row = names.get((RECORDS.get(name, ""), option["value"]))
    return not option["selected"], -option["count"], row.sort_key if row is not None else str(option["label"])


# --- Nothing found, nobody answers --------------------------------------------------------------------


def empty_context(scope: Scope, asked: ListQuery, chips: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """Return what was searched, and the ways on."""
    words = cleaned(asked.words).strip()
    ways = [
        {"name": _("Without %(name)s") % {"name": f"{chip['label']}: {chip['value']}"}, "url": chip["url"]}
        for chip in chips[:6]
    ]
    if len(chips) > 1:
        ways.append({"name": _("Without any filter"), "url": asked.cleared().address(path)})
    if scope.within:
        everywhere = ListQuery(THE_RECORD.shape, sort=Sort.RELEVANCE, words=asked.words)
        ways.append({"name": _("In the whole record"), "url": everywhere.address(reverse("search"))})
    if chips and words:
        text = _("Searched for “%(words)s” under: %(filters)s.") % {
            "words": words[:120],
            "filters": in_words(chips),
        }
    elif words:
        text = _("Searched for “%(words)s” in titles, texts, topics and names, in every language.") % {
            "words": words[:120]
        }
    else:
        text = _("Nothing stands under all of these filters.")
    return {
        "title": _("Nothing was found"),
        "text": text,
        "hint": _("Try fewer words or another spelling; a word or its beginning is enough."),
        "links": [*ways, *_elsewhere()],
    }


def _elsewhere() -> list[dict[str, str]]:
    places = [("library", _("All practices")), ("topics", _("All topics")), ("countries", _("All countries"))]
    return [{"name": name, "url": address} for view, name in places if (address := _address(view))]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _plain(request: HttpRequest, asked: ListQuery) -> dict[str, Any]:
    """Return a list by titles, with a notice."""
    query = search_query(asked, request)
    rows = list(titles_like(query, kinds(), user=request.user)[:MOST])
    page = CountedPaginator(len(rows), asked.shape.per_page).nearest(asked.page)
    first = (page.number - 1) * asked.shape.per_page
    names = names_of_values(asked, Found(), request.user)
    chips = chips_of(asked, request.path, TITLES, lambda facet, value: name_of(facet, value, names))
    return {
        "plain_rows": [
            {"kind": row.get_kind_display(), "title": title_of(row), "url": row.address}
            for row in rows[first : first + asked.shape.per_page]
        ],
        "is_plain": True,
        "page_of_list": page,
        "count": len(rows),
        "noun": ngettext("record", "records", len(rows)),
        "chips": chips,
        "clear_url": asked.cleared().address(request.path) if len(chips) > 1 else "",
        "empty": empty_context(THE_RECORD, asked, chips, request.path) if not rows else None,
    }


@lru_cache(maxsize=500)
def languages_of(codes: tuple[str, ...]) -> str:
    """Return the names of languages, each in itself, in the order of the settings."""
    known = set(codes)
    return ", ".join(language_name(code) for code, _name in settings.LANGUAGES if code in known)
