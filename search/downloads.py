"""What the search finds, as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core.downloads import CITED, NAMED, Download, Row, cited, dated, dated_columns, in_chunks, named
from core.models import Title
from core.records.kinds import Kind
from core.records.listing import ListQuery, read_query
from core.records.querysets import seen_at
from core.records.reading import spoken_language
from search.documents import SearchDocument, Wording
from search.finding import documents_of, everything_found
from search.naming import RECORDS
from search.presentation import THE_RECORD, Scope, search_query
from search.query import COUNTRY, GOAL, LANGUAGE, SERVICE, TOPIC

# The columns of the filters whose values are records.
RELATED = {COUNTRY: "countries", TOPIC: "topics", SERVICE: "service_types", GOAL: "goals"}
COLUMNS = (
    *NAMED, "kind", "kind_name", "summary",
    *(f"{name}{part}" for name in RELATED.values() for part in ("", "_keys")),
    *dated_columns("date"), "languages", *CITED,
)  # fmt: skip


def search_download(request: HttpRequest) -> Download:
    """Return what the address asks of the whole record. Raises ``EngineUnavailable``."""
    total, ids = found_ids(THE_RECORD, read_query(THE_RECORD.shape, request.GET), request)
    return Download("search", COLUMNS, in_chunks(ids, lambda chunk: _rows(chunk, request.user)), total)


def found_ids(scope: Scope, asked: ListQuery, request: HttpRequest) -> tuple[int, list[int]]:
    """Return how many records are found within ``scope``, and which. Raises ``EngineUnavailable``."""
    return everything_found(search_query(asked, request, scope), user=request.user)


def _rows(ids: list[int], user: Any) -> list[Row]:
    """Return the rows of those that the reader may see, whatever the index knows: four queries."""
    documents = documents_of(ids)
    seen = Title.objects.filter(*seen_at("record", user), language=spoken_language()).select_related("record")
    titles = {title.record_id: title for title in seen.filter(record__in=ids)}
    slugs = {slug for document in documents.values() for name in RELATED for slug in document.facets.get(name, ())}
    related = seen.filter(kind__in=RECORDS.values(), record__slug__in=slugs)
    names = {(title.kind, title.record.slug): title for title in related}
    rests_on = cited(ids, user=user)
    return [
        _row(titles[pk], documents[pk], names, rests_on.get(pk, {})) for pk in ids if pk in titles and pk in documents
    ]


def _row(
    title: Title, document: SearchDocument, names: dict[tuple[str, str], Title], rests_on: dict[str, Any]
) -> dict[str, Any]:
    row = {
        **named(title),
        "kind": title.kind,
        "kind_name": title.get_kind_display(),
        "summary": document.wordings.get(title.text_language, Wording()).summary,
        # The date of a source is its own; what else is dated without a source is not stated.
        **dated("date", document.dated if rests_on or title.kind == Kind.SOURCE else None),
        "languages": tuple(document.facets.get(LANGUAGE, ())),
        **rests_on,
    }
    for facet, name in RELATED.items():
        asked = ((RECORDS[facet], slug) for slug in document.facets.get(facet, ()))
        found = [names[one] for one in asked if one in names and names[one].record_id != title.record_id]
        row |= {name: tuple(one.text for one in found), f"{name}_keys": tuple(one.record.key for one in found)}
    return row
