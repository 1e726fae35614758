"""Which part of the results an engine is asked for."""

from __future__ import annotations

import pytest

from search.planning import plan
from search.query import MOST_RESULTS, SearchQuery

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("start", "size", "asked"),
    [
        (0, 20, (0, 20)),
        (40, 20, (40, 20)),
        (-5, 20, (0, 20)),
        (0, 0, (0, 0)),
        (0, -1, (0, 0)),
        (MOST_RESULTS - 20, 20, (MOST_RESULTS - 20, 20)),
        (MOST_RESULTS - 5, 20, (MOST_RESULTS - 5, 5)),
        (MOST_RESULTS, 20, (0, 0)),
        (10**18, 20, (0, 0)),
        (0, 10**18, (0, MOST_RESULTS)),
    ],
)
def test_no_engine_is_asked_for_more_than_lists_show(start: int, size: int, asked: tuple[int, int]) -> None:
    made = plan(SearchQuery(text="service", start=start, size=size))
    assert (made.start, made.size) == asked
