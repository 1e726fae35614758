"""Texts in pictures are broken so that no line runs over the edge, whatever the face and the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.embedding.measuring import clean, lines_of, width_of

pytestmark = pytest.mark.sqlite

# Letters of DejaVu Sans and DejaVu Sans Bold, the widest common face, in thousandths of the size.
ADVANCES = {
    "a": (613, 675), "e": (615, 678), "i": (278, 343), "l": (278, 343), "m": (974, 1042), "w": (818, 924),
    "r": (411, 493), "t": (392, 478), "n": (634, 712), "o": (612, 687), "ə": (615, 678), "ğ": (635, 716),
    "{": (636, 712), "æ": (982, 1048),
    "A": (684, 774), "M": (863, 995), "W": (989, 1103), "Ə": (787, 850), "0": (636, 696), "7": (636, 696),
    " ": (318, 348), ".": (318, 380), ",": (318, 380), "(": (390, 457), "%": (950, 1002), "“": (518, 657),
    "ж": (901, 995), "щ": (942, 1105),
}  # fmt: skip


@pytest.mark.parametrize("letter", ADVANCES)
def test_a_letter_is_taken_for_as_wide_as_it_can_be(letter: str) -> None:
    plain, bold = ADVANCES[letter]
    assert width_of(letter, 1000) >= plain
    assert width_of(letter, 1000, is_bold=True) >= bold


@given(st.text(), st.sampled_from([13.0, 34.0]), st.booleans())
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, size: float, is_bold: bool) -> None:
    lines = lines_of(text, 200, size, is_bold=is_bold)
    assert all(width_of(line, size, is_bold=is_bold) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


def test_words_stay_whole_where_they_can() -> None:
    assert lines_of("one two three", 60, 10) == ["one two", "three"]
    assert len(lines_of("x" * 100, 60, 10)) > 5


def test_a_mark_stays_with_its_letter() -> None:
    assert all(not line.startswith("\u0301") for line in lines_of("e\u0301" * 40, 60, 10))


def test_what_xml_refuses_and_what_turns_the_line_is_left_out() -> None:
    assert clean("a\x00b\x0bc\ud800\ufffe \u202edcba\n e") == "abc dcba e"
