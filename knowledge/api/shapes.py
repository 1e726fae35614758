"""What the interface says of a practice."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import Field, WithJsonSchema

from core.api import examples
from core.api.graph import Contradiction, Neighbour, Standing
from core.api.lists import ListOf
from core.api.shapes import Date, Links, Reference, Shape, SourceReference, Words

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
EditionState = Literal["original", "translated", "reviewed", "confirmed", "outdated"]


class GoalReference(Reference):
    """A Sustainable Development Goal that a practice advances."""

    basis: Literal["source", "evident"] = Field(
        description=_("source: a source says so; evident: it is evident from the practice."), examples=["source"]
    )


class EditionReference(Shape):
    """An edition of a practice: its text in one language."""

    language: str = Field(description=_("Its language."), examples=["az"])
    state: EditionState = Field(
        description=_("original; or of a translation: translated (not yet reviewed), reviewed, confirmed, outdated."),
        examples=["translated"],
    )
    state_name: str = Field(
        description=_("The same in the language of the answer."), examples=["translation not yet reviewed"]
    )


class Prose(Shape):
    """A section."""

    html: str = Field(
        description=_("With paragraphs, lists, emphasis and links."),
        examples=["<p>Keeping the host apart from the providers is the decisive choice.</p>"],
    )
    text: str = Field(
        description=_("Plain, one paragraph a line."),
        examples=["Keeping the host apart from the providers is the decisive choice."],
    )


class Sections(Shape):
    """The sections of a practice, in the order every practice follows; null where no source says anything."""

    summary: str | None = Field(
        description=_("Two or three sentences that stand alone."), examples=["One building houses many public bodies."]
    )
    challenge: Prose | None = Field(description=_("What was wrong before, and for whom."))
    solution: Prose | None = Field(description=_("What was done about it."))
    implementation: Prose | None = Field(description=_("How it was carried out."))
    results: Prose | None = Field(description=_("What changed."))
    setbacks: Prose | None = Field(description=_("What did not work."))
    lessons: Prose | None = Field(description=_("Lessons."))
    conditions: Prose | None = Field(description=_("Conditions for replication."))
    cost: Prose | None = Field(description=_("Cost and resources."))
    contact: Prose | None = Field(description=_("An office to ask."))
    started_note: str | None = Field(
        description=_("A note on the beginning."), examples=["First centre opened on 29 December 2012."]
    )
    note: str | None = Field(description=_("A note on the record."), examples=[None])


class Edition(EditionReference):
    """The text of a practice in one language."""

    title: str = Field(description=_("Its title."), examples=["Vahid məkandan xidmət mərkəzi modeli: “ASAN xidmət”"])
    page: str | None = Field(
        description=_("The address of its page; null where the language has no pages yet."),
        examples=["https://example.org/az/library/practices/asan-xidmet/"],
    )
    version: int | None = Field(
        description=_("The number of this text; null where no version of it was kept yet."), examples=[3]
    )
    version_published_at: datetime.datetime | None = Field(
        description=_("When this version was published."), examples=["2026-03-03T08:00:00Z"]
    )
    version_page: str | None = Field(
        description=_("The address at which just this version stays; null where the language has no pages yet."),
        examples=["https://example.org/az/library/practices/asan-xidmet/versions/3/"],
    )
    sections: Sections


class Figure(Shape):
    """A number as a source states it."""

    key: str = Field(description=_("Its key."), examples=["fig-asan-xidmet-applications-2021-02"])
    measure: Words = Field(description=_("What is counted."), examples=[examples.words("applications received")])
    stated: Words = Field(description=_("The words of the source."))
    low: Number | None = Field(
        description=_("It is at least this; null where the words leave that side open."), examples=[42000000]
    )
    high: Number | None = Field(
        description=_("It is at most this; null where the words leave that side open."), examples=[None]
    )
    unit: Words | None = Field(description=_("What low and high count."), examples=[examples.words("applications")])
    as_of: Date | None = Field(description=_("When it held; null where the source does not say."))
    role: Literal["baseline", "result", "target"] = Field(
        description=_("What it says: before, result or target."), examples=["result"]
    )
    indicator: str | None = Field(
        description=_("Key of the indicator by which it can be compared; null where there is none."),
        examples=["indicator-applications"],
    )
    indicator_name: Words | None = Field(
        description=_("The name of the indicator."), examples=[examples.words("Applications received")]
    )
    note: Words | None = Field(description=_("A note on it."), examples=[None])
    sources: list[SourceReference] = Field(description=_("The sources that state it."))


class Adoption(Shape):
    """That one country took up a practice of another."""

    key: str = Field(description=_("Its key."), examples=["adoption-af-asan-xidmet"])
    original: Reference = Field(description=_("The practice taken up."), examples=[examples.PRACTICE])
    adopter: Reference = Field(description=_("The country that took it up."), examples=[examples.ADOPTER])
    institution: Reference | None = Field(
        description=_("Its institution; null where it is not stated."), examples=[None]
    )
    adopted_as: list[Reference] = Field(description=_("What it became there."), examples=[[examples.ADOPTED_AS]])
    on: Date | None = Field(description=_("When; null where it is not stated."))
    note: Words | None = Field(description=_("A note on it."), examples=[None])
    sources: list[SourceReference] = Field(description=_("The sources that state it."))


class Adoptions(Shape):
    """Where a practice went and where it came from."""

    taken_up: list[Adoption] = Field(description=_("Who took it up."))
    came_from: list[Adoption] = Field(description=_("What it was taken up from."), examples=[[]])


class PracticeItem(Shape):
    """A practice in a list. Its facts are those of the original edition, in every language."""

    key: str = Field(description=_("Its key, which never changes."), examples=["practice-asan-xidmet"])
    title: str = Field(
        description=_("Its title in the language of the answer, else in the original's."),
        examples=["One-stop service centre model: ASAN xidmət"],
    )
    title_language: str = Field(description=_("The language of the title."), examples=["en"])
    summary: Words = Field(
        description=_("Two or three sentences that stand alone."),
        examples=[examples.words("One building houses many public bodies.")],
    )
    country: Reference | None = Field(
        description=_("Its country; null where it belongs to none."), examples=[examples.COUNTRY]
    )
    institution: Reference | None = Field(description=_("Who runs it."), examples=[examples.INSTITUTION])
    programme: Reference | None = Field(description=_("The programme it is part of."), examples=[examples.PROGRAMME])
    started: Date | None = Field(description=_("When it began; null where no source says."))
    status: Literal["pilot", "running", "ended"] | None = Field(
        description=_("Whether it is at work; null where it is not stated."), examples=["running"]
    )
    length: Literal["short", "full"] = Field(description=_("Short note or full case."), examples=["full"])
    topics: list[Reference] = Field(description=_("What it is about."), examples=[[examples.TOPIC]])
    service_types: list[Reference] = Field(
        description=_("The public services it concerns."), examples=[[examples.SERVICE_TYPE]]
    )
    goals: list[GoalReference] = Field(
        description=_("Sustainable Development Goals it advances."), examples=[[{**examples.GOAL, "basis": "source"}]]
    )
    original_language: str = Field(description=_("The language of the original."), examples=["en"])
    languages: list[EditionReference] = Field(description=_("The languages it can be read in."))
    listed_at: datetime.datetime = Field(description=_("Since when it is listed."), examples=["2026-01-14T08:00:00Z"])
    changed_at: datetime.datetime = Field(
        description=_("When the record last changed."), examples=["2026-05-04T08:00:00Z"]
    )
    links: Links


class PracticeList(ListOf[PracticeItem]):
    """Practices, the newest first unless another order is asked for."""


class PracticeDetail(Standing, PracticeItem):
    """A practice with everything the record says of it."""

    language: str = Field(description=_("Language of the answer."), examples=["en"])
    editions: list[Edition] = Field(description=_("Its text in every language it can be read in, the original first."))
    figures: list[Figure] = Field(description=_("Its figures."))
    adoptions: Adoptions
    sources: list[SourceReference] = Field(description=_("The sources it rests on as a whole."))
    contradictions: list[Contradiction] = Field(description=_("Where its sources disagree."))
    gaps: list[Words] = Field(
        description=_("What no source says."), examples=[[examples.words("What the centres cost.")]]
    )
    neighbours: list[Neighbour] = Field(description=_("What it is related to, in both directions; at most 60."))
