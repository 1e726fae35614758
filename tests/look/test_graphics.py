"""Drawings repeat numbers and places as shapes; they hold no words."""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from core.dates import PartialDate
from core.templatetags.facts import References, ShownSource
from core.templatetags.graphics import figure_groups, map_of
from tests.look.printing import printed

pytestmark = pytest.mark.sqlite

SOURCE = ShownSource("a", "A source", "/en/sources/a/")


def figure(stated: str, low: int | None, high: int | None, year: str = "2019", **more: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "measure": "applications",
        "unit": "applications",
        "role": "result",
        "note": "",
        "indicator": None,
    }
    numbers = [None if number is None else Decimal(number) for number in (low, high)]
    return SimpleNamespace(
        stated=stated,
        low=numbers[0],
        high=numbers[1],
        as_of=PartialDate.from_iso(year),
        sources=[SOURCE],
        **(values | more),
    )


def table(*figures: SimpleNamespace) -> str:
    return printed("{% part 'figures' figures=figures %}", figures=figures, references=References())


def test_figures_that_count_the_same_stand_together_oldest_first() -> None:
    groups = figure_groups(
        [figure("new", 2, 2, "2022"), figure("x", 1, 1, measure="visits"), figure("old", 1, 1, "2019")]
    )
    assert [[one.stated for one in group.figures] for group in groups] == [["old", "new"], ["x"]]


def test_bars_are_drawn_to_one_scale() -> None:
    page = table(figure("35", 35, 35), figure("70", 70, 70))
    assert re.findall(r'class="b1" x="0" y="3" width="([\d.]+)"', page) == ["50", "100"]


def test_an_open_side_is_not_drawn_as_certain() -> None:
    page = table(figure("over 50", 50, None), figure("nearly 100", None, 100))
    assert 'class="open"' in page
    assert 'class="b1 maybe"' in page


def test_a_single_figure_has_no_bar_and_keeps_its_words() -> None:
    page = table(figure("over 42 million", 42_000_000, None))
    assert "over 42 million" in page
    assert "<svg" not in page


def test_coordinates_do_not_follow_the_language() -> None:
    page = printed(
        "{% part 'figures' figures=f %}",
        f=[figure("1", 1, 1), figure("3", 3, 3)],
        references=References(),
        language="az",
    )
    assert 'width="33.33"' in page


def test_the_map_numbers_its_places_and_draws_known_ways() -> None:
    points = [
        {"key": "AZ", "name": "Azerbaijan", "origin": True},
        {"key": "PK", "name": "Pakistan"},
        {"key": "ZZ", "name": "?"},
    ]
    drawing = map_of(points, [{"start": "AZ", "end": "PK", "dated": True}, {"start": "AZ", "end": "ZZ"}])
    assert drawing is not None
    assert [point.number for point in drawing.points] == [1, 2]
    assert [way.is_dated for way in drawing.ways] == [True]
    assert len({(point.label_x, point.label_y) for point in drawing.points}) == 2


def test_one_place_is_no_map() -> None:
    assert map_of([{"key": "AZ", "name": "Azerbaijan"}]) is None
