"""Institutions: the list with its filters, and one institution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import downloads_at
from core.models import Title
from core.records.kinds import Kind
from core.records.listing import ListQuery, ListShape, read_query
from core.records.reading import Reading, spoken_language
from core.shown.frame import crumbs_to, frame_of, is_anything_unconfirmed, link_to, sentence, standing_of, title_of
from core.shown.lists import Facet, counted, list_context, matching, visible_titles
from core.shown.open_questions import questions_about
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText
from members.models import Institution
from members.models.institution import InstitutionKind
from members.sections import facts_of, sections_of

SHAPE = ListShape(facets=("kind", "country"), sorts=("title",), per_page=30)
# Stands in the address for institutions of no country.
NO_COUNTRY = "none"


def institution_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return the institutions that the address asks for, in alphabetical order."""
    query, countries = read_query(SHAPE, request.GET), countries_of(request.user)
    facets, rows = _facets(countries), _rows(request.user)
    numbers = counted(Kind.INSTITUTION, rows, facets, query, request=request)
    page, around = list_context(request, query, facets, numbers, [])
    first = max(page.start_index() - 1, 0)
    shown = listed_institutions(query, countries, user=request.user)[first : page.end_index()]
    return around | {
        "title": _("Institutions"),
        "crumbs": crumbs_to(),
        "items": [_item(title, countries) for title in shown],
        "noun": ngettext("institution", "institutions", numbers.total),
        "downloads": downloads_at(request.path, urlencode(replace(query, page=1).pairs()), total=numbers.total),
        "unconfirmed": is_anything_unconfirmed(request, Kind.INSTITUTION),
        "meta_description": _("Institutions that provide or support public services, country by country."),
        "json_ld": {"@type": "CollectionPage"},
    }


def _rows(user: Any) -> QuerySet[Title]:
    titles = visible_titles(Kind.INSTITUTION, language=spoken_language(), user=user)
    return titles.filter(record__institution__isnull=False)


def listed_institutions(query: ListQuery, countries: dict[str, Title], *, user: Any) -> QuerySet[Title]:
    """Return the titles of the institutions that a query asks for, by the alphabet, each with its institution."""
    asked = matching(_rows(user), _facets(countries), query).order_by("sort_key", "record")
    return asked.select_related("record__institution__country")


def countries_of(user: Any) -> dict[str, Title]:
    """Return the titles of the countries that ``user`` may see, by code: one query."""
    titles = visible_titles(Kind.COUNTRY, language=spoken_language(), user=user).select_related("record")
    return {title.record.key: title for title in titles}


def _item(title: Title, countries: dict[str, Title]) -> dict[str, Any]:
    institution = title.record.institution
    country = countries.get(institution.country.iso2) if institution.country else None
    local = LocalText(institution.name_local, institution.language_local)
    return {
        "url": title.address,
        "title": title_of(title),
        "summary": local if local.text != title.text else "",
        "kind": sentence(institution.get_kind_display()),
        "meta": [link_to(country)] if country else [],
    }


def _facets(countries: dict[str, Title]) -> list[Facet]:
    kinds = dict(InstitutionKind.choices)

    def country(value: str) -> Any:
        if value == NO_COUNTRY:
            return _("of no country")
        return title_of(countries[value]) if value in countries else value

    def written(iso2: str | None) -> str:
        return "" if iso2 and iso2 not in countries else iso2 or NO_COUNTRY

    return [
        Facet(
            "kind",
            _("Kind"),
            "record__institution__kind",
            lambda values: Q(record__institution__kind__in=values),
            lambda value: sentence(kinds.get(value, value)),
            kinds.__contains__,
        ),
        Facet(
            "country",
            _("Country"),
            "record__institution__country__iso2",
            lambda values: _in_countries(values, countries),
            country,
            lambda value: value in countries or value == NO_COUNTRY,
            written,
            lambda option: _place(option["value"], countries),
        ),
    ]


def _in_countries(values: tuple[str, ...], countries: dict[str, Title]) -> Q:
    """Return the condition of one of these countries; one that the reader may not see matches nothing."""
    condition = Q(record__institution__country__iso2__in=[value for value in values if value in countries])
    return condition | Q(record__institution__country__isnull=True) if NO_COUNTRY in values else condition


def _place(value: str, countries: dict[str, Title]) -> tuple[bool, str]:
    title = countries.get(value)
    return (title is None, title.sort_key if title else value)


def institution_context(reading: Reading) -> dict[str, Any]:
    """Return what the record says of an institution, and the sections that apps bring."""
    pk = reading.record.pk
    institution = Institution.objects.get(record=reading.record)
    sources = sources_of([pk], language=reading.language, user=reading.user).get(pk, [])
    localizer = Localizer(reading.language, [pk])
    description = localizer.of(pk, "description", institution.description, reading.record.language)
    short_name = localizer.of(pk, "short_name", institution.short_name, reading.record.language)
    return (
        frame_of(reading)
        | standing_of(description, reading)
        | questions_about(reading)
        | {
            "crumbs": crumbs_to((_("Institutions"), reverse("institutions"))),
            "byline": own_name(institution, reading),
            "symbol": short_name,
            "description": description,
            "sources": sources,
            "facts": [*_facts(institution, short_name, sources), *facts_of(reading)],
            "sections": sections_of(reading),
            "meta_description": (description if sources else "") or institution.name,
            "json_ld": _for_machines(institution, reading),
        }
    )


def own_name(row: Any, reading: Reading) -> LocalText | str:
    """Return the name in its own language, where the title of the page is another."""
    return LocalText(row.name_local, row.language_local) if row.name_local not in ("", reading.title.text) else ""


def _facts(institution: Institution, short_name: LocalText, sources: list[ShownSource]) -> list[dict[str, Any]]:
    if not sources:
        return []
    local = LocalText(institution.name_local, institution.language_local)
    stated = [
        (_("Kind"), sentence(institution.get_kind_display())),
        (_("Name in its own language"), local),
        (_("Short name"), short_name),
    ]
    return [{"term": term, "values": [{"value": value, "sources": sources}]} for term, value in stated if value]


def _for_machines(institution: Institution, reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Organization", "name": reading.title.text}
    names = [name for name in (institution.name_local, institution.short_name) if name]
    return found | ({"alternateName": names} if names else {})
