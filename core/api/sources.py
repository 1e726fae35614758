"""Sources, and what rests on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from core.api.addresses import ROOT, register_collection
from core.api.lists import ListOf, Order, alphabetical, given, list_parts, page_of, total_of
from core.api.lookup import key_parameter, visible_title
from core.api.parameters import Asking, ListParameters, Parameters, asking
from core.api.shapes import Date, Links, Reference, Shape, links_of, references
from core.models import Citation, Figure, Record, Relation, Source, Title
from core.records.kinds import Kind, Verb
from core.records.neighbours import titles_of

router = Router(tags=["sources"])
register_collection(Kind.SOURCE, "sources")

# What shows on the page of another record, and how it points there.
POINTERS = {Kind.ADOPTION: Verb.ORIGINAL, Kind.CONTRADICTION: Verb.CONCERNS, Kind.GAP: Verb.CONCERNS}
FIRST_PART = ListParameters.model_validate({})
AS_MADE = Order("made", "record_id", "record_id", int)


class SourceItem(Shape):
    """A source in a list."""

    key: str = Field(description=_("Its key."), examples=["press-afghan-2021"])
    title: str = Field(
        description=_("Its title in the language of the answer, where it is translated; else in its own."),
        examples=["Afghan ambassador at ASAN xidmət"],
    )
    title_language: str = Field(description=_("The language of the title."), examples=["en"])
    original_title: str = Field(
        description=_("Its title in its own language."), examples=["Əfqanıstan səfiri “ASAN xidmət”də"]
    )
    original_language: str = Field(description=_("The language it is in."), examples=["az"])
    publisher: str = Field(description=_("Who published it."), examples=["ASAN xidmət"])
    published: Date | None = Field(description=_("When it was published; null where it does not say."))
    kind: str = Field(description=_("What kind of source it is."), examples=["official press release"])
    kind_name: str = Field(
        description=_("The same in the language of the answer."), examples=["official press release"]
    )
    url: str | None = Field(
        description=_("Its address elsewhere; null where it has none."), examples=["https://example.org/press/1"]
    )
    links: Links


class SourceList(ListOf[SourceItem]):
    """Sources in alphabetical order."""


class Resting(Reference):
    """A record that rests on a source."""

    about: list[Reference] = Field(
        description=_("The records on whose pages it stands, where it has no page of its own (a figure, an adoption)."),
        examples=[[]],
    )


class RestingList(ListOf[Resting]):
    """What rests on a source, in the order in which it was recorded."""


class SourceDetail(SourceItem):
    """A source with what rests on it."""

    language: str = Field(description=_("Language of the answer."), examples=["en"])
    access: str = Field(description=_("How much of it was read."), examples=["whole text"])
    title_basis: str = Field(description=_("Where its title comes from."), examples=["shown"])
    note: str | None = Field(description=_("A note on it."), examples=["The page shows no date of publication."])
    supports: RestingList = Field(description=_("What rests on it: the first part of a list that has its own address."))


@router.get(
    "/sources",
    response=SourceList,
    operation_id="listSources",
    summary=_("List sources"),
    url_name="sources",
    description=_("All sources of the record, in alphabetical order."),
)
def list_sources(request: HttpRequest, asked: Query[ListParameters]) -> SourceList:
    """All sources of the record, in alphabetical order."""
    who = asking(request)
    titles, total, cursor = alphabetical(asked, who, Kind.SOURCE)
    return SourceList(**list_parts(request.path, given(request), source_items(titles), total, cursor, who))


@router.get(
    "/sources/{key}",
    response=SourceDetail,
    operation_id="getSource",
    summary=_("Read a source"),
    url_name="source",
    description=_("One source, and what rests on it."),
)
def get_source(
    request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("press-afghan-2021")
) -> SourceDetail:
    """One source, and what rests on it."""
    who = asking(request)
    title = visible_title(Kind.SOURCE, key, who)
    source = Source.objects.get(record=title.record_id)
    return SourceDetail(
        **dict(_item(title, source)),
        language=who.language,
        access=source.access,
        title_basis=source.title_basis,
        note=source.note or None,
        supports=_resting_list(f"{ROOT}sources/{key}/supports", {"lang": asked.lang}, FIRST_PART, source, who),
    )


@router.get(
    "/sources/{key}/supports",
    response=RestingList,
    operation_id="listSupportedBySource",
    summary=_("List what rests on a source"),
    url_name="source-supports",
    description=_(
        "Every record that rests on a source: practices, countries, institutions, figures, adoptions and others."
    ),
)
def list_supported(
    request: HttpRequest, asked: Query[ListParameters], key: str = key_parameter("press-afghan-2021")
) -> RestingList:
    """Every record that rests on a source: practices, countries, institutions, figures, adoptions and others."""
    who = asking(request)
    source = Source.objects.get(record=visible_title(Kind.SOURCE, key, who).record_id)
    return _resting_list(request.path, given(request), asked, source, who)


def source_items(titles: Sequence[Title]) -> list[SourceItem]:
    """Return the sources of these title rows, in their order. One query."""
    sources = Source.objects.in_bulk([title.record_id for title in titles], field_name="record_id")
    return [_item(title, sources[title.record_id]) for title in titles]


def _item(title: Title, source: Source) -> SourceItem:
    key = title.record.key
    return SourceItem(
        key=key,
        title=title.text,
        title_language=title.text_language,
        original_title=source.title,
        original_language=source.language,
        publisher=source.publisher,
        published=Date.of(source.published),
        kind=source.kind,
        kind_name=source.get_kind_display(),
        url=source.url or None,
        links=links_of(Kind.SOURCE, key, title.address),
    )


def _resting_list(path: str, kept: dict[str, Any], asked: ListParameters, source: Source, who: Asking) -> RestingList:
    rows = (
        Title.objects.filter(language=who.language)
        .filter(Exists(_resting_on(source, who).filter(pk=OuterRef("record"))))
        .select_related("record")
    )
    titles, cursor = page_of(rows, AS_MADE, asked)
    total = total_of("supports", [source.pk, who.language], rows, who)
    return RestingList(**list_parts(path, kept, resting(titles, who), total, cursor, who))


def _resting_on(source: Source, who: Asking) -> QuerySet[Record]:
    """Return the visible records that cite the source, themselves or for a relation, and stand on a visible page."""
    visible = Record.objects.stated_to(who.user)
    cites = Q(Exists(Citation.objects.filter(source=source, record=OuterRef("pk"))))
    cites |= Q(Exists(Citation.objects.filter(source=source, relation__subject=OuterRef("pk"))))
    figure_shown = Figure.objects.filter(record=OuterRef("pk")).filter(Exists(visible.filter(pk=OuterRef("subject"))))
    adoption_shown = Relation.objects.filter(subject=OuterRef("pk"), verb=Verb.ORIGINAL).filter(
        Exists(visible.filter(pk=OuterRef("object")))
    )
    found: QuerySet[Record] = visible.filter(
        cites,
        ~Q(kind=Kind.FIGURE) | Q(Exists(figure_shown)),
        ~Q(kind=Kind.ADOPTION) | Q(Exists(adoption_shown)),
    )
    return found


def resting(titles: Sequence[Title], who: Asking) -> list[Resting]:
    """Return these records with the records on whose pages they stand. Three queries."""
    pointed = _pointed(titles)
    found = titles_of({pk for pks in pointed.values() for pk in pks}, language=who.language, user=who.user)
    return [
        Resting(**dict(Reference.to(title)), about=references(found, pointed.get(title.record_id, [])))
        for title in titles
    ]


def _pointed(titles: Sequence[Title]) -> dict[int, list[int]]:
    """Return for each record of the titles the records on whose pages it stands."""
    pointed: dict[int, list[int]] = defaultdict(list)
    record_ids = [title.record_id for title in titles]
    for record_id, subject_id in Figure.objects.filter(record__in=record_ids).values_list("record_id", "subject_id"):
        pointed[record_id].append(subject_id)
    for record_id, object_id in _pointing(record_ids):
        pointed[record_id].append(object_id)
    return pointed


def _pointing(record_ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    points = Q()
    for kind, verb in POINTERS.items():
        points |= Q(subject__kind=kind, verb=verb)
    relations = Relation.objects.filter(points, subject__in=list(record_ids)).order_by("position", "pk")
    return relations.values_list("subject_id", "object_id")
