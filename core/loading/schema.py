"""The types of which the schemas of entries are made. What does not fit is refused, nothing is guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, PlainValidator, StringConstraints

from core.dates import PartialDate
from core.loading.prose import normal

KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9-]{0,119}$")
DATE_FIELDS = {"earliest", "latest", "words"}


@dataclass(frozen=True)
class Refers:
    """Marks a field that holds keys of other entries: of these kinds or files, or of any where none is given."""

    kinds: tuple[str, ...] = ()


def refers(*kinds: str) -> Refers:
    """Return the mark for a field that names entries of ``kinds`` (kinds of record, or names of kept files)."""
    return Refers(tuple(str(kind) for kind in kinds))


def _key(text: str) -> str:
    if not KEY.match(text):
        raise ValueError(f"“{text}” is no id: Latin letters, digits and hyphens, at most 120")
    return text


def one_of(values: Iterable[str]) -> AfterValidator:
    """Return the rule that a text is one of ``values``."""
    allowed = [str(value) for value in values if value]

    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"“{text}” is not one of: {', '.join(allowed)}")
        return text

    return AfterValidator(check)


def parse_date(value: Any) -> PartialDate:
    """Return the partial date that a file states. Raises ``ValueError`` in words that say how to write it."""
    if value is None:
        return PartialDate()
    if isinstance(value, str):
        return _exact(value)
    if isinstance(value, dict):
        return _span(value)
    raise ValueError(f"“{value}” is not a date: write '2019', '2019-06' or '2019-06-21', with the quotation marks")


def _exact(text: str) -> PartialDate:
    try:
        return PartialDate.from_iso(text)
    except ValueError as error:
        said = str(error)
        raise ValueError(said if text in said else f"“{text}” is not a date: {said}") from error


def _span(value: dict[str, Any]) -> PartialDate:
    if strange := set(value) - DATE_FIELDS:
        raise ValueError(f"“{sorted(map(str, strange))[0]}” is no part of a date: earliest, latest, words")
    words = value.get("words") or ""
    if not isinstance(words, str) or len(words) > 200:
        raise ValueError("the words of a date are a text of at most 200 characters")
    return PartialDate(_day(value.get("earliest")), _day(value.get("latest")), words)


def _day(value: Any) -> datetime.date | None:
    if value is None:
        return None
    date = _exact(str(value))
    if date.earliest != date.latest:
        raise ValueError(f"“{value}” is not a day: write it as '2019-06-21'")
    return date.earliest


def plain_date(date: PartialDate) -> str | dict[str, str | None] | None:
    """Return a partial date as the files write it."""
    if not date:
        return None
    if date.iso and not date.words:
        return date.iso
    return {
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "words": date.words or None,
    }


def plain_number(number: Decimal | None) -> int | float | None:
    """Return a decimal as the files write it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _language(code: str) -> str:
    known = dict(settings.LANGUAGES)
    if code not in known:
        raise ValueError(f"“{code}” is not one of the languages of the record: {', '.join(known)}")
    return code


def at_most(length: int) -> StringConstraints:
    """Return the rule that a text is not empty and not longer than ``length`` characters."""
    return StringConstraints(min_length=1, max_length=length)


Key = Annotated[str, AfterValidator(_key)]
Words = Annotated[str, StringConstraints(min_length=1)]
Prose = Annotated[str, StringConstraints(min_length=1), AfterValidator(normal)]
Language = Annotated[str, AfterValidator(_language)]
# Never None: what is not stated is a PartialDate that knows nothing.
Date = Annotated[PartialDate, PlainValidator(parse_date), PlainSerializer(plain_date)]


class Part(BaseModel):
    """A part of an entry: unknown fields and other types than those stated are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, frozen=True)


class Entry(Part):
    """One entry of a record file. Fields without a default must be written, as null where no source says."""

    id: Key

    def plain(self) -> dict[str, Any]:
        """Return the entry as plain values, every field in it."""
        return self.model_dump(mode="json")


Reference = tuple[str, str, Refers]


def references_in(part: Part, path: str = "") -> list[Reference]:
    """Return every key that ``part`` names, as path of the field, key, and what it may be."""
    found: list[Reference] = []
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        where = f"{path}.{name}" if path else name
        mark = next((mark for mark in field.metadata if isinstance(mark, Refers)), None)
        if mark is not None:
            found += [(place, key, mark) for place, key in _each(value, where)]
        else:
            for place, inner in _each(value, where):
                if isinstance(inner, Part):
                    found += references_in(inner, place)
    return found


def _each(value: Any, where: str) -> list[tuple[str, Any]]:
    if isinstance(value, list):
        return [(f"{where}[{position}]", item) for position, item in enumerate(value, 1)]
    return [] if value is None else [(where, value)]
