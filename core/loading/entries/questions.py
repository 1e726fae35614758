"""``contradictions.yaml`` and ``gaps.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from core.loading.entries.reading import related_by_key
from core.loading.registry import Loader, register_loader
from core.loading.schema import Entry, Key, Part, Words, at_most, refers
from core.records.kinds import Kind, Verb
from core.sources.models import Contradiction, Gap
from core.sources.operations import ClaimMade, save_contradiction, save_gap


class ClaimEntry(Part):
    """What one source says."""

    claim: Words
    source: Annotated[Key, refers(Kind.SOURCE)]


class ContradictionEntry(Entry):
    """Claims that do not agree, and the reading ``used``."""

    topic: Annotated[str, at_most(300)]
    claims: Annotated[list[ClaimEntry], Field(min_length=2)]
    used: Words
    why: Words | None
    about: Annotated[list[Key], refers()]


class GapEntry(Entry):
    """What no source says."""

    text: Words
    about: Annotated[list[Key], refers()]


@register_loader
class ContradictionLoader(Loader):
    """Contradictions; each claim is translated beside its source."""

    file: ClassVar[str] = "contradictions"
    kind: ClassVar[str] = Kind.CONTRADICTION
    order: ClassVar[int] = 100
    schema: ClassVar[type[Entry]] = ContradictionEntry
    texts: ClassVar[Mapping[str, str]] = {"topic": "topic", "used": "reading", "why": "why"}
    text_lists: ClassVar[Mapping[str, str]] = {"claims": "claim"}
    titled_by: ClassVar[tuple[str, ...]] = ("topic",)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the contradictions."""
        about = related_by_key(Verb.CONCERNS, Kind.CONTRADICTION)
        rows = Contradiction.objects.select_related("record").prefetch_related("claims__source__record")
        return {
            row.record.key: {
                "id": row.record.key,
                "topic": row.topic,
                "claims": [{"claim": claim.text, "source": claim.source.record.key} for claim in row.claims.all()],
                "used": row.reading,
                "why": row.why or None,
                "about": about.get(row.record.key, []),
            }
            for row in rows.order_by("record")
        }

    def write(self, entry: ContradictionEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the contradiction."""
        save_contradiction(
            key=entry.id,
            topic=entry.topic,
            claims=[ClaimMade(claim.claim, claim.source) for claim in entry.claims],
            reading=entry.used,
            why=entry.why or "",
            about=entry.about,
            titles=titles,
            by=None,
        )

    def original_of(self, entry: ContradictionEntry, field: str) -> Any:
        """Return what is translated."""
        return [claim.claim for claim in entry.claims] if field == "claims" else super().original_of(entry, field)


@register_loader
class GapLoader(Loader):
    """Gaps."""

    file: ClassVar[str] = "gaps"
    kind: ClassVar[str] = Kind.GAP
    order: ClassVar[int] = 110
    schema: ClassVar[type[Entry]] = GapEntry
    texts: ClassVar[Mapping[str, str]] = {"text": "text"}
    titled_by: ClassVar[tuple[str, ...]] = ("text",)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the gaps."""
        about = related_by_key(Verb.CONCERNS, Kind.GAP)
        rows = Gap.objects.select_related("record").order_by("record")
        return {
            row.record.key: {"id": row.record.key, "text": row.text, "about": about.get(row.record.key, [])}
            for row in rows
        }

    def write(self, entry: GapEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the gap."""
        save_gap(key=entry.id, text=entry.text, about=entry.about, titles=titles, by=None)
