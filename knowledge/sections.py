"""What the library brings to the pages of countries, institutions and programmes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Relation, Title
from core.records.kinds import Kind, Verb
from core.records.neighbours import seen_by, titles_of
from core.records.reading import Reading
from core.shown.frame import title_of
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer
from knowledge.models import Adoption
from knowledge.presentation.practice_lists import lines_of
from knowledge.querysets import adoptions_stated_to
from members.sections import ON_A_PAGE, Section, joined_to, links_to, page_facts, page_of_rows, page_section

PAGES = (Kind.COUNTRY, Kind.INSTITUTION, Kind.PROGRAMME)
# How a practice stands to the record of each kind of page.
VERBS: dict[str, Verb] = {
    Kind.COUNTRY: Verb.IN_COUNTRY,
    Kind.INSTITUTION: Verb.RUN_BY,
    Kind.PROGRAMME: Verb.PART_OF,
}
MOST_TOPICS = 8
MOST_COUNTRIES = 12


def _practices(reading: Reading) -> QuerySet[Title]:
    titles = Title.objects.filter(
        seen_by(reading.user),
        kind=Kind.PRACTICE,
        language=reading.language,
        record__in=joined_to(reading, VERBS[reading.record.kind]),
    )
    return titles.order_by("sort_key", "record")


@page_section(*PAGES, place=30)
def practices(reading: Reading) -> Section | None:
    """The first practices in alphabetical order; of a country with a link to all, of others page by page."""
    titles = _practices(reading)
    page = page_of_rows(reading, titles, "practices")
    if not page.paginator.count:
        return None
    lines = lines_of([title.record_id for title in page], reading.language, reading.user)
    content = {"page": page, "parameter": "practices", "lines": lines}
    section = Section("practices", _("Practices"), "members/sections/practices.html", content)
    if reading.record.kind == Kind.COUNTRY and page.paginator.count > ON_A_PAGE:
        everything = reverse("country-practices", args=[reading.record.slug])
        return replace(section, more=_("All practices"), more_url=everything, content={"lines": lines})
    return section


@page_section(*PAGES, place=40)
def adoptions(reading: Reading) -> Section | None:
    """Where practices of the page's record went, and where those it took up came from."""
    page = page_of_rows(reading, _adoptions(reading), "adoptions")
    if not page.paginator.count:
        return None
    shown = _Adoptions(list(page), reading)
    content = {
        "page": page,
        "parameter": "adoptions",
        "items": shown.items,
        "points": shown.points,
        "ways": shown.ways,
    }
    return Section("adoptions", _("Adoptions"), "members/sections/adoptions.html", content)


def _adoptions(reading: Reading) -> QuerySet[Any]:
    """Return the adoptions on either side of which the record stands, in the order of their keys."""
    given = Q(original__in=joined_to(reading, VERBS[reading.record.kind]))
    taken = Q(record__in=joined_to(reading, Verb.ADOPTED_BY))
    return (
        adoptions_stated_to(reading.user)
        .filter(given | taken)
        .select_related("record", "adopter__record")
        .order_by("record__key")
    )


