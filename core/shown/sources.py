"""The sources that records rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.sources.models import Citation, Source
from core.sources.operations import source_address
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText


def sources_of(record_ids: Iterable[int], *, language: str) -> dict[int, list[ShownSource]]:
    """Return the sources of each record, in their order, by record id: one query."""
    found: dict[int, list[ShownSource]] = defaultdict(list)
    citations = Citation.objects.filter(record__in=set(record_ids)).select_related("source__record")
    for citation in citations.order_by("record", "position", "pk"):
        if citation.record_id is not None:
            found[citation.record_id].append(shown_source(citation.source, language=language))
    return found


def first_sources_of(record_ids: Iterable[int], *, language: str) -> dict[int, list[ShownSource]]:
    """Return the first source of each record, by record id, as a list of one: one query."""
    rows = Citation.objects.filter(record__in=set(record_ids), position=0).select_related("source__record")
    return {row.record_id: [shown_source(row.source, language=language)] for row in rows if row.record_id is not None}


def shown_source(source: Source, *, language: str) -> ShownSource:
    """Return one source as pages in ``language`` show it: its title stays in its own language."""
    return ShownSource(
        key=source.record.key,
        title=LocalText(source.title, source.language),
        page_url=source_address(source.record.key, language),
        publisher=source.publisher,
        published=source.published,
        language=source.language,
        url=source.url,
    )
