"""A partial date in one line: what is written is read back, and what cannot be read is explained."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate
from core.forms.dates import PartialDateField, read_partial_date, write_partial_date

pytestmark = pytest.mark.sqlite

SECOND_HALF = (datetime.date(2013, 7, 1), datetime.date(2013, 12, 31))
DAYS = st.one_of(st.none(), st.dates(min_value=datetime.date(1000, 1, 1)))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=60).map(
    lambda text: " ".join(text.split())
)


@given(DAYS, DAYS, WORDS)
def test_what_is_written_is_read_back(first: datetime.date | None, last: datetime.date | None, words: str) -> None:
    if first and last and first > last:
        first, last = last, first
    date = PartialDate(first, last, words)
    assert read_partial_date(write_partial_date(date)) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", PartialDate.from_iso("2019")),
        (" 2019-06 ", PartialDate.from_iso("2019-06")),
        ("2019-06-21", PartialDate.from_iso("2019-06-21")),
        ("2013-07 – 2013-12 (second half of 2013)", PartialDate(*SECOND_HALF, "second half of 2013")),
        ("2013-07/2013-12", PartialDate(*SECOND_HALF)),
        ("2019 -", PartialDate(earliest=datetime.date(2019, 1, 1))),
        ("– 2019", PartialDate(latest=datetime.date(2019, 12, 31))),
        ("second half of 2013", PartialDate(words="second half of 2013")),
        ("(2015, or under the memorandum)", PartialDate(words="2015, or under the memorandum")),
        ("2019 (in the spring (of that year))", PartialDate.from_iso("2019", "in the spring (of that year)")),
        ("", PartialDate()),
    ],
)
def test_all_the_ways_to_write_a_date(text: str, expected: PartialDate) -> None:
    assert PartialDateField().clean(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2019-13", "not a date that can be read"),
        ("2019-02-30", "not a date that can be read"),
        ("21.06.2019", "2019-06-21 (year, month, day)"),
        ("2019-6", "not a date that can be read"),
        ("21 June 2019", "put the words of the source in brackets: (21 June 2019)"),
        ("2021 – 2019", "write the earlier date first (2019 – 2021)"),
        ("–", "not a date that can be read"),
        ("about " + "x" * 250, "at most 200 fit"),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDateField().clean(text)
    assert told in caught.value.messages[0]


def test_a_date_that_was_not_touched_has_not_changed() -> None:
    field = PartialDateField()
    date = PartialDate(datetime.date(2013, 7, 1), datetime.date(2013, 12, 31), "second half")
    assert not field.has_changed(date, field.prepare_value(date))
    assert not field.has_changed(None, "")
    assert field.has_changed(date, "2013")
