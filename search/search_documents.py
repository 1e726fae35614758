"""What the parts of ``core`` give to search: sources, and concepts of every list but the indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from core.models import Concept, Source, Text
from core.records.kinds import Kind
from search.building import Prose, beginnings, document_of
from search.documents import SearchDocument
from search.registry import register_documents

_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def texts_of(record_ids: Iterable[int], *fields: str) -> dict[int, dict[str, dict[str, str]]]:
    """Return translated texts by record, language and field. One query."""
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    rows = Text.objects.filter(record__in=list(record_ids), field__in=fields)
    for pk, language, name, text in rows.values_list("record_id", "language", "field", "text"):
        found[pk][language][name] = text
    return found


@register_documents(Kind.SOURCE)
def source_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of sources; languages that the site does not speak stand under English."""
    begun = beginnings(record_ids)
    rows = Source.objects.filter(record__in=list(begun))
    return {row.record_id: _source(begun[row.record_id], row) for row in rows}


def _source(beginning: Any, source: Source) -> SearchDocument:
    language = source.language if source.language in _LANGUAGES else settings.LANGUAGE_CODE
    words = Prose(title=source.title, names=(source.publisher,))
    prose = {beginning.record.language: words} if beginning.record.language in _LANGUAGES else {language: words}
    return document_of(beginning, prose, dated=source.published, languages=[source.language])


@register_documents(Kind.TOPIC, Kind.SERVICE_TYPE, Kind.SDG_GOAL, Kind.TERM)
def concept_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of concepts: every label in every language, and the definition."""
    begun = beginnings(record_ids)
    texts = texts_of(begun, "definition")
    rows = Concept.objects.filter(record__in=list(begun))
    return {row.record_id: _concept(begun[row.record_id], row, texts[row.record_id]) for row in rows}


def _concept(beginning: Any, concept: Concept, texts: dict[str, dict[str, str]]) -> SearchDocument:
    numbers = (str(concept.number),) if concept.number else ()
    prose = {code: Prose(summary=found["definition"], names=numbers) for code, found in texts.items()}
    prose[beginning.record.language] = Prose(summary=concept.definition, names=numbers)
    return document_of(beginning, prose)
