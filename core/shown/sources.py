"""The sources that records rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.records.querysets import seen_at
from core.sources.models import Citation, Claim, Source
from core.sources.operations import source_address
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText


def sources_of(record_ids: Iterable[int], *, language: str, user: Any) -> dict[int, list[ShownSource]]:
    """Return the sources of each record that ``user`` may see, in their order, by record id: one query at most.

    A record that is left without a source states nothing: whoever shows it leaves its facts out.
    """
    found: dict[int, list[ShownSource]] = defaultdict(list)
    wanted = set(record_ids)
    if not wanted:
        return found
    citations = visible_citations(user).filter(record__in=wanted).select_related("source__record")
    for citation in citations.order_by("record", "position", "pk"):
        if citation.record_id is not None:
            found[citation.record_id].append(shown_source(citation.source, language=language))
    return found


def visible_citations(user: Any) -> QuerySet[Citation]:
    """Return the citations of sources that ``user`` may see."""
    return Citation.objects.filter(*seen_at("source__record", user))


def visible_claims(user: Any) -> QuerySet[Claim]:
    """Return what sources that ``user`` may see say on contested points."""
    return Claim.objects.filter(*seen_at("source__record", user))


def first_sources_of(record_ids: Iterable[int], *, language: str, user: Any) -> dict[int, list[ShownSource]]:
    """Return the first source of each record that ``user`` may see, by record id, as a list of one: one query."""
    seen = visible_citations(user)
    first = seen.filter(record=OuterRef("record")).order_by("position", "pk").values("pk")[:1]
    firsts = Citation.objects.filter(record__in=set(record_ids), pk=Subquery(first)).select_related("source__record")
    return {row.record_id: [shown_source(row.source, language=language)] for row in firsts if row.record_id is not None}


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
