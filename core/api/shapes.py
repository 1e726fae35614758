"""The parts that answers are made of. Each field says what it holds; the examples make up the documentation."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from core.api.addresses import api_address, full, permalink
from core.dates import PartialDate
from core.models import Title
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText

State = Literal["original", "translated", "reviewed", "confirmed", "outdated"]
Precision = Literal["day", "month", "year", "range", "until", "since", "words", "unknown"]


class Shape(BaseModel):
    """An object of an answer."""

    model_config = ConfigDict(frozen=True)


class Words(Shape):
    """A text, the language it is in, and what may be said of it."""

    text: str = Field(description=_("The text."), examples=["over 42 million"])
    language: str = Field(
        description=_("The language the text is in; the original's where there is no translation."), examples=["en"]
    )
    state: State = Field(
        description=_(
            "original; or of a translation: translated (not yet reviewed), reviewed, confirmed (by the institution), "
            "outdated (the original has changed since)."
        ),
        examples=["original"],
    )

    @classmethod
    def of(cls, local: LocalText) -> Words:
        """Return the shape of a text."""
        return cls(text=local.text, language=local.language, state=local.state)

    @classmethod
    def or_none(cls, local: LocalText | None) -> Words | None:
        """Return the shape of a text, nothing where no source says anything."""
        return cls.of(local) if local else None


class Date(Shape):
    """A date that is never more exact than it is known."""

    iso: str | None = Field(
        description=_("Day, month or year (ISO 8601), as exact as known; null where it is none of these."),
        examples=["2021-02-24"],
    )
    earliest: datetime.date | None = Field(description=_("It was not before this day."), examples=["2021-02-24"])
    latest: datetime.date | None = Field(description=_("It was not after this day."), examples=["2021-02-24"])
    words: str | None = Field(description=_("What the source says, where that is not just the date."), examples=[None])
    precision: Precision = Field(description=_("How exactly the date is known."), examples=["day"])

    @classmethod
    def of(cls, date: PartialDate | None) -> Date | None:
        """Return the shape of a partial date, nothing where nothing is known."""
        if not date:
            return None
        return cls(
            iso=date.iso or None,
            earliest=date.earliest,
            latest=date.latest,
            words=date.words or None,
            precision=date.precision.value,
        )


class Links(Shape):
    """Where a record is found."""

    self: str | None = Field(
        description=_("Its address in this interface; null where records of its kind have none."),
        examples=["https://example.org/api/v1/practices/practice-asan-xidmet"],
    )
    page: str | None = Field(
        description=_("Its page in the language of the answer; null where it is shown on the pages of others only."),
        examples=["https://example.org/en/library/practices/asan-xidmet/"],
    )
    permalink: str = Field(
        description=_("Its permanent address."), examples=["https://example.org/id/practice-asan-xidmet"]
    )


def links_of(kind: str, key: str, address: str) -> Links:
    """Return the links of a record; ``address`` is the path of its page, or its permalink where it has none."""
    page = full(address) if address and not address.startswith("/id/") else None
    return Links(self=api_address(kind, key), page=page, permalink=permalink(key))


class Reference(Shape):
    """A record that is named in the answer about another."""

    key: str = Field(description=_("Its key, which never changes."), examples=["one-stop-shop"])
    kind: str = Field(description=_("What it is."), examples=["topic"])
    title: str = Field(description=_("What it is called."), examples=["One-stop shop"])
    title_language: str = Field(description=_("The language of the title."), examples=["en"])
    links: Links

    @classmethod
    def to(cls, title: Title) -> Reference:
        """Return the reference to a record from its title row, whose record is loaded."""
        key = title.record.key
        return cls(
            key=key,
            kind=title.kind,
            title=title.text,
            title_language=title.text_language,
            links=links_of(title.kind, key, title.address),
        )


class SourceReference(Shape):
    """A source, as it is named beside what it states."""

    key: str = Field(description=_("Its key."), examples=["press-afghan-2021"])
    title: str = Field(description=_("Its title, in its own language."), examples=["Afghan ambassador at ASAN xidmət"])
    title_language: str = Field(description=_("The language it is in."), examples=["en"])
    publisher: str = Field(description=_("Who published it."), examples=["ASAN xidmət"])
    published: Date | None = Field(description=_("When it was published; null where it does not say."))
    url: str | None = Field(description=_("Its address elsewhere."), examples=["https://example.org/press/1"])
    links: Links

    @classmethod
    def to(cls, source: ShownSource) -> SourceReference:
        """Return the reference to a source as pages show it."""
        return cls(
            key=source.key,
            title=str(source.title),
            title_language=source.language,
            publisher=source.publisher,
            published=Date.of(source.published),
            url=source.url or None,
            links=links_of("source", source.key, source.page_url),
        )


def references(titles: dict[int, Title], record_ids: Any) -> list[Reference]:
    """Return references to those of the records that have a title here, in their order."""
    return [Reference.to(titles[record_id]) for record_id in record_ids if record_id in titles]
