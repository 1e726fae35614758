"""A confirmation holds for twelve months: on which day it ends, and that rows and columns are asked alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.records.kinds import Kind
from core.records.yearly import due_on, is_lapsed, lapsed_before
from core.shown.confirmed import Standing

pytestmark = pytest.mark.sqlite
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("confirmed", "due"),
    [
        ("2026-03-01", "2027-03-01"),
        ("2026-12-31", "2027-12-31"),
        ("2027-02-28", "2028-02-28"),
        ("2028-02-29", "2029-02-28"),
    ],
)
def test_it_holds_until_the_same_day_of_the_next_year(confirmed: str, due: str) -> None:
    assert due_on(date.fromisoformat(confirmed)) == date.fromisoformat(due)


@given(confirmed=DAYS, on=DAYS)
def test_a_column_is_asked_what_a_row_is_asked(confirmed: date, on: date) -> None:
    assert is_lapsed(confirmed, on=on) == (confirmed < lapsed_before(on))


@pytest.mark.parametrize("year", [2028, 2029, 2030])
def test_around_the_day_that_most_years_lack(year: int) -> None:
    days = [date(year - 1, 2, 27), date(year - 1, 2, 28), date(year - 1, 3, 1)]
    days += [date(2028, 2, 29)] if year == 2029 else []
    for confirmed in days:
        for on in (date(year, 2, 27), date(year, 2, 28), date(year, 3, 1), date(year, 3, 2)):
            assert is_lapsed(confirmed, on=on) == (confirmed < lapsed_before(on))


def test_what_is_said_of_each() -> None:
    confirmed, last, after = date(2026, 3, 1), date(2027, 3, 1), date(2027, 3, 2)
    assert Standing.of(Kind.PRACTICE, None, at=after).words.startswith("Compiled from public sources")
    assert Standing.of(Kind.PRACTICE, confirmed, at=last).words == "Confirmed by the institution."
    said = "Last confirmed by the institution on 1 March 2026; not confirmed since."
    assert Standing.of(Kind.PRACTICE, confirmed, at=after).words == said
    assert Standing.of(Kind.COUNTRY, confirmed, at=date(2040, 1, 1)).words == "Confirmed by the institution."
    assert Standing.of(Kind.PRACTICE, None, at=after).lapsed == ""
