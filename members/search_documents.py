"""What countries, institutions and programmes give to search."""

from __future__ import annotations

from core.records.kinds import Kind
from members.models import Country, Institution, Programme
from search.building import Prose, beginnings, document_of
from search.documents import SearchDocument
from search.query import COUNTRY
from search.registry import register_documents
from search.search_documents import texts_of


@register_documents(Kind.COUNTRY)
def country_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of countries; a country stands under itself."""
    begun = beginnings(record_ids)
    rows = Country.objects.filter(record__in=list(begun))
    return {
        row.record_id: document_of(
            begun[row.record_id],
            {begun[row.record_id].record.language: Prose(names=(row.iso2,))},
            facets={COUNTRY: (begun[row.record_id].record.slug,)},
        )
        for row in rows
    }


@register_documents(Kind.INSTITUTION)
def institution_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of institutions: every name, and what they are."""
    begun = beginnings(record_ids)
    texts = texts_of(begun, "description")
    rows = Institution.objects.filter(record__in=list(begun))
    return {
        row.record_id: document_of(begun[row.record_id], _prose(row, texts[row.record_id], row.short_name))
        for row in rows
    }


@register_documents(Kind.PROGRAMME)
def programme_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of programmes."""
    begun = beginnings(record_ids)
    texts = texts_of(begun, "description")
    rows = Programme.objects.filter(record__in=list(begun))
    return {
        row.record_id: document_of(begun[row.record_id], _prose(row, texts[row.record_id]), dated=row.started)
        for row in rows
    }


def _prose(row: Institution | Programme, texts: dict[str, dict[str, str]], *names: str) -> dict[str, Prose]:
    prose = {code: Prose(summary=found["description"]) for code, found in texts.items()}
    prose["en"] = Prose(title=row.name, summary=row.description, names=tuple(name for name in names if name))
    if row.name_local and row.language_local:
        known = prose.get(row.language_local, Prose())
        prose[row.language_local] = Prose(known.title, known.summary, known.body, (*known.names, row.name_local))
    return prose
