"""A date is never shown as more exact than it is known."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import Answer, PartialDate, Precision

pytestmark = pytest.mark.sqlite

DAYS = st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(2999, 12, 31))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2019", "2019-01-01", "2019-12-31", Precision.YEAR),
        ("2019-06", "2019-06-01", "2019-06-30", Precision.MONTH),
        ("2020-02", "2020-02-01", "2020-02-29", Precision.MONTH),
        ("1900-02", "1900-02-01", "1900-02-28", Precision.MONTH),
        ("2019-12-24", "2019-12-24", "2019-12-24", Precision.DAY),
    ],
)
def test_what_is_read_is_as_exact_as_it_was_written(text: str, earliest: str, latest: str, precision: str) -> None:
    """Year, month and day, leap years included; written again it is the same."""
    read = PartialDate.from_iso(text)
    assert read == PartialDate(datetime.date.fromisoformat(earliest), datetime.date.fromisoformat(latest))
    assert (read.precision, read.iso) == (precision, text)


@pytest.mark.parametrize(
    "text", ["", "19", "2019-6", "2019-13", "2019-02-30", "24.12.2019", "2019-06-21T10:00", "soon"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """With an error, never a guess."""
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    ("earliest", "latest", "words", "precision", "iso"),
    [
        (None, None, "", Precision.UNKNOWN, ""),
        (None, None, "April, year not visible", Precision.WORDS, ""),
        (None, "2026-01-14", "", Precision.UNTIL, ""),
        ("2013-07-01", None, "", Precision.SINCE, ""),
        ("2013-07-01", "2013-12-31", "second half of 2013", Precision.RANGE, ""),
        ("2012-01-01", "2013-12-31", "", Precision.RANGE, ""),
        ("2019-06-01", "2019-06-29", "", Precision.RANGE, ""),
    ],
)
def test_precision_says_what_is_known(
    earliest: str | None, latest: str | None, words: str, precision: str, iso: str
) -> None:
    """Open sides, ranges and words have no ISO form."""
    bounds = [datetime.date.fromisoformat(bound) if bound else None for bound in (earliest, latest)]
    date = PartialDate(bounds[0], bounds[1], words)
    assert (date.precision, date.iso) == (precision, iso)
    assert bool(date) is (precision != Precision.UNKNOWN)


def test_a_span_does_not_end_before_it_begins() -> None:
    """The same rule as the constraint in the database."""
    with pytest.raises(ValueError, match="cannot lie between"):
        PartialDate(datetime.date(2020, 1, 2), datetime.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("text", "at", "answer"),
    [
        ("2019-06", "2019-05-31", Answer.NO),
        ("2019-06", "2019-06-01", Answer.NOT_KNOWN),
        ("2019-06", "2019-06-29", Answer.NOT_KNOWN),
        ("2019-06", "2019-06-30", Answer.YES),
        ("2019-12-24", "2019-12-23", Answer.NO),
        ("2019-12-24", "2019-12-24", Answer.YES),
    ],
)
def test_as_at_answers_yes_no_or_not_known(text: str, at: str, answer: Answer) -> None:
    """By the end of the day asked for."""
    assert PartialDate.from_iso(text).had_happened(datetime.date.fromisoformat(at)) is answer


def test_as_at_with_an_open_side() -> None:
    """Nothing known is not no."""
    day = datetime.date(2020, 1, 1)
    assert PartialDate().had_happened(day) is Answer.NOT_KNOWN
    assert PartialDate(latest=day).had_happened(day) is Answer.YES
    assert PartialDate(earliest=day).had_happened(day) is Answer.NOT_KNOWN


@given(DAYS, DAYS, DAYS, DAYS)
def test_what_has_happened_stays_happened(
    first: datetime.date, second: datetime.date, a: datetime.date, b: datetime.date
) -> None:
    """The later the day asked for, the nearer to yes."""
    date = PartialDate(min(first, second), max(first, second))
    order = [Answer.NO, Answer.NOT_KNOWN, Answer.YES]
    early, late = sorted([a, b])
    assert order.index(date.had_happened(early)) <= order.index(date.had_happened(late))


@given(DAYS)
def test_iso_forms_are_read_back(day: datetime.date) -> None:
    """Each of the three forms of any day."""
    for length in (4, 7, 10):
        text = day.isoformat()[:length]
        assert PartialDate.from_iso(text).iso == text
