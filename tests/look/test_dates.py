"""Dates are never printed more exactly than they are known."""

from datetime import date

import pytest

from core.dates import PartialDate
from tests.look.printing import printed

pytestmark = pytest.mark.sqlite

D = date
CASES = [
    (PartialDate.from_iso("2019-12-24"), "24 December 2019", "24 dekabr 2019", "2019-12-24"),
    (PartialDate.from_iso("2019-06"), "June 2019", "iyun 2019", "2019-06"),
    (PartialDate.from_iso("2016"), "2016", "2016", "2016"),
    (PartialDate(D(2013, 7, 1), D(2013, 12, 31)), "second half of 2013", None, None),
    (PartialDate(D(2013, 1, 1), D(2015, 12, 31)), "2013–2015", "2013–2015", None),
    (PartialDate(D(2013, 5, 1), D(2013, 9, 30), "in the summer"), "in the summer", None, None),
    (PartialDate(D(2023, 2, 13), D(2023, 2, 15)), "13–15 Feb", None, None),
    (PartialDate(None, D(2026, 1, 31)), "no later than January 2026", None, None),
    (PartialDate(D(2012, 1, 1), None), "not before 2012", None, None),
    (PartialDate(None, None, "April, year not visible"), "April, year not visible", "April, year not visible", None),
    (PartialDate(), "not stated", None, None),
]


@pytest.mark.parametrize(("value", "english", "azerbaijani", "iso"), CASES)
def test_a_date_says_what_is_known(value: PartialDate, english: str, azerbaijani: str | None, iso: str | None) -> None:
    page = printed("{% partial_date d %}", d=value)
    assert english in page
    assert (f'datetime="{iso}"' in page) if iso else ("<time" not in page)
    if azerbaijani:
        assert azerbaijani in printed("{% partial_date d %}", d=value, language="az")


def test_words_of_the_source_keep_their_language() -> None:
    page = printed("{% partial_date d %}", d=PartialDate(None, None, "April"), language="az")
    assert '<span class="date" lang="en">April</span>' in page


def test_a_span_is_computed_where_the_words_are_of_another_language() -> None:
    value = PartialDate(D(2013, 5, 1), D(2013, 9, 30), "in the summer")
    assert "in the summer" not in printed("{% partial_date d %}", d=value, language="az")


def test_a_plain_day_is_a_date_too() -> None:
    assert "24 Dec 2019" in printed("{% partial_date d short=True %}", d=D(2019, 12, 24))
