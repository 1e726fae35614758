"""A partial date as one line of text: ``2019``, ``2019-06``, ``2019-06-21``, a span, or the words of the source.

``2013-07 – 2013-12 (second half of 2013)`` is a span with the words in brackets; ``2019 –`` is known to be not before,
``– 2019`` not after. What begins with a letter is words alone.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import PartialDate

LONGEST_WORDS = 200
WITH_WORDS = re.compile(r"^(?P<span>[^()]*?)\s*(?:\((?P<words>.+)\))?$", re.DOTALL)
SPAN = re.compile(r"^(?P<first>[\d-]*)(?:\s*(?P<dash>[–—/]|(?:^|(?<=\s))-(?=\s|$)|\.\.)\s*(?P<last>[\d-]*))?$")
HELP = gettext_lazy(
    "As exact as the source: 2019, 2019-06 or 2019-06-21; a span 2013-07 – 2013-12; 2019 – for “not before”. "
    "Words of the source go in brackets behind it: 2013-07 – 2013-12 (second half of 2013)."
)


def read_partial_date(text: str) -> PartialDate:
    """Return what an editor wrote; raises ``ValidationError`` that says what is wrong and how to write it."""
    text = " ".join(text.split())
    if not text:
        return PartialDate()
    if not re.match(r"[\d–—/(.-]", text):
        return PartialDate(words=_short(text))
    parts = WITH_WORDS.match(text)
    span = SPAN.match(parts["span"]) if parts else None
    if parts is None or span is None:
        raise ValidationError(_not_understood(parts["span"] if parts else text))
    words = _short(parts["words"] or "")
    first, last = span["first"], span["last"]
    if span["dash"] is None:
        return _exactly(first, words) if first else PartialDate(words=words)
    return _between(first, last or "", words)


def _exactly(text: str, words: str) -> PartialDate:
    try:
        return PartialDate.from_iso(text, words)
    except ValueError as error:
        raise ValidationError(_not_understood(text)) from error


def _between(first: str, last: str, words: str) -> PartialDate:
    if not first and not last:
        raise ValidationError(_not_understood("–"))
    earliest = _exactly(first, "").earliest if first else None
    latest = _exactly(last, "").latest if last else None
    if earliest and latest and earliest > latest:
        raise ValidationError(
            _("The span ends before it begins: write the earlier date first (%(last)s – %(first)s).")
            % {"first": first, "last": last}
        )
    return PartialDate(earliest, latest, words)


def _short(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise ValidationError(
            _("The words have %(length)s characters; at most %(most)s fit. Put the rest into the note.")
            % {"length": len(words), "most": LONGEST_WORDS}
        )
    return words


def _not_understood(text: str) -> str:
    return _(
        "“%(text)s” is not a date that can be read. Write 2019, 2019-06 or 2019-06-21 (year, month, day), a span like "
        "2019-06 – 2019-09, or put the words of the source in brackets: (%(text)s)."
    ) % {"text": text}


def write_partial_date(date: PartialDate) -> str:
    """Return the line that ``read_partial_date`` reads as ``date``."""
    span = _span(date)
    if not date.words:
        return span
    if not span and re.match(r"[^\W\d_]", date.words) and " ".join(date.words.split()) == date.words:
        return date.words
    return f"{span} ({date.words})".strip()


def _span(date: PartialDate) -> str:
    if date.iso or not (date.earliest or date.latest):
        return date.iso
    # Both ends as years where that says it all, else as months, else as days.
    shape = max(_shape(date.earliest, begins=True), _shape(date.latest, begins=False))
    first, last = (day.isoformat()[:shape] if day else "" for day in (date.earliest, date.latest))
    return f"{first} – {last}".strip()


def _shape(day: datetime.date | None, *, begins: bool) -> int:
    """Return how many letters of the ISO form name the day as the first or last of a year or month."""
    if day is None or (day.month, day.day) == ((1, 1) if begins else (12, 31)):
        return len("2019")
    edge = 1 if begins else calendar.monthrange(day.year, day.month)[1]
    return len("2019-06") if day.day == edge else len("2019-06-21")


class PartialDateField(forms.CharField):
    """One line for a partial date; what cannot be read is explained and stays in the field."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the arguments of a ``CharField``; it is not required unless told."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", HELP)
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "2019-06", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a date as its line, and what was typed as it was typed."""
        return write_partial_date(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """Keep a date; strip a text."""
        return value if isinstance(value, PartialDate) else super().to_python(value)

    def clean(self, value: Any) -> PartialDate:
        """Return the ``PartialDate`` that was typed."""
        if isinstance(value, PartialDate):
            return value
        text: str = super().clean(value)
        return read_partial_date(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed is another date than before."""
        if self.disabled:
            return False
        before = initial if isinstance(initial, PartialDate) else PartialDate()
        return " ".join((data or "").split()) != write_partial_date(before)
