"""Many synthetic practices at once, written straight into the tables, for counting queries and for measuring.

A practice has here what it has after its operations: an edition in English (every second one also in Azerbaijani),
record, titles, audience, relations, sources, and as many figures and adoptions as asked for. Signals and outbox are
passed by.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import AutoField, Model
from wagtail.models import Page

from core.loading.statistics import count_rows_anew
from core.models import AudienceToken, Citation, Figure, Record, Relation, Source, Title
from core.records.collation import sort_key
from core.records.kinds import Kind, Verb
from core.vocabulary.operations import Names
from knowledge.models import Adoption, PracticePage
from members.models import Country
from tests.factories import knowledge as make
from tests.factories.site import a_source

BATCH = 2_000
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = ("İdarə", "Çevik", "Service", "Ödəniş", "Registry", "Şəhər", "Mobile", "Ünvan", "Bureau", "Əhali")


@dataclass(frozen=True)
class Surroundings:
    """What practices are related to."""

    countries: list[Country]
    topics: list[Record]
    service_types: list[Record]
    goals: list[Record]
    sources: list[Source]
    english: make.Library
    azerbaijani: make.Library


@dataclass(frozen=True)
class Size:
    """How many practices, and what each has."""

    practices: int
    figures: int = 0
    adoptions: int = 0
    sources: int = 1


@dataclass
class Rows:
    """The rows of a batch, by model, in the order in which they are written."""

    found: dict[type, list[Any]] = field(default_factory=dict)

    def add(self, *rows: Any) -> None:
        for row in rows:
            self.found.setdefault(type(row), []).append(row)


def surroundings(*, countries: int = 20, sources: int = 40) -> Surroundings:
    """Countries, topics, service types, goals and sources, and a library in two languages."""
    english = make.a_library()
    codes = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(countries)]
    return Surroundings(
        countries=[make.a_country(code, f"Country {code}") for code in codes],
        topics=[make.a_concept(f"topic-{n}").record for n in range(15)],
        service_types=[make.a_concept(f"service-{n}", Kind.SERVICE_TYPE).record for n in range(15)],
        goals=[
            make.a_concept(f"sdg-{n}", Kind.SDG_GOAL, number=n, labels={"en": Names(f"Goal {n}")}).record
            for n in range(1, 18)
        ],
        sources=[a_source() for _ in range(sources)],
        english=english,
        azerbaijani=make.in_azerbaijani(english),
    )


@transaction.atomic
def build(size: Size, around: Surroundings, *, first: int = 0, progress: Callable[[int], None] | None = None) -> None:
    """Write the practices numbered from ``first``."""
    for numbers in _batches(range(first, first + size.practices), BATCH):
        _write_batch(numbers, size, around)
        if progress is not None:
            progress(numbers[-1] + 1)
    for library in (around.english, around.azerbaijani):
        folder = Page.objects.get(pk=library.folder.pk)
        Page.objects.filter(pk=folder.pk).update(numchild=folder.get_descendant_count())
    count_rows_anew()


def _batches(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, size)):
        yield batch


def _write_batch(numbers: Sequence[int], size: Size, around: Surroundings) -> None:
    records = Record.objects.bulk_create([_record(number) for number in numbers])
    rows = Rows()
    _pages(numbers, records, around.english, "en")
    _pages(numbers[::2], records[::2], around.azerbaijani, "az")
    numbered = list(zip(numbers, records, strict=True))
    _insert(AudienceToken, ({"record_id": record.pk, "token": "public"} for record in records))
    _insert(Title, (title for number, record in numbered for title in _titles(number, record)))
    _insert(Relation, (edge for number, record in numbered for edge in _relations(number, record, around)))
    _insert(
        Citation,
        (
            {"record_id": record.pk, "source_id": source.pk, "position": position}
            for number, record in numbered
            for position, source in enumerate(_turned(around.sources, number, size.sources))
        ),
    )
    _add_figures(rows, numbers, records, size, around)
    _add_adoptions(rows, numbers, records, size, around)
    for model, found in rows.found.items():
        model._default_manager.bulk_create(found, batch_size=BATCH)  # type: ignore[attr-defined]


def _insert(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of plain values; making an object of each would take most of the time."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]
    defaults = {field.attname: getattr(field.get_default(), "value", field.get_default()) for field in fields}
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table, places = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",
            [tuple((defaults | row).values()) for row in rows],
        )


def _turned(items: Sequence[Any], number: int, count: int) -> list[Any]:
    """``count`` of the items, beginning at another one for every number."""
    return [items[(number + step) % len(items)] for step in range(min(count, len(items)))]


def _record(number: int) -> Record:
    moment = FIRST_DAY + timedelta(minutes=number)
    return Record(
        key=f"practice-bulk-{number}",
        kind=Kind.PRACTICE,
        slug=f"bulk-{number}",
        language="en",
        listed_at=moment,
        changed_at=moment,
    )


def _title(number: int, language: str) -> str:
    word = WORDS[number * 7 % len(WORDS)]
    return f"{word} sintetik təcrübə {number}" if language == "az" else f"{word} synthetic practice {number}"


def _titles(number: int, record: Record) -> Iterator[dict[str, Any]]:
    for language in ("en", "az"):
        text_language = language if number % 2 == 0 else "en"
        text = _title(number, text_language)
        yield {
            "record_id": record.pk,
            "kind": Kind.PRACTICE.value,
            "language": language,
            "text": text,
            "text_language": text_language,
            "address": f"/{text_language}/library/practices/bulk-{number}/",
            "sort_key": sort_key(text, language),
        }


def _relations(number: int, record: Record, around: Surroundings) -> Iterator[dict[str, Any]]:
    objects = [
        (Verb.IN_COUNTRY, [_turned(around.countries, number, 1)[0].record]),
        (Verb.ABOUT, _turned(around.topics, number, 3)),
        (Verb.SERVES, _turned(around.service_types, number * 5, 1)),
        (Verb.ADVANCES, _turned(around.goals, number * 3, 2)),
    ]
    for verb, related in objects:
        for position, found in enumerate(related):
            yield {"subject_id": record.pk, "verb": verb.value, "object_id": found.pk, "position": position}


def _pages(numbers: Sequence[int], records: Sequence[Record], library: make.Library, language: str) -> None:
    folder = Page.objects.get(pk=library.folder.pk)
    children = Page.objects.filter(path__startswith=folder.path, depth=folder.depth + 1)
    last = children.order_by("-path").values_list("path", flat=True).first()
    step = int(last[-Page.steplen :], 36) if last else 0
    parents = Page.objects.bulk_create(
        _page(number, record, folder, language, step + place)
        for place, (number, record) in enumerate(zip(numbers, records, strict=True), start=1)
    )
    _insert(
        PracticePage,
        (
            {"page_ptr_id": parent.pk, **_practice(number, record, language)}
            for parent, number, record in zip(parents, numbers, records, strict=True)
        ),
    )


def _page(number: int, record: Record, folder: Page, language: str, step: int) -> Page:
    title, slug = _title(number, language), f"bulk-{number}"
    return Page(
        title=title,
        draft_title=title,
        slug=slug,
        live=True,
        content_type=ContentType.objects.get_for_model(PracticePage),
        path=PracticePage._get_path(folder.path, folder.depth + 1, step),
        depth=folder.depth + 1,
        url_path=f"{folder.url_path}{slug}/",
        locale_id=folder.locale_id,
        translation_key=uuid.uuid5(uuid.NAMESPACE_OID, slug),
        first_published_at=record.listed_at,
    )


def _practice(number: int, record: Record, language: str) -> dict[str, Any]:
    """What the table of practices says of a page beyond what that of pages says."""
    year = 2000 + number * 13 % 25
    begun = (date(year, 1, 1), date(year, 12, 31)) if number % 10 else (None, None)
    earliest, latest = map(connection.ops.adapt_datefield_value, begun)
    return {
        "record_id": record.pk,
        "edition_state": "original" if language == "en" else "translated",
        "summary": f"A synthetic summary of practice {number}: many public bodies serve people in one place.",
        "started_earliest": earliest,
        "started_latest": latest,
        **{name: f"<p>Synthetic words about the {name}.</p>" * 2 for name in make.SECTIONS},
    }


def _beside(numbers: Sequence[int], each: int, kind: str) -> list[Record]:
    """Records of another kind, ``each`` for every practice, public."""
    records = Record.objects.bulk_create(
        Record(
            key=f"{kind}-bulk-{number}-{place}",
            kind=kind,
            slug=f"{kind}-bulk-{number}-{place}",
            language="en",
            listed_at=FIRST_DAY,
            changed_at=FIRST_DAY,
        )
        for number in numbers
        for place in range(each)
    )
    AudienceToken.objects.bulk_create(AudienceToken(record=record, token="public") for record in records)
    return records


def _add_figures(
    rows: Rows, numbers: Sequence[int], records: Sequence[Record], size: Size, around: Surroundings
) -> None:
    if not size.figures:
        return
    for place, record in enumerate(_beside(numbers, size.figures, Kind.FIGURE)):
        owner, position = divmod(place, size.figures)
        rows.add(
            Figure(
                record=record,
                subject=records[owner],
                measure=f"synthetic measure {position // 2}",
                stated=f"over {position + 1} thousand",
                low=(position + 1) * 1000,
                unit="applications",
                as_of_earliest=date(2012 + position, 1, 1),
                as_of_latest=date(2012 + position, 12, 31),
                position=position,
            ),
            *_cited(record, place, around),
        )


def _cited(record: Record, number: int, around: Surroundings) -> list[Citation]:
    return [
        Citation(record=record, source=source, position=position)
        for position, source in enumerate(_turned(around.sources, number, 2))
    ]


def _add_adoptions(
    rows: Rows, numbers: Sequence[int], records: Sequence[Record], size: Size, around: Surroundings
) -> None:
    """Every practice is taken up by countries as the practice behind it in its batch."""
    if not size.adoptions:
        return
    for place, record in enumerate(_beside(numbers, size.adoptions, Kind.ADOPTION)):
        owner, position = divmod(place, size.adoptions)
        original, result = records[owner], records[(owner + 1 + position) % len(records)]
        country = around.countries[place % len(around.countries)]
        rows.add(
            Adoption(record=record, original=original, adopter=country, note="A synthetic note."),
            Relation(subject=record, verb=Verb.ORIGINAL, object=original),
            Relation(subject=record, verb=Verb.ADOPTED_BY, object=country.record),
            *_cited(record, place, around),
        )
        if result != original:
            rows.add(Relation(subject=record, verb=Verb.ADOPTED_AS, object=result))
