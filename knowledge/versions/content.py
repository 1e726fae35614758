"""What is kept of a version: the prose of the edition, and the facts that stood beside it, in the words of that day.

Names of other records are kept with their keys, so that whoever shows a version can ask who may see them now. Nothing
is left out here: what is for few readers today may be for all tomorrow, and the other way round.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.dates import PartialDate
from core.models import Citation, Figure, Record, Relation, Source, Title
from core.records.kinds import Verb
from core.texts.localized import Localizer, LocalText
from knowledge.models import Adoption, PracticePage
from knowledge.models.practice import SECTIONS

PLAIN = ("summary", "started_note", "note")
# The relations that the panel of facts shows.
FACTS = (Verb.IN_COUNTRY, Verb.RUN_BY, Verb.PART_OF, Verb.SERVES, Verb.ABOUT, Verb.ADVANCES)

Content = dict[str, Any]


def content_of(page: PracticePage, original: PracticePage) -> Content:
    """Return what the live page of an edition says; the facts are those of the ``original`` edition.

    Where that is not published, they passed no gate and are told nobody, and are not kept either.
    """
    record = page.record
    if record is None:
        raise ValueError("A page without a record was never published.")
    language = page.locale.language_code
    is_told = page.is_original or original.live
    figures, adoptions = (_figure_rows(record), _adoption_rows(record)) if is_told else ([], [])
    ids = [*(row.record_id for row in figures), *(row.record_id for row in adoptions)]
    sources = _cited([record.pk, *ids]) if is_told else {}
    relations = _relations(record, adoptions) if is_told else []
    names = _Names(language, [*_ends(relations), *_sides(adoptions)])
    texts = Localizer(language, ids)
    return {
        "title": page.title,
        "prose": _prose(page),
        "stated": _stated(original) if page.is_original else None,
        "length": original.length if is_told else page.length,
        "status": original.status if is_told else "",
        "started": dated(original.started if is_told else PartialDate()),
        "facts": [
            {"verb": edge.verb, "is_deduced": edge.is_deduced, **names.of(edge.object_id)}
            for edge in relations
            if edge.subject_id == record.pk and edge.verb in FACTS
        ],
        "figures": [_figure(row, texts, sources) for row in figures],
        "adoptions": [_adoption(row, relations, names, texts, sources) for row in adoptions],
        "sources": [source.record.key for source in sources.get(record.pk, [])],
        "cited": {source.record.key: _source(source) for found in sources.values() for source in found},
    }


def digest_of(content: Content) -> str:
    """Return the hash of what an editor publishes: the text, and on the original what it states.

    Names of other records, figures and adoptions change without a publication, so they do not count.
    """
    told = {name: content[name] for name in ("title", "prose", "stated")}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(written.encode()).hexdigest()


def dated(date: PartialDate) -> dict[str, Any]:
    """Return a partial date as it is kept."""
    return {
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "words": date.words,
    }


def _prose(page: PracticePage) -> dict[str, str]:
    return {name: text for name in (*PLAIN, *SECTIONS) if (text := getattr(page, name).strip())}


def _stated(original: PracticePage) -> dict[str, Any]:
    owners = ("country", "institution", "programme")
    concepts = ("topics", "service_types", "goals")
    sources = original.practice_sources.select_related("source__record")
    return {
        "status": original.status,
        "length": original.length,
        "started": dated(original.started),
        **{name: row.record.key if (row := getattr(original, name)) is not None else None for name in owners},
        **{name: sorted(getattr(original, name).values_list("record__key", flat=True)) for name in concepts},
        "goals_basis": original.goals_basis,
        "sources": [row.source.record.key for row in sources],
    }


def _figure_rows(record: Record) -> list[Figure]:
    rows = Figure.objects.filter(subject=record, record__withdrawn_on__isnull=True)
    return list(rows.select_related("record").order_by("position", "pk"))


def _adoption_rows(record: Record) -> list[Adoption]:
    went = Adoption.objects.filter(original=record)
    came = Adoption.objects.filter(record__relations__verb=Verb.ADOPTED_AS, record__relations__object=record)
    rows = Adoption.objects.filter(pk__in={*went.values_list("pk", flat=True), *came.values_list("pk", flat=True)})
    known = rows.filter(record__withdrawn_on__isnull=True).select_related("record", "adopter__record")
    return list(known.order_by("adopter__name", "pk"))


def _relations(record: Record, adoptions: Iterable[Adoption]) -> list[Relation]:
    subjects = [record.pk, *(row.record_id for row in adoptions)]
    return list(Relation.objects.filter(subject__in=subjects).order_by("verb", "position", "pk"))


def _ends(relations: Iterable[Relation]) -> list[int]:
    return [edge.object_id for edge in relations]


def _sides(adoptions: Iterable[Adoption]) -> list[int]:
    return [end for row in adoptions for end in (row.original_id, row.adopter.record_id)]


def _cited(record_ids: Iterable[int]) -> dict[int, list[Source]]:
    found: dict[int, list[Source]] = defaultdict(list)
    rows = Citation.objects.filter(record__in=list(record_ids)).select_related("source__record")
    for row in rows.order_by("record", "position", "pk"):
        if row.record_id is not None:
            found[row.record_id].append(row.source)
    return found


class _Names:
    """What records are called in a language; a language without addresses falls back to what there is."""

    def __init__(self, language: str, record_ids: Iterable[int]) -> None:
        rows = Title.objects.filter(record__in=set(record_ids)).select_related("record")
        self._titles = {row.record_id: row for row in sorted(rows, key=lambda row: row.language == language)}

    def of(self, record_id: int) -> dict[str, Any]:
        title = self._titles[record_id]
        return {"key": title.record.key, **_words(LocalText(title.text, title.text_language))}


def _words(text: LocalText) -> dict[str, str]:
    return {"text": text.text, "language": text.language}


def _figure(row: Figure, texts: Localizer, sources: dict[int, list[Source]]) -> dict[str, Any]:
    words = ("measure", "stated", "unit", "note")
    return {
        "key": row.record.key,
        **{name: _words(_local(texts, row, name)) for name in words},
        "low": str(row.low) if row.low is not None else None,
        "high": str(row.high) if row.high is not None else None,
        "role": row.role,
        "as_of": dated(row.as_of) | {"words": _local(texts, row, "as_of_words").text},
        "sources": [source.record.key for source in sources.get(row.record_id, [])],
    }


def _adoption(
    row: Adoption, relations: Iterable[Relation], names: _Names, texts: Localizer, sources: dict[int, list[Source]]
) -> dict[str, Any]:
    became = [edge for edge in relations if edge.subject_id == row.record_id and edge.verb == Verb.ADOPTED_AS]
    return {
        "key": row.record.key,
        "original": names.of(row.original_id),
        "adopter": names.of(row.adopter.record_id),
        "adopted_as": [names.of(edge.object_id) for edge in became],
        "on": dated(row.adopted) | {"words": _local(texts, row, "adopted_words").text},
        "note": _words(_local(texts, row, "note")),
        "sources": [source.record.key for source in sources.get(row.record_id, [])],
    }


def _local(texts: Localizer, row: Figure | Adoption, name: str) -> LocalText:
    return texts.of(row.record_id, name, getattr(row, name), row.record.language)


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "language": source.language,
        "publisher": source.publisher,
        "url": source.url,
        "published": dated(source.published),
    }
