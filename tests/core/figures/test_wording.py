"""Whether words say a number is known for every way in which the record writes numbers."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from core.figures.wording import says

pytestmark = pytest.mark.sqlite

RECORD = Path(__file__).resolve().parents[3] / "record"
SAID = [
    ("over 42 million", "42000000"),
    ("48,745,227", "48745227"),
    ("48 745 227 nəfər", "48745227"),
    ("48.745.227", "48745227"),
    ("99.4 to 99.8 per cent", "99.4"),
    ("99,8 faiz", "99.8"),
    ("2 to 3 million", "2000000"),
    ("2,8 milyon", "2800000"),
    ("35 min müraciət", "35000"),
    ("5 min", "5"),
    ("12 тысяч", "12000"),
    ("42 миллиона", "42000000"),
    ("٤٢ مليون", "42000000"),
    ("3 milliards", "3000000000"),
    ("16 (5 in Baku)", "16"),
    ("40,000-45,000", "45000"),
    ("5th", "5"),
    ("half of them", "50"),
    ("", "50"),
]
NOT_SAID = [
    ("over 42 million", "42"),
    ("over 42 million", "24000000"),
    ("16 centres", "61"),
    ("48,745,227", "48745272"),
    ("99.4", "994"),
    ("5 minutes", "5000"),
    ("12", "120"),
]


@pytest.mark.parametrize(("words", "number"), SAID)
def test_words_say_a_number(words: str, number: str) -> None:
    assert says(words, Decimal(number))
    assert says(words, Decimal(f"{number}.0000" if "." not in number else number), None)


@pytest.mark.parametrize(("words", "number"), NOT_SAID)
def test_words_do_not_say_a_number(words: str, number: str) -> None:
    assert not says(words, Decimal(number))


def test_both_ends_of_a_range_are_said() -> None:
    assert says("10 to 12", Decimal(10), Decimal(12))
    assert not says("10 to 12", Decimal(10), Decimal(13))


def test_every_figure_of_the_record_is_said_by_its_words() -> None:
    figures = [
        (figure["stated"], figure.get("low"), figure.get("high"))
        for practice in yaml.safe_load((RECORD / "practices.yaml").read_text())
        for figure in practice.get("figures", [])
    ]
    assert len(figures) > 100
    assert [
        (words, *ends)
        for words, *ends in figures
        if not says(words, *(None if end is None else Decimal(str(end)) for end in ends))
    ] == []
