"""Where the sources of a record disagree, and what none of them says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.generations.noting import shows_about
from core.records.kinds import Verb
from core.records.models import Record
from core.shown.sources import shown_source, visible_claims
from core.sources.models import Contradiction, Gap
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText


@dataclass(frozen=True)
class ShownClaim:
    """What one source says."""

    text: LocalText
    source: ShownSource


@dataclass(frozen=True)
class ShownContradiction:
    """Claims side by side, with the reading chosen and why."""

    key: str
    topic: LocalText
    claims: list[ShownClaim]
    reading: LocalText
    why: LocalText


def contradictions_about(record: Record, *, language: str, user: Any) -> list[ShownContradiction]:
    """Return the contradictions that concern ``record`` and ``user`` may see: three queries."""
    shows_about(record.pk)
    found = Contradiction.objects.filter(
        record__in=Record.objects.stated_to(user),
        record__relations__verb=Verb.CONCERNS,
        record__relations__object=record,
    )
    return shown_contradictions(found, language=language, user=user)


def shown_contradictions(found: QuerySet[Contradiction], *, language: str, user: Any) -> list[ShownContradiction]:
    """Return contradictions of a queryset in the words of ``language``, with the claims ``user`` may see."""
    claims = Prefetch("claims", visible_claims(user).select_related("source__record"))
    rows = list(found.select_related("record").prefetch_related(claims).order_by("record__key"))
    localizer = Localizer(language, [row.record_id for row in rows])
    return [_contradiction(row, localizer, language) for row in rows]


def _contradiction(row: Contradiction, localizer: Localizer, language: str) -> ShownContradiction:
    def local(field: str, original: str) -> LocalText:
        return localizer.of(row.record_id, field, original, row.record.language)

    return ShownContradiction(
        key=row.record.key,
        topic=local("topic", row.topic),
        claims=[
            ShownClaim(local(f"claim-{claim.position}", claim.text), shown_source(claim.source, language=language))
            for claim in row.claims.all()
        ],
        reading=local("reading", row.reading),
        why=local("why", row.why),
    )


def gaps_about(record: Record, *, language: str, user: Any) -> list[LocalText]:
    """Return what no source says about ``record``: two queries."""
    shows_about(record.pk)
    rows = list(
        Gap.objects.filter(
            record__in=Record.objects.visible_to(user),
            record__relations__verb=Verb.CONCERNS,
            record__relations__object=record,
        )
        .select_related("record")
        .order_by("record__key")
    )
    localizer = Localizer(language, [row.record_id for row in rows])
    return [localizer.of(row.record_id, "text", row.text, row.record.language) for row in rows]
