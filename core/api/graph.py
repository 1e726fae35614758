"""How a record stands in the graph: its neighbours, what is confirmed, what is open."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext_noop as _
from pydantic import Field

from core.api import examples
from core.api.parameters import Asking
from core.api.shapes import Date, Reference, Shape, SourceReference, Words
from core.models import Confirmation, Record, Relation, Title
from core.records.kinds import VERB_RULES, Verb
from core.records.neighbours import MOST, titles_of
from core.shown.confirmed import Standing as Confirmed
from core.shown.questions import ShownContradiction


class Neighbour(Reference):
    """A record beside another one."""

    verb: str = Field(description=_("How the one stands to the other; a word of a closed list."), examples=["about"])
    direction: Literal["to", "from"] = Field(
        description=_("to: the record of this answer states the relation; from: the neighbour does."), examples=["to"]
    )
    relation: str = Field(description=_("The relation in the language of the answer."), examples=["topic"])
    is_deduced: bool = Field(
        description=_("Whether it is evident from the record and not stated by a source."), examples=[False]
    )
    since: Date | None = Field(description=_("Since when it holds; null where it is not stated."), examples=[None])


class Standing(Shape):
    """What may be said of what a record says."""

    confirmed: datetime.date | None = Field(
        description=_("The day on which the institution last confirmed the record; null until it does."),
        examples=[None],
    )
    confirm_again_by: datetime.date | None = Field(
        description=_(
            "The last day on which that confirmation holds; null where it holds without an end, or there is none."
        ),
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


class Claim(Shape):
    """What one source says on a contested point."""

    claim: Words = Field(description=_("What it says."), examples=[examples.words("Ten countries signed.")])
    source: SourceReference = Field(description=_("The source."))


class Contradiction(Shape):
    """A point on which sources disagree, side by side, with the reading chosen."""

    key: str = Field(description=_("Its key."), examples=["contradiction-founding-countries"])
    topic: Words = Field(
        description=_("What they disagree on."), examples=[examples.words("How many countries signed")]
    )
    claims: list[Claim] = Field(description=_("What each source says."))
    reading: Words = Field(description=_("The reading that the record uses."), examples=[examples.words("Eight.")])
    why: Words | None = Field(description=_("Why this reading was chosen; null where it is not said."), examples=[None])

    @classmethod
    def of(cls, shown: ShownContradiction) -> Contradiction:
        """Return the shape of a contradiction as pages show it."""
        return cls(
            key=shown.key,
            topic=Words.of(shown.topic),
            claims=[
                Claim(claim=Words.of(claim.text), source=SourceReference.to(claim.source)) for claim in shown.claims
            ],
            reading=Words.of(shown.reading),
            why=Words.or_none(shown.why),
        )


def neighbours(record: Record, who: Asking) -> list[Neighbour]:
    """Return the neighbours of a record that the reader may see, in both directions. Two queries."""
    edges = list(
        Relation.objects.filter(Q(subject=record) | Q(object=record)).order_by("verb", "position", "pk")[:MOST]
    )
    ends = {end for edge in edges for end in (edge.subject_id, edge.object_id)}
    return neighbour_shapes(record, edges, titles_of(ends, language=who.language, user=who.user))


def neighbour_shapes(record: Record, edges: Iterable[Relation], titles: dict[int, Title]) -> list[Neighbour]:
    """Return the neighbours at the other end of these relations of ``record`` that have a title here."""
    return [
        _neighbour(edge, titles[other], is_inverse=edge.subject_id != record.pk)
        for edge in edges
        if (other := edge.object_id if edge.subject_id == record.pk else edge.subject_id) in titles
    ]


def _neighbour(edge: Relation, title: Title, *, is_inverse: bool) -> Neighbour:
    verb = Verb(edge.verb)
    return Neighbour(
        **dict(Reference.to(title)),
        verb=edge.verb,
        direction="from" if is_inverse else "to",
        relation=str(VERB_RULES[verb].inverse if is_inverse else verb.label),
        is_deduced=edge.is_deduced,
        since=Date.of(edge.since),
    )


def standing_of(record: Record, who: Asking) -> Standing:
    """Return whether and by whom a record is confirmed. Two queries at most."""
    latest = Confirmation.objects.filter(record=record).order_by("-confirmed_on", "-pk").first()
    stands = Confirmed.of(record.kind, latest.confirmed_on if latest is not None else None)
    institution = None
    if latest is not None:
        institution = titles_of([latest.institution_id], language=who.language, user=who.user).get(
            latest.institution_id
        )
    return Standing(
        confirmed=stands.confirmed_on,
        confirm_again_by=stands.due_on,
        confirmed_by=Reference.to(institution) if institution else None,
        confirmation=stands.words,
        generation=record.generation,
        changed_at=record.changed_at,
    )
