"""Countries, in the roles in which sources name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import downloads_at
from core.generations.noting import shows_kinds
from core.models import Record, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import kept_until_changed, newest_change
from core.records.reading import Reading, spoken_language
from core.shown.frame import crumbs_to, frame_of, is_anything_unconfirmed, sentence, standing_of, title_of
from core.shown.lists import visible_titles
from core.shown.open_questions import questions_about
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText
from members.models import Country, CountryRole
from members.models.country import Role
from members.sections import facts_of, sections_of

# What a country without any of the roles is listed under.
NO_ROLE = ""


@dataclass(frozen=True)
class ListedCountry:
    """A country in the list, with the sources that name it and how much the record holds of it."""

    name: LocalText
    url: str
    iso2: str
    sources: list[ShownSource]
    institutions: int
    practices: int
    institutions_url: str
    practices_url: str


def country_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return every country by role, in the alphabetical order of the language, with the sources that name it."""
    language, user = spoken_language(), request.user
    titles = listed_countries(user)
    ids = [title.record_id for title in titles]
    roles = roles_of(ids)
    sources = sources_of(ids, language=language, user=user)
    numbers = numbers_in(user)
    listed: dict[str, list[ListedCountry]] = defaultdict(list)
    for title in titles:
        # A role is a fact: no country stands under one that no source states.
        named = roles[title.record_id] if sources.get(title.record_id) else []
        for role in named or [NO_ROLE]:
            listed[role].append(_listed(title, sources.get(title.record_id, []), numbers))
    return {
        "title": _("Countries"),
        "crumbs": crumbs_to(),
        "groups": [
            {"anchor": anchor, "title": words, "countries": listed[role]}
            for role, anchor, words in _groups()
            if listed[role]
        ],
        "downloads": downloads_at(request.path, total=len(titles)),
        "unconfirmed": is_anything_unconfirmed(request, Kind.COUNTRY),
        "meta_description": _("The countries of the record, in the roles in which sources name them."),
        "json_ld": {"@type": "CollectionPage"},
    }


def listed_countries(user: Any) -> list[Title]:
    """Return the titles of every country that ``user`` may see, by the alphabet: one query."""
    titles = visible_titles(Kind.COUNTRY, language=spoken_language(), user=user)
    return list(titles.order_by("sort_key").select_related("record"))


def _groups() -> list[tuple[str, str, str]]:
    return [
        (Role.FOUNDING_SIGNATORY, "signatories", _("Signatories of the Declaration of Intent")),
        (Role.REPLICATION, "centres", _("Countries with centres on the model")),
        (Role.PARTNER, "partners", _("Partners")),
        (NO_ROLE, "others", _("Other countries of the record")),
    ]


def roles_of(record_ids: list[int]) -> dict[int, list[str]]:
    """Return the roles of countries, by record id: one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = CountryRole.objects.filter(country__record__in=record_ids).order_by("position", "pk")
    for record_id, role in rows.values_list("country__record", "role"):
        found[record_id].append(role)
    return found


def numbers_in(user: Any) -> dict[tuple[int, str], int]:
    """Return how many records of a kind stand in each country, by the country's record id and the kind."""

    def compute() -> dict[tuple[int, str], int]:
        kinds = [Kind.INSTITUTION, Kind.PRACTICE]
        shows_kinds(*kinds)
        visible = Record.objects.visible_to(user).of_kind(*kinds)
        rows = Relation.objects.filter(verb=Verb.IN_COUNTRY, subject__in=visible).order_by()
        counted = rows.values_list("object_id", "subject__kind").annotate(records=Count("pk"))
        return {(object_id, kind): number for object_id, kind, number in counted}

    return kept_until_changed("countries", [], compute, user=user, generation=newest_change())


def _listed(title: Title, sources: list[ShownSource], numbers: dict[tuple[int, str], int]) -> ListedCountry:
    record = title.record
    return ListedCountry(
        name=title_of(title),
        url=title.address,
        iso2=record.key,
        sources=sources,
        institutions=numbers.get((record.pk, Kind.INSTITUTION), 0),
        practices=numbers.get((record.pk, Kind.PRACTICE), 0),
        institutions_url=f"{reverse('institutions')}?country={record.key}",
        practices_url=reverse("country-practices", args=[record.slug]),
    )


def country_context(reading: Reading) -> dict[str, Any]:
    """Return what the record says of a country: its roles, and the sections that apps bring."""
    country = Country.objects.prefetch_related("roles").get(record=reading.record)
    pk = reading.record.pk
    sources = sources_of([pk], language=reading.language, user=reading.user).get(pk, [])
    roles = [str(role.get_role_display()) for role in country.roles.all()] if sources else []
    note = Localizer(reading.language, [pk]).of(pk, "note", country.note, reading.record.language)
    return (
        frame_of(reading)
        | standing_of(note, reading)
        | questions_about(reading)
        | {
            "crumbs": crumbs_to((_("Countries"), reverse("countries"))),
            "symbol": country.iso2,
            "roles": [sentence(role) for role in roles],
            "sources": sources,
            "note": note,
            "facts": facts_of(reading),
            "sections": sections_of(reading),
            "meta_description": _described(reading, roles),
            "json_ld": {"@type": "Country", "identifier": country.iso2},
        }
    )


def _described(reading: Reading, roles: list[str]) -> str:
    name = reading.title.text
    return (
        f"{name}: {', '.join(roles)}"
        if roles
        else _("%(country)s in the record of the Association") % {"country": name}
    )
