"""The sources that records rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from core.dates import PartialDate
from core.generations.noting import shows_records
from core.records.querysets import seen_at
from core.sources.models import Citation, Claim, Source
from core.sources.operations import source_address
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText

# What is shown of a source, as ``_shown`` takes it.
SHOWN = (
    "record__key", "title", "language", "publisher", "url",
    "published_earliest", "published_latest", "published_words",
)  # fmt: skip


def sources_of(record_ids: Iterable[int], *, language: str, user: Any) -> dict[int, list[ShownSource]]:
    """Return the sources of each record that ``user`` may see, in their order, by record id: one query at most.

    A record that is left without a source states nothing: whoever shows it leaves its facts out.
    """
    found: dict[int, list[ShownSource]] = defaultdict(list)
    wanted = set(record_ids)
    shows_records(wanted)
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
    wanted = set(record_ids)
    cited = visible_citations(user).filter(record__in=wanted)
    # Read backwards, so that the first of each record is the one that stays.
    shown = ("record_id", "source__record_id", *(f"source__{name}" for name in SHOWN))
    firsts = {row[0]: row[1:] for row in cited.order_by("-position", "-pk").values_list(*shown)}
    shows_records(wanted | {source for source, *_told in firsts.values()})
    return {record: [_shown(*told, in_language=language)] for record, (_source, *told) in firsts.items()}


def shown_source(source: Source, *, language: str) -> ShownSource:
    """Return one source as pages in ``language`` show it: its title stays in its own language."""
    shows_records([source.record_id])
    told = (getattr(source, name) for name in SHOWN[1:])
    return _shown(source.record.key, *told, in_language=language)


def _shown(
    key: str,
    title: str,
    language: str,
    publisher: str,
    url: str,
    earliest: date | None,
    latest: date | None,
    words: str,
    *,
    in_language: str,
) -> ShownSource:
    return ShownSource(
        key=key,
        title=LocalText(title, language),
        page_url=source_address(key, in_language),
        publisher=publisher,
        published=PartialDate(earliest, latest, words),
        language=language,
        url=url,
    )
