"""How a record stands in the graph: its neighbours, what is confirmed, what is open."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import Field

from core.api.parameters import Asking
from core.api.shapes import Date, Reference, Shape, SourceReference, Words, links_of
from core.models import Confirmation, Record
from core.records.neighbours import neighbours_of, titles_of
from core.shown.questions import ShownContradiction, contradictions_about, gaps_about


class NeighbourShape(Reference):
    """A record beside another one."""

    verb: str = Field(description=_("How the one stands to the other; a word of a closed list."), examples=["about"])
    direction: Literal["to", "from"] = Field(
        description=_("to: the record of this answer states the relation; from: the neighbour does."), examples=["to"]
    )
    relation: str = Field(description=_("The relation in the language of the answer."), examples=["topic"])
    is_deduced: bool = Field(
        description=_("Whether it is evident from the record and not stated by a source."), examples=[False]
    )
    since: Date | None = Field(description=_("Since when it holds; null where it is not stated."))


class Standing(Shape):
    """What may be said of what a record says."""

    confirmed: datetime.date | None = Field(
        description=_("The day on which the institution last confirmed the record; null until it does."),
        examples=[None],
    )
    confirmed_by: Reference | None = Field(
        description=_("The institution that confirmed it; null until one does."), examples=[None]
    )
    confirmation: str = Field(
        description=_("The same in words, in the language of the answer."),
        examples=["Compiled from public sources, not yet confirmed by the institution."],
    )
    generation: int = Field(description=_("Counts the changes of the record."), examples=[3])
    changed_at: datetime.datetime = Field(
        description=_("When the record last changed."), examples=["2026-05-04T08:00:00Z"]
    )


class ClaimShape(Shape):
    """What one source says on a contested point."""

    claim: Words = Field(description=_("What it says."))
    source: SourceReference = Field(description=_("The source."))


class ContradictionShape(Shape):
    """A point on which sources disagree, side by side, with the reading chosen."""

    key: str = Field(description=_("Its key."), examples=["contradiction-founding-countries"])
    topic: Words = Field(description=_("What they disagree on."))
    claims: list[ClaimShape] = Field(description=_("What each source says."))
    reading: Words = Field(description=_("The reading that the record uses."))
    why: Words | None = Field(description=_("Why this reading was chosen; null where it is not said."))

    @classmethod
    def of(cls, shown: ShownContradiction) -> ContradictionShape:
        """Return the shape of a contradiction as pages show it."""
        return cls(
            key=shown.key,
            topic=Words.of(shown.topic),
            claims=[
                ClaimShape(claim=Words.of(claim.text), source=SourceReference.to(claim.source))
                for claim in shown.claims
            ],
            reading=Words.of(shown.reading),
            why=Words.or_none(shown.why),
        )


def neighbours(record: Record, who: Asking) -> list[NeighbourShape]:
    """Return the neighbours of a record that the reader may see, in both directions. Two queries."""
    return [
        NeighbourShape(
            key=found.key,
            kind=found.kind,
            title=found.title,
            title_language=found.title_language,
            links=links_of(found.kind, found.key, found.address),
            verb=found.verb,
            direction="from" if found.is_inverse else "to",
            relation=str(found.label),
            is_deduced=found.is_deduced,
            since=Date.of(found.since),
        )
        for found in neighbours_of(record, language=who.language, user=who.user)
    ]


def standing_of(record: Record, who: Asking) -> Standing:
    """Return whether and by whom a record is confirmed. Two queries at most."""
    latest = Confirmation.objects.filter(record=record).order_by("-confirmed_on", "-pk").first()
    words = gettext("Compiled from public sources, not yet confirmed by the institution.")
    institution = None
    if latest is not None:
        words = gettext("Confirmed by the institution.")
        institution = titles_of([latest.institution_id], language=who.language, user=who.user).get(
            latest.institution_id
        )
    return Standing(
        confirmed=latest.confirmed_on if latest else None,
        confirmed_by=Reference.to(institution) if institution else None,
        confirmation=words,
        generation=record.generation,
        changed_at=record.changed_at,
    )


def contradictions(record: Record, who: Asking) -> list[ContradictionShape]:
    """Return where the sources of a record disagree. Four queries."""
    return [ContradictionShape.of(shown) for shown in contradictions_about(record, language=who.language)]


def gaps(record: Record, who: Asking) -> list[Words]:
    """Return what no source says about a record. Two queries."""
    return [Words.of(text) for text in gaps_about(record, language=who.language)]
