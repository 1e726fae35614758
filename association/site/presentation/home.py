"""The front page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.site.models import HomePage
from association.site.presentation.frame import (
    Place,
    first_of,
    goal_number,
    place_in_order,
    put_in_frame,
    spoken,
    title_of,
)
from association.site.presentation.news import newest_news
from core.generations.noting import shows_kinds
from core.models import Figure, Record, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import kept_until_changed, newest_change
from core.records.neighbours import titles_of
from core.shown.figures import ShownFigure, figures_of
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from members.models import CountryRole
from members.models.country import Role

NEWS, PRACTICES = 4, 6
# The plan has eight rooms, one for each country that signed in June 2019.
ROOMS = 8
# The figures of the record that say how far the model has come.
FIGURES = ("fig-model-transfer-agreements-2026", "fig-model-transfer-countries-2026")
WAYS_IN: dict[str, str] = {Verb.IN_COUNTRY: "countries", Verb.ABOUT: "topics", Verb.ADVANCES: "goals"}


@dataclass(frozen=True)
class Signatories:
    """The countries that signed the Declaration of Intent, and the sources that name every one of them."""

    rooms: list[Place] = field(default_factory=list)
    sources: list[ShownSource] = field(default_factory=list)


@dataclass(frozen=True)
class PracticeItem:
    """A practice in a list."""

    title: LocalText
    url: str
    summary: LocalText
    meta: list[Place]


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the front page shows to ``request.user`` in the language spoken."""
    user, language = request.user, spoken()
    shows_kinds(Kind.PRACTICE, Kind.COUNTRY, Kind.SOURCE)
    signatories, page_sources = _signatories(page, language, user)
    ways, own_numbers = kept_until_changed(
        "home", [language], lambda: _counted(language, user), user=user, generation=newest_change()
    )
    return {
        **put_in_frame(page, request),
        "rooms": signatories.rooms if len(signatories.rooms) == ROOMS and signatories.sources else [],
        "signatory_sources": signatories.sources,
        "page_sources": page_sources,
        "is_unconfirmed": Record.objects.visible_to(user).of_kind(Kind.PRACTICE).unconfirmed().exists(),
        "news": newest_news(NEWS, language=language, user=user),
        "practices": _newest_practices(language, user),
        "numbers": _numbers_with_sources(signatories, language, user),
        "own_numbers": own_numbers,
        "ways": ways,
        "meta_title": _("ASAN International Association"),
        "meta_description": page.standfirst,
        "json_ld": {"@type": "WebSite", "alternateName": "ASAN"},
    }


def _counted(language: str, user: Any) -> tuple[dict[str, list[Place]], list[dict[str, Any]]]:
    """Return what has to be counted over the whole library, and is the same until it changes."""
    ways = ways_into_practices(language, user)
    return ways, _own_counts(len(ways["countries"]), user)


def _signatories(page: HomePage, language: str, user: Any) -> tuple[Signatories, list[ShownSource]]:
    ids = list(CountryRole.objects.filter(role=Role.FOUNDING_SIGNATORY).values_list("country__record", flat=True))
    titles = sorted(titles_of(ids, language=language, user=user).values(), key=lambda title: title.sort_key)
    wanted = {title.record_id for title in titles} | {page.record_id or 0}
    sources = sources_of(wanted, language=language, user=user)
    rooms = [Place(title_of(title), title.address) for title in titles]
    named_by = [sources.get(title.record_id, []) for title in titles]
    return Signatories(rooms, _common(named_by)), sources.get(page.record_id or 0, [])


def _common(lists: list[list[ShownSource]]) -> list[ShownSource]:
    if not lists:
        return []
    shared = set.intersection(*({source.key for source in sources} for sources in lists))
    return [source for source in lists[0] if source.key in shared]


def _newest_practices(language: str, user: Any) -> list[PracticeItem]:
    newest = Record.objects.visible_to(user).of_kind(Kind.PRACTICE).order_by("-listed_at", "-pk")
    ids = list(newest.values_list("pk", flat=True)[:PRACTICES])
    titles = titles_of(ids, language=language, user=user)
    summaries = _summaries(ids, language)
    countries = _countries(ids, language, user)
    return [
        PracticeItem(title_of(title), title.address, summaries.get(pk, LocalText("", language)), countries[pk])
        for pk in ids
        if (title := titles.get(pk))
    ]


