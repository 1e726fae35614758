"""A date that is never shown as more exact than it is known."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

ISO_YEAR = re.compile(r"^(\d{4})$")
ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


class Answer(StrEnum):
    """What can be said about a partial date at a given day."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNTIL = "until"
    SINCE = "since"
    WORDS = "words"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartialDate:
    """The span of days in which something happened, with the words of the source.

    ``earliest`` and ``latest`` are inclusive; ``None`` means that no bound is known on that side. ``words`` holds what
    the source says where that is not just the span ("second half of 2013", "April, year not visible").
    """

    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"A date cannot lie between {self.earliest} and {self.latest}.")

    @classmethod
    def from_iso(cls, text: str, words: str = "") -> PartialDate:
        """Read ``2019``, ``2019-06`` or ``2019-06-21``; raises ``ValueError`` for anything else."""
        if match := ISO_DAY.match(text):
            day = datetime.date(*(int(part) for part in match.groups()))
            return cls(day, day, words)
        if match := ISO_MONTH.match(text):
            year, month = (int(part) for part in match.groups())
            first = datetime.date(year, month, 1)
            return cls(first, first.replace(day=calendar.monthrange(year, month)[1]), words)
        if match := ISO_YEAR.match(text):
            year = int(match.group(1))
            return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31), words)
        raise ValueError(f"“{text}” is not a date: write 2019, 2019-06 or 2019-06-21.")

    def __bool__(self) -> bool:
        """Whether anything at all is known."""
        return bool(self.earliest or self.latest or self.words)

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        if self.earliest and self.latest:
            return self._span_precision(self.earliest, self.latest)
        if self.latest:
            return Precision.UNTIL
        if self.earliest:
            return Precision.SINCE
        return Precision.WORDS if self.words else Precision.UNKNOWN

    @staticmethod
    def _span_precision(earliest: datetime.date, latest: datetime.date) -> Precision:
        if earliest == latest:
            return Precision.DAY
        if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
            return Precision.YEAR if earliest.year == latest.year else Precision.RANGE
        last_day = calendar.monthrange(earliest.year, earliest.month)[1]
        same_month = (earliest.year, earliest.month) == (latest.year, latest.month)
        return Precision.MONTH if same_month and (earliest.day, latest.day) == (1, last_day) else Precision.RANGE

    @property
    def iso(self) -> str:
        """The ISO 8601 form as exact as it is known; empty where it is not a day, month or year."""
        if self.earliest is None:
            return ""
        shapes = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
        shape = shapes.get(self.precision)
        # strftime does not pad years before 1000 on every platform; isoformat does.
        return self.earliest.isoformat()[: {"%Y-%m-%d": 10, "%Y-%m": 7, "%Y": 4}[shape]] if shape else ""

    def had_happened(self, at: datetime.date) -> Answer:
        """Whether it had happened by the end of the day ``at``: yes, no, or not known."""
        if self.latest and self.latest <= at:
            return Answer.YES
        if self.earliest and self.earliest > at:
            return Answer.NO
        return Answer.NOT_KNOWN
