"""Many synthetic countries, institutions, programmes, sources and what rests on them, straight into the tables.

Each has what it has after its operation: record, titles in both languages, audience, relations and citations. Signals
and outbox are passed by. For one of them use the operations.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from core.loading.statistics import count_rows_anew
from core.models import (
    AudienceToken,
    Citation,
    Claim,
    Concept,
    Contradiction,
    Figure,
    Gap,
    Label,
    Record,
    Relation,
    Source,
    Text,
    Title,
)
from core.records.collation import sort_key
from core.records.kinds import Kind, Verb
from core.texts.states import digest_of
from knowledge.models import Adoption
from members.models import Country, CountryRole, Institution, Programme
from members.models.country import Role

BATCH = 5_000
MANY = 50
_numbers = itertools.count(1)
PLACES = {
    Kind.COUNTRY: "/{language}/countries/{slug}/",
    Kind.INSTITUTION: "/{language}/institutions/{slug}/",
    Kind.PROGRAMME: "/{language}/programmes/{slug}/",
    Kind.SOURCE: "/{language}/sources/{slug}/",
    Kind.PRACTICE: "/{language}/library/practices/{slug}/",
    Kind.TOPIC: "/{language}/library/topics/{slug}/",
    Kind.TERM: "/{language}/terms/#{slug}",
}


def many_records(kind: Kind, number: int, *, keys: Sequence[str] = (), title: str = "Synthetic") -> list[Record]:
    """Public records of a kind with their titles in English and Azerbaijani."""
    named = list(keys) or [f"{kind.replace('_', '-')}-many-{next(_numbers)}" for _ in range(number)]
    now = timezone.now()
    records = Record.objects.bulk_create(
        [Record(key=key, kind=kind, slug=key.lower(), language="en", listed_at=now, changed_at=now) for key in named],
        batch_size=BATCH,
    )
    count_rows_anew(Record)
    titles = [
        Title(
            record=record,
            kind=kind,
            language=language,
            text=(text := f"{title} {kind} {record.key}"),
            text_language="en",
            address=PLACES.get(kind, "/id/{key}").format(language=language, slug=record.slug, key=record.key),
            sort_key=sort_key(text, language),
        )
        for record in records
        for language in ("en", "az")
    ]
    write(titles, [AudienceToken(record=record, token="public") for record in records])
    return records


def write(*rows: Sequence[Model]) -> None:
    """Write lists of rows, each of one model."""
    for found in rows:
        if found:
            model = type(found[0])
            model._default_manager.bulk_create(found, batch_size=BATCH)  # type: ignore[attr-defined]
            if len(found) >= MANY:
                count_rows_anew(model)


def cited(records: Sequence[Record], sources: Sequence[Source]) -> None:
    """Let every record rest on all these sources."""
    write([Citation(record=r, source=s, position=place) for r in records for place, s in enumerate(sources)])


def related(subjects: Sequence[Record], verb: Verb, objects: Sequence[Record]) -> None:
    """Let every subject stand in a relation to the objects, taking turns."""
    write([Relation(subject=s, verb=verb, object=objects[n % len(objects)]) for n, s in enumerate(subjects)])


def translated(records: Sequence[Record], field: str, original: str) -> None:
    """Give a field of every record an Azerbaijani text."""
    write(
        [
            Text(record=r, field=field, language="az", text=f"Tərcümə: {original}", original_digest=digest_of(original))
            for r in records
        ]
    )


def many_sources(number: int) -> list[Source]:
    """Sources of several kinds, languages and years, every seventh without a date."""
    records = many_records(Kind.SOURCE, number)
    kinds, languages = ("news", "official page", "UN", "legal text"), ("en", "az", "fr")
    sources = [
        Source(
            record=record,
            title=f"Title of {record.key}",
            language=languages[place % 3],
            publisher="A publisher",
            kind=kinds[place % 4],
            published_earliest=date(2000 + place % 25, 1, 1) if place % 7 else None,
            published_latest=date(2000 + place % 25, 12, 31) if place % 7 else None,
        )
        for place, record in enumerate(records)
    ]
    write(sources)
    return list(Source.objects.filter(record__in=records).select_related("record")) if number < BATCH else sources


def many_countries(number: int, sources: Sequence[Source]) -> list[Country]:
    """Countries in all roles; at most 676, there are no more codes."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    used = set(Country.objects.values_list("iso2", flat=True))
    codes = [code for pair in itertools.product(letters, repeat=2) if (code := "".join(pair)) not in used][:number]
    records = many_records(Kind.COUNTRY, number, keys=codes)
    write([Country(record=record, iso2=record.key, name=f"Country {record.key}", note="A note.") for record in records])
    countries = list(Country.objects.filter(record__in=records).select_related("record"))
    write([CountryRole(country=c, role=Role.values[n % 3]) for n, c in enumerate(countries)])
    cited(records, sources)
    translated(records, "note", "A note.")
    return countries