def _summaries(ids: list[int], language: str) -> dict[int, LocalText]:
    """Return the summary of each practice in ``language``, else in that of its original, else in another."""
    rows = PracticePage.objects.live().filter(record__in=ids).order_by("pk")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    originals: dict[int, str] = {}
    for pk, code, original, summary in rows.values_list(
        "record_id", "locale__language_code", "record__language", "summary"
    ):
        found[pk][code], originals[pk] = summary, original
    return {pk: first_of(told, language, originals[pk]) for pk, told in found.items()}


def _countries(ids: list[int], language: str, user: Any) -> dict[int, list[Place]]:
    relations = Relation.objects.filter(subject__in=ids, verb=Verb.IN_COUNTRY).values_list("subject_id", "object_id")
    edges = list(relations)
    titles = titles_of({object_id for _subject, object_id in edges}, language=language, user=user)
    found: dict[int, list[Place]] = defaultdict(list)
    for subject_id, object_id in edges:
        if title := titles.get(object_id):
            found[subject_id].append(Place(title_of(title), title.address))
    return found


def ways_into_practices(language: str, user: Any) -> dict[str, list[Place]]:
    """Return countries, topics and goals that have practices, each with their number: two queries."""
    practices = Record.objects.visible_to(user).of_kind(Kind.PRACTICE)
    rows = (
        Relation.objects.filter(verb__in=list(WAYS_IN), subject__in=practices)
        .values("verb", "object_id")
        .annotate(practices=Count("pk"))
        .order_by()
    )
    counted = list(rows)
    titles = titles_of({row["object_id"] for row in counted}, language=language, user=user)
    found: dict[str, list[tuple[Any, Place]]] = {name: [] for name in WAYS_IN.values()}
    for row in counted:
        if title := titles.get(row["object_id"]):
            place = Place(title_of(title), title.address, _how_many(title, row["practices"]))
            found[WAYS_IN[row["verb"]]].append((place_in_order(title), place))
    return {
        name: [place for _key, place in sorted(entries, key=lambda entry: entry[0])] for name, entries in found.items()
    }


def _how_many(title: Title, number: int) -> str:
    practices = ngettext("%(number)s practice", "%(number)s practices", number) % {"number": number}
    if goal := goal_number(title):
        return _("Goal %(goal)s, %(practices)s") % {"goal": goal, "practices": practices}
    return practices


def _numbers_with_sources(signatories: Signatories, language: str, user: Any) -> list[dict[str, Any]]:
    subjects = list(Figure.objects.filter(record__key__in=FIGURES).values_list("subject_id", flat=True))
    if len(subjects) < len(FIGURES):  # until all of them are on record, any new one may be among them
        shows_kinds(Kind.FIGURE)
    known = {
        figure.key: figure for row in figures_of(subjects, language=language, user=user).values() for figure in row
    }
    items = [_figure_item(known[key]) for key in FIGURES if key in known]
    if signatories.rooms and signatories.sources:
        items.append(
            {
                "value": len(signatories.rooms),
                "label": _("countries signed the Declaration of Intent"),
                "sources": signatories.sources,
            }
        )
    return items


def _figure_item(figure: ShownFigure) -> dict[str, Any]:
    return {"value": figure.stated, "label": figure.measure, "as_of": figure.as_of, "sources": figure.sources}


def _own_counts(countries: int, user: Any) -> list[dict[str, Any]]:
    kinds = (Kind.PRACTICE, Kind.SOURCE)
    rows = Record.objects.visible_to(user).of_kind(*kinds).order_by().values("kind").annotate(number=Count("pk"))
    counted = {row["kind"]: row["number"] for row in rows}
    practices, sources = counted.get(Kind.PRACTICE, 0), counted.get(Kind.SOURCE, 0)
    return [
        {"value": practices, "label": ngettext("practice", "practices", practices), "url": reverse("library")},
        {
            "value": countries,
            "label": ngettext("country with practices", "countries with practices", countries),
            # Where they stand: the list of countries holds those without a practice too.
            "url": "#by-country" if countries else "",
        },
        {"value": sources, "label": ngettext("source", "sources", sources), "url": reverse("sources")},
    ]
