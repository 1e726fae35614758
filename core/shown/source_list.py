"""The list of sources, by title or date, filtered by kind, language and year."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.downloads import downloads_at
from core.records.kinds import Kind
from core.records.listing import ListQuery, ListShape, read_query
from core.records.models import Title
from core.records.reading import spoken_language
from core.shown.frame import crumbs_to, is_anything_unconfirmed, sentence, title_of
from core.shown.lists import Facet, counted, list_context, matching, visible_titles
from core.sources.models import SourceKind
from core.templatetags.texts import language_name
from core.texts.localized import LocalText

SHAPE = ListShape(facets=("kind", "language", "year"), sorts=("title", "date"), per_page=30)
# The year of what has no date.
UNDATED = "undated"
YEAR = re.compile(r"[12]\d{3}")
SORTS: dict[str, tuple[Any, ...]] = {
    "title": ("sort_key", "record"),
    "date": (F("record__source__published_latest").desc(nulls_last=True), "-record"),
}


def source_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return the sources that the address asks for."""
    query, facets, rows = read_query(SHAPE, request.GET), _facets(), _rows(request.user)
    numbers = counted(Kind.SOURCE, rows, facets, query, request=request)
    page, around = list_context(
        request, query, facets, numbers, [("title", _("by title")), ("date", _("newest first"))]
    )
    ordered = listed_sources(query, user=request.user)
    first = max(page.start_index() - 1, 0)
    return around | {
        "title": _("Sources"),
        "crumbs": crumbs_to(),
        "items": [_item(title) for title in ordered[first : page.end_index()]],
        "noun": ngettext("source", "sources", numbers.total),
        "downloads": downloads_at(request.path, urlencode(replace(query, page=1).pairs()), total=numbers.total),
        "unconfirmed": is_anything_unconfirmed(request, Kind.SOURCE),
        "meta_description": _("Every source on which the record rests, and what rests on each."),
        "json_ld": {"@type": "CollectionPage"},
    }


def _rows(user: Any) -> QuerySet[Title]:
    return visible_titles(Kind.SOURCE, language=spoken_language(), user=user).filter(record__source__isnull=False)


def listed_sources(query: ListQuery, *, user: Any) -> QuerySet[Title]:
    """Return the titles of the sources that a query asks for, in its order, each with its source."""
    asked = matching(_rows(user), _facets(), query)
    return asked.select_related("record__source").order_by(*SORTS[query.sort])


def _item(title: Title) -> dict[str, Any]:
    source = title.record.source
    own = LocalText(source.title, source.language)
    return {
        "url": title.address,
        "title": title_of(title),
        "summary": own if own.text != title.text else "",
        "kind": sentence(source.get_kind_display()),
        "date": source.published if source.published else None,
        "meta": [source.publisher, language_name(source.language)],
    }


def _facets() -> list[Facet]:
    kinds = dict(SourceKind.choices)
    return [
        Facet(
            "kind",
            _("Kind"),
            "record__source__kind",
            lambda values: Q(record__source__kind__in=values),
            lambda value: sentence(kinds.get(value, value)),
            kinds.__contains__,
        ),
        Facet(
            "language",
            pgettext("readers", "Language"),
            "record__source__language",
            lambda values: Q(record__source__language__in=values),
            language_name,
            # A code that has no name is none.
            lambda value: language_name(value) != value,
        ),
        Facet(
            "year",
            _("Year"),
            ExtractYear("record__source__published_latest"),
            _in_years,
            lambda value: _("without a date") if value == UNDATED else value,
            lambda value: value == UNDATED or YEAR.fullmatch(value) is not None,
            lambda year: UNDATED if year is None else str(year),
            _newest_first,
        ),
    ]


def _in_years(values: tuple[str, ...]) -> Q:
    """Return the condition of one of these years; what is no year matches nothing."""
    condition = Q(pk__in=[])
    for value in values:
        if value == UNDATED:
            condition |= Q(record__source__published_latest__isnull=True)
        elif YEAR.fullmatch(value):
            condition |= Q(record__source__published_latest__year=int(value))
    return condition


def _newest_first(option: dict[str, Any]) -> tuple[bool, int]:
    return (option["value"] == UNDATED, 0 if option["value"] == UNDATED else -int(option["value"]))
