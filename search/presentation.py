"""The page of results: what was asked, what was found, what else could be asked. Everything stands in the address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.audience.providers import SECRETARIAT, tokens_of
from core.models import Record, Title
from core.records.kinds import Kind
from core.records.listing import CountedPaginator, ListQuery, ListShape, chips_of, read_query
from core.shown.frame import crumbs_to
from core.templatetags.texts import language_name
from core.texts.localized import LocalText
from search.engines import EngineUnavailable
from search.fallback import MOST, titles_like
from search.finding import Found, find
from search.parsing import cleaned, read_typed
from search.query import COUNTRY, FACETS, GOAL, KIND, LANGUAGE, SERVICE, TOPIC, YEAR, SearchQuery, Sort
from search.registry import kinds

SHAPE = ListShape(facets=FACETS, sorts=tuple(Sort), takes_words=True)
TITLES: dict[str, str | Promise] = {
    KIND: gettext_lazy("Kind"),
    COUNTRY: gettext_lazy("Country"),
    TOPIC: gettext_lazy("Topic"),
    GOAL: gettext_lazy("Sustainable Development Goal"),
    SERVICE: gettext_lazy("Service type"),
    YEAR: gettext_lazy("Year"),
    LANGUAGE: gettext_lazy("Language"),
}
SORTS: dict[str, str | Promise] = {
    Sort.RELEVANCE: gettext_lazy("Relevance"),
    Sort.NEWEST: gettext_lazy("Newest"),
    Sort.TITLE: gettext_lazy("Title"),
    Sort.YEAR: gettext_lazy("Year"),
}
# Filters whose values are records: the kind whose last part of the address the value is.
RECORDS = {COUNTRY: Kind.COUNTRY, TOPIC: Kind.TOPIC, GOAL: Kind.SDG_GOAL, SERVICE: Kind.SERVICE_TYPE}
MOST_OPTIONS = 60
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
Names = dict[tuple[str, str], Title]


def search_query(asked: ListQuery, request: HttpRequest) -> SearchQuery:
    """Return what the address asks, for the reader of the request."""
    tokens = tokens_of(request.user)
    return SearchQuery(
        text=asked.words,
        language=get_language() or settings.LANGUAGE_CODE,
        tokens=tokens,
        filters=asked.chosen,
        sort=Sort(asked.sort),
        start=(asked.page - 1) * asked.shape.per_page,
        size=asked.shape.per_page,
        counted=FACETS,
        explain=SECRETARIAT in tokens and "explain" in request.GET,
    )


def search_context(request: HttpRequest) -> dict[str, Any]:
    """Return the page of results that the address asks for; a plain list where the engine does not answer."""
    asked = read_query(SHAPE, request.GET)
    query = search_query(asked, request)
    try:
        found = find(query, user=request.user)
        last = CountedPaginator(found.total, asked.shape.per_page).num_pages
        if found.total and asked.page > last:
            found = find(replace(query, start=(last - 1) * query.size), user=request.user)
    except EngineUnavailable:
        return _around(request, asked, **_plain(request, asked, query))
    return _around(request, asked, **_ranked(request, asked, found))


def _around(request: HttpRequest, asked: ListQuery, **shown: Any) -> dict[str, Any]:
    """Return what the page shows whoever answered."""
    path = request.path
    typed = read_typed(asked.words)
    return {
        "title": _("Search"),
        "crumbs": crumbs_to(),
        "meta_description": _("Practices, countries, institutions, news and sources of the record."),
        "words": cleaned(asked.words).strip(),
        "is_cut": typed.is_cut,
        "asked": asked,
        "action": path,
        "in_use": asked.in_use,
        "hidden": [(name, value) for name, value in asked.cleared().pairs() if name in {"q", "sort"}],
        "held": [(name, value) for name, value in replace(asked, words="", page=1).pairs()],
        **shown,
    }


def _ranked(request: HttpRequest, asked: ListQuery, found: Found) -> dict[str, Any]:
    page = CountedPaginator(found.total, asked.shape.per_page).nearest(asked.page)
    names = _names(asked, found.facets, request.user)
    chips = chips_of(asked, request.path, TITLES, lambda facet, value: name_of(facet, value, names))
    facets = [_facet(name, found.facets.get(name, {}), asked, names) for name in FACETS]
    return {
        "found": found,
        "page_of_list": page,
        "count": found.total,
        "noun": ngettext("record", "records", found.total),
        "beyond": _beyond(page, asked, found),
        "chips": chips,
        "clear_url": asked.cleared().address(request.path) if len(chips) > 1 else "",
        "sorts": [
            {"name": name, "url": asked.sorted_by(sort).address(request.path), "current": sort == asked.sort}
            for sort, name in SORTS.items()
        ],
        "facets": facets,
        "has_filters": any(facet["options"] for facet in facets),
        "did_you_mean": _instead(asked, found, request.path),
        "empty": _empty(asked, chips, request.path) if not found.total else None,
    }


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


# --- Names of values --------------------------------------------------------------------------------


def _names(asked: ListQuery, facets: dict[str, dict[str, int]], user: Any) -> Names:
    """Return the title rows of values that are records, counted or asked for: one query."""
    slugs = {slug for name in RECORDS for slug in (*facets.get(name, {}), *asked.values(name))}
    visible = Record.objects.visible_to(user).filter(kind__in=RECORDS.values(), slug__in=slugs)
    rows = Title.objects.filter(record__in=visible, language=get_language()).select_related("record")
    return {(row.kind, row.record.slug): row for row in rows}


def name_of(facet: str, value: str, names: Names) -> LocalText | str:
    """Return what a value is called; a value that names nothing is called as it was asked for."""
    if facet == KIND:
        return str(Kind(value).label) if value in Kind.values else value
    if facet == LANGUAGE:
        return language_name(value) if LANGUAGE_CODE.fullmatch(value) else value
    row = names.get((RECORDS[facet], value)) if facet in RECORDS else None
    return LocalText(row.text, row.text_language) if row is not None else value


def _facet(name: str, counts: dict[str, int], asked: ListQuery, names: Names) -> dict[str, Any]:
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
    return {"name": name, "title": TITLES[name], "options": options[:MOST_OPTIONS]}


def _by_year(option: dict[str, Any]) -> tuple[bool, str]:
    return not option["selected"], f"{9999 - int(option['value']):04}"


def _by_count(option: dict[str, Any], name: str, names: Names) -> tuple[bool, int, str]:
    row = names.get((RECORDS.get(name, ""), option["value"]))
    return not option["selected"], -option["count"], row.sort_key if row is not None else str(option["label"])


# --- Nothing found, nobody answers --------------------------------------------------------------------


def _empty(asked: ListQuery, chips: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """Return what was searched, and the ways on."""
    words = cleaned(asked.words).strip()
    ways = [
        {"name": _("Without %(name)s") % {"name": f"{chip['label']}: {chip['value']}"}, "url": chip["url"]}
        for chip in chips[:6]
    ]
    if len(chips) > 1:
        ways.append({"name": _("Without any filter"), "url": asked.cleared().address(path)})
    if chips and words:
        text = _("Searched for “%(words)s” under: %(filters)s.") % {
            "words": words[:120],
            "filters": "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips),
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


def _plain(request: HttpRequest, asked: ListQuery, query: SearchQuery) -> dict[str, Any]:
    """Return a list by titles, with a notice."""
    rows = list(titles_like(query, list(kinds()), user=request.user)[:MOST])
    page = CountedPaginator(len(rows), asked.shape.per_page).nearest(asked.page)
    first = (page.number - 1) * asked.shape.per_page
    names = _names(asked, {}, request.user)
    chips = chips_of(asked, request.path, TITLES, lambda facet, value: name_of(facet, value, names))
    return {
        "plain_rows": [
            {"kind": row.get_kind_display(), "title": LocalText(row.text, row.text_language), "url": row.address}
            for row in rows[first : first + asked.shape.per_page]
        ],
        "is_plain": True,
        "page_of_list": page,
        "count": len(rows),
        "noun": ngettext("record", "records", len(rows)),
        "chips": chips,
        "clear_url": asked.cleared().address(request.path) if len(chips) > 1 else "",
        "empty": _empty(asked, chips, request.path) if not rows else None,
    }


def languages_of(codes: Iterable[str]) -> str:
    """Return the names of languages, each in itself, in the order of the settings."""
    known = set(codes)
    return ", ".join(language_name(code) for code, _name in settings.LANGUAGES if code in known)
