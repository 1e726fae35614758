"""The sitemap for people: every section and list of the site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from association.site.presentation.frame import Place, front_page, place_in_order, spoken, title_of
from core.generations.noting import shows_kinds
from core.models import Record, Title
from core.records.kinds import Kind

# Kinds that are few and stay few; of the many (practices, sources, news) the list is named.
LISTED = (Kind.PAGE, Kind.TOPIC, Kind.SERVICE_TYPE, Kind.SDG_GOAL, Kind.COUNTRY)
MOST = 500


@dataclass(frozen=True)
class Section:
    """A part of the site: its lists, and the pages in it."""

    anchor: str
    title: str
    places: list[Place]


def site_map_context(request: HttpRequest) -> dict[str, Any]:
    """Return the sections of the site in the language spoken: one query."""
    pages = _pages(request.user)
    sections = [
        Section("site", _("This site"), pages.get(Kind.PAGE, [])),
        Section("record", _("The record"), _lists()),
        Section("topics", _("Topics"), pages.get(Kind.TOPIC, [])),
        Section("services", _("Services"), pages.get(Kind.SERVICE_TYPE, [])),
        Section("goals", _("Sustainable Development Goals"), pages.get(Kind.SDG_GOAL, [])),
        Section("countries", _("Countries"), pages.get(Kind.COUNTRY, [])),
    ]
    return {
        "title": _("Sitemap"),
        "crumbs": [front_page()],
        "sections": [section for section in sections if section.places],
        "meta_description": _("Every section and list of this site."),
    }


def _lists() -> list[Place]:
    names = [
        ("library", _("Practices")),
        ("topics", _("Topics")),
        ("countries", _("Countries")),
        ("institutions", _("Institutions")),
        ("news", _("News")),
        ("sources", _("Sources")),
        ("open-questions", _("Open questions")),
        ("terms", _("Terms")),
    ]
    return [Place(name, reverse(view)) for view, name in names]


def _pages(user: Any) -> dict[str, list[Place]]:
    shows_kinds(*LISTED)
    visible = Record.objects.visible_to(user).of_kind(*LISTED)
    titles = Title.objects.filter(record__in=visible, language=spoken()).exclude(address__startswith="/id/")
    found: dict[str, list[Title]] = defaultdict(list)
    for title in titles.select_related("record").order_by("kind", "sort_key", "pk")[: MOST * len(LISTED)]:
        if len(found[title.kind]) < MOST:
            found[title.kind].append(title)
    return {kind: [_place(title) for title in sorted(rows, key=place_in_order)] for kind, rows in found.items()}


def _place(title: Title) -> Place:
    return Place(title_of(title), title.address)
