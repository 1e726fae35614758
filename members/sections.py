"""What stands on the page of a country, an institution or a programme: sections and facts that apps register.

An app that has something to show there puts it into a module ``sections`` of its own, which is found by itself. So the
pages grow with the apps above, which this one does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.models import Relation
from core.records.kinds import Kind, Verb
from core.records.listing import page_at
from core.records.neighbours import seen_by, titles_of
from core.records.reading import Reading
from core.shown.frame import link_to, sentence, title_of
from core.shown.sources import sources_of
from core.texts.localized import Localizer, LocalText
from members.models import Institution, Programme

ON_A_PAGE = 20


@dataclass(frozen=True)
class Section:
    """A part of a page: its anchor and title, the template that prints it, and what that template needs.

    The template finds ``content`` as ``section.content``. ``more`` is a link to the whole.
    """

    anchor: str
    title: str
    template: str
    content: dict[str, Any] = field(default_factory=dict)
    more: str = ""
    more_url: str = ""


SectionMaker = Callable[[Reading], Section | None]
# Rows of the panel of facts: term and values, as the component ``facts`` takes them.
FactMaker = Callable[[Reading], list[dict[str, Any]]]
_sections: dict[str, list[tuple[int, SectionMaker]]] = defaultdict(list)
_facts: dict[str, list[tuple[int, FactMaker]]] = defaultdict(list)


def page_section(*kinds: Kind, place: int) -> Callable[[SectionMaker], SectionMaker]:
    """Register a section of the pages of these kinds; lower places come first, and ``None`` shows nothing."""

    def register(maker: SectionMaker) -> SectionMaker:
        for kind in kinds:
            _sections[kind].append((place, maker))
        return maker

    return register


def page_facts(*kinds: Kind, place: int) -> Callable[[FactMaker], FactMaker]:
    """Register rows of the panel of facts on the pages of these kinds."""

    def register(maker: FactMaker) -> FactMaker:
        for kind in kinds:
            _facts[kind].append((place, maker))
        return maker

    return register


def sections_of(reading: Reading) -> list[Section]:
    """Return the sections of a page, in their order, each in a fixed number of queries."""
    makers = sorted(_sections[reading.record.kind], key=lambda entry: entry[0])
    return [section for _place, maker in makers if (section := maker(reading)) is not None]


def facts_of(reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of facts that apps bring to a page, in their order."""
    makers = sorted(_facts[reading.record.kind], key=lambda entry: entry[0])
    return [row for _place, maker in makers for row in maker(reading) if row["values"]]


def page_of_rows(reading: Reading, rows: QuerySet[Any], parameter: str) -> Page[Any]:
    """Return the part of a section's list that ``parameter`` of the address asks for."""
    return page_at(rows, ON_A_PAGE, reading.request.GET.get(parameter))


def joined_to(reading: Reading, *verbs: Verb) -> QuerySet[Any]:
    """Return the ids of the records that stand in one of these verbs to the record of the page."""
    return Relation.objects.filter(object=reading.record, verb__in=verbs).values("subject_id")


@page_section(Kind.COUNTRY, place=10)
def institutions(reading: Reading) -> Section | None:
    """The institutions of a country."""
    rows = (
        Institution.objects.filter(
            seen_by(reading.user), country__record=reading.record, record__titles__language=reading.language
        )
        .select_related("record")
        .order_by("record__titles__sort_key", "pk")
    )
    page = page_of_rows(reading, rows, "institutions")
    if not page.paginator.count:
        return None
    texts = _Descriptions(reading, [row.record_id for row in page])
    items = [
        texts.item(row) | {"kind": sentence(row.get_kind_display())} for row in page if row.record_id in texts.titles
    ]
    return _listed("institutions", _("Institutions"), page, items)


@page_section(Kind.COUNTRY, Kind.INSTITUTION, place=20)
def programmes(reading: Reading) -> Section | None:
    """The programmes of a country, or of the institution that runs them."""
    owner = "country__record" if reading.record.kind == Kind.COUNTRY else "institution__record"
    rows = (
        Programme.objects.filter(seen_by(reading.user), record__titles__language=reading.language)
        .filter(**{owner: reading.record})
        .select_related("record")
        .order_by("record__titles__sort_key", "pk")
    )
    page = page_of_rows(reading, rows, "programmes")
    if not page.paginator.count:
        return None
    texts = _Descriptions(reading, [row.record_id for row in page])
    items = [
        texts.item(row) | {"date": row.started if texts.sources.get(row.record_id) else None}
        for row in page
        if row.record_id in texts.titles
    ]
    return _listed("programmes", _("Programmes"), page, items)


def _listed(name: str, title: str, page: Page[Any], items: list[dict[str, Any]]) -> Section:
    return Section(name, title, "members/sections/rows.html", {"page": page, "parameter": name, "items": items})


class _Descriptions:
    """Titles, sources and descriptions of the rows of a list, in the language of the page: three queries."""

    def __init__(self, reading: Reading, record_ids: list[int]) -> None:
        self.titles = titles_of(record_ids, language=reading.language, user=reading.user)
        self.sources = sources_of(record_ids, language=reading.language, user=reading.user)
        self._localizer = Localizer(reading.language, record_ids)

    def item(self, row: Institution | Programme) -> dict[str, Any]:
        """Return the row as the component ``entry`` takes it."""
        title = self.titles[row.record_id]
        return {
            "title": title_of(title),
            "url": title.address,
            "summary": self._description(row) if self.sources.get(row.record_id) else "",
            "sources": self.sources.get(row.record_id, []),
        }

    def _description(self, row: Institution | Programme) -> LocalText:
        return self._localizer.of(row.record_id, "description", row.description, row.record.language)


@page_facts(Kind.INSTITUTION, Kind.PROGRAMME, place=10)
def country_of(reading: Reading) -> list[dict[str, Any]]:
    """The country of an institution or programme."""
    edges = Relation.objects.filter(subject=reading.record, verb=Verb.IN_COUNTRY).values_list("object_id", flat=True)
    return [{"term": _("Country"), "values": links_to(list(edges), reading)}]


@page_facts(Kind.PROGRAMME, place=20)
def run_by(reading: Reading) -> list[dict[str, Any]]:
    """Who runs a programme."""
    edges = Relation.objects.filter(subject=reading.record, verb=Verb.RUN_BY).values_list("object_id", flat=True)
    return [{"term": _("Run by"), "values": links_to(list(edges), reading)}]


def links_to(record_ids: list[int], reading: Reading) -> list[dict[str, Any]]:
    """Return links to neighbours as the component ``facts`` takes them, in the order of the ids: one query."""
    titles = titles_of(record_ids, language=reading.language, user=reading.user)
    found = [link_to(titles[pk]) for pk in record_ids if pk in titles]
    return [{"value": link["name"], "url": link["url"]} for link in found]