class _Adoptions:
    """Adoptions as the table and the map show them: six queries."""

    def __init__(self, rows: list[Adoption], reading: Reading) -> None:
        ids = [row.record_id for row in rows]
        self._adopted_as = _objects(ids, Verb.ADOPTED_AS)
        self._origins = {pk: found[0] for pk, found in _objects([r.original_id for r in rows], Verb.IN_COUNTRY).items()}
        results = {pk for found in self._adopted_as.values() for pk in found}
        others = {pk for row in rows for pk in (row.original_id, row.adopter.record_id)} | set(self._origins.values())
        self._titles = titles_of(results | others, language=reading.language, user=reading.user)
        self._localizer = Localizer(reading.language, ids)
        self._sources = sources_of(ids, language=reading.language, user=reading.user)
        # An adoption is a fact: without a source, or without a name for both sides, it is not shown.
        self._rows = [row for row in rows if self._sources.get(row.record_id) and self._has_names(row)]

    def _has_names(self, row: Adoption) -> bool:
        return row.original_id in self._titles and row.adopter.record_id in self._titles

    @property
    def items(self) -> list[dict[str, Any]]:
        """The rows of the table."""
        return [self._item(row, self._sources[row.record_id]) for row in self._rows]

    def _item(self, row: Adoption, sources: list[ShownSource]) -> dict[str, Any]:
        language = row.record.language
        words = self._localizer.of(row.record_id, "adopted_words", row.adopted_words, language)
        adopter = self._titles[row.adopter.record_id]
        return {
            "origin": self._linked(row.original_id),
            "adopter": title_of(adopter),
            "adopter_url": adopter.address,
            "adopted_as": [self._linked(pk) for pk in self._adopted_as[row.record_id] if pk in self._titles],
            "on": replace(row.adopted, words=words.text),
            "note": self._localizer.of(row.record_id, "note", row.note, language),
            "sources": sources,
        }

    def _linked(self, pk: int) -> dict[str, Any]:
        return {"title": title_of(self._titles[pk]), "url": self._titles[pk].address}

    @property
    def points(self) -> list[dict[str, Any]]:
        """The countries on the map, those from which practices came first."""
        origins = [self._origins[row.original_id] for row in self._rows if row.original_id in self._origins]
        adopters = [row.adopter.record_id for row in self._rows]
        return [
            {
                "name": title_of(title),
                "url": title.address,
                "key": title.record.key,
                "origin": pk in origins,
            }
            for pk in dict.fromkeys([*origins, *adopters])
            if (title := self._titles.get(pk))
        ]

    @property
    def ways(self) -> list[dict[str, Any]]:
        """The lines on the map."""
        return [
            {
                "start": self._titles[origin].record.key,
                "end": self._titles[row.adopter.record_id].record.key,
                "dated": bool(row.adopted),
            }
            for row in self._rows
            if (origin := self._origins.get(row.original_id)) in self._titles
        ]


def _objects(subject_ids: list[int], verb: Verb) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    edges = Relation.objects.filter(subject__in=subject_ids, verb=verb).order_by("position", "pk")
    for subject_id, object_id in edges.values_list("subject_id", "object_id"):
        found[subject_id].append(object_id)
    return found


@page_facts(*PAGES, place=50)
def topics(reading: Reading) -> list[dict[str, Any]]:
    """The topics that most practices of the page's record are about."""
    practised = joined_to(reading, VERBS[reading.record.kind])
    edges = Relation.objects.filter(seen_by(reading.user, "subject_id"), subject__in=practised, verb=Verb.ABOUT)
    counted = edges.values("object_id").annotate(practices=Count("pk")).order_by("-practices", "object_id")
    ids = [row["object_id"] for row in counted[:MOST_TOPICS]]
    return [{"term": _("Topics of its practices"), "values": links_to(ids, reading)}]


@page_facts(Kind.COUNTRY, place=60)
def countries_beside(reading: Reading) -> list[dict[str, Any]]:
    """The countries that took up a practice of this one, and those whose practices it took up."""
    visible = adoptions_stated_to(reading.user)
    given = visible.filter(original__in=joined_to(reading, Verb.IN_COUNTRY)).values("adopter__record")
    taken = visible.filter(adopter__record=reading.record).values("original")
    origins = Relation.objects.filter(subject__in=taken, verb=Verb.IN_COUNTRY).values("object_id")
    return [
        {"term": _("Took up its practices"), "values": links_to(_alphabetical(given, reading), reading)},
        {"term": _("Whose practices it took up"), "values": links_to(_alphabetical(origins, reading), reading)},
    ]


def _alphabetical(record_ids: Any, reading: Reading) -> list[int]:
    titles = Title.objects.filter(record__in=record_ids, language=reading.language)
    others = titles.exclude(record=reading.record).order_by("sort_key", "record")
    return list(others.values_list("record_id", flat=True)[:MOST_COUNTRIES])