def many_institutions(number: int, country: Country, sources: Sequence[Source]) -> list[Institution]:
    """Institutions of a country, each described."""
    records = many_records(Kind.INSTITUTION, number)
    write(
        [
            Institution(
                record=record,
                name=f"Synthetic {record.key}",
                name_local=f"Sintetik {record.key}",
                language_local="az",
                kind=("government agency", "ministry")[place % 2],
                country=country,
                description="A description.",
            )
            for place, record in enumerate(records)
        ]
    )
    related(records, Verb.IN_COUNTRY, [country.record])
    cited(records, sources)
    translated(records, "description", "A description.")
    return list(Institution.objects.filter(record__in=records).select_related("record"))


def many_programmes(number: int, institution: Institution, sources: Sequence[Source]) -> list[Record]:
    """Programmes that an institution runs in its country, each begun in a year."""
    records = many_records(Kind.PROGRAMME, number)
    write(
        [
            Programme(
                record=record,
                name=f"Synthetic {record.key}",
                institution=institution,
                country=institution.country,
                started_earliest=date(2015, 1, 1),
                started_latest=date(2015, 12, 31),
                description="A description.",
            )
            for record in records
        ]
    )
    related(records, Verb.RUN_BY, [institution.record])
    if institution.country is not None:
        related(records, Verb.IN_COUNTRY, [institution.country.record])
    cited(records, sources)
    return records


def many_practice_records(number: int, sources: Sequence[Source], **objects: Record) -> list[Record]:
    """Records of practices without pages; ``objects`` are what they stand in relation to, by verb."""
    records = many_records(Kind.PRACTICE, number)
    for verb, found in objects.items():
        related(records, Verb(verb), [found])
    cited(records, sources)
    return records


def many_adoptions(originals: Sequence[Record], adopters: Sequence[Country], sources: Sequence[Source]) -> list[Record]:
    """Every practice was taken up by one of the countries."""
    records = many_records(Kind.ADOPTION, len(originals))
    pairs = [(r, originals[n], adopters[n % len(adopters)]) for n, r in enumerate(records)]
    write(
        [Adoption(record=r, original=original, adopter=country, note="A note.") for r, original, country in pairs],
        [Relation(subject=r, verb=Verb.ORIGINAL, object=original) for r, original, _country in pairs],
        [Relation(subject=r, verb=Verb.ADOPTED_BY, object=country.record) for r, _original, country in pairs],
    )
    related(records, Verb.ADOPTED_AS, originals[::-1])
    cited(records, sources)
    return records


def many_figures(number: int, subject: Record, sources: Sequence[Source]) -> list[Record]:
    """Figures of a record."""
    records = many_records(Kind.FIGURE, number)
    write(
        [
            Figure(record=r, subject=subject, measure="applications", stated=f"over {n}", low=n, position=n)
            for n, r in enumerate(records)
        ]
    )
    cited(records, sources)
    translated(records, "measure", "applications")
    return records


def many_questions(number: int, about: Record, sources: Sequence[Source]) -> None:
    """Contradictions, with a claim for each source, and gaps about a record."""
    points, gaps = many_records(Kind.CONTRADICTION, number), many_records(Kind.GAP, number)
    write(
        [Contradiction(record=r, topic=f"Topic {r.key}", reading="The first") for r in points],
        [Gap(record=r, text=f"Nobody says {r.key}.") for r in gaps],
    )
    found = Contradiction.objects.filter(record__in=points)
    write(
        [Claim(contradiction=c, position=n, text=f"Claim {n}", source=s) for c in found for n, s in enumerate(sources)]
    )
    related(points, Verb.CONCERNS, [about])
    related(gaps, Verb.CONCERNS, [about])
    translated(points, "reading", "The first")


def many_terms(number: int, topic: Record, sources: Sequence[Source], *, scheme: str = Kind.TERM) -> list[Record]:
    """Terms or indicators with names in two languages."""
    records = many_records(Kind(scheme), number)
    write([Concept(record=r, scheme=scheme, definition="A definition.", unit="pieces") for r in records])
    concepts = list(Concept.objects.filter(record__in=records))
    labels: list[Any] = [("en", "name", True), ("en", "other name", False), ("az", "ad", True), ("ar", "اسم", True)]
    write(
        [
            Label(concept=c, language=language, text=text, is_preferred=is_first)
            for c in concepts
            for language, text, is_first in labels
        ]
    )
    if scheme == Kind.TERM:
        related(records, Verb.ABOUT, [topic])
    cited(records, sources)
    return records
