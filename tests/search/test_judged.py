"""How well the search answers the judged queries of the record: a floor for each kind, which only rises.

The judgements stand in ``judged.yaml`` and were made before anything was ranked.
"""

from __future__ import annotations

import json

import pytest

from tests.house.site import RunningSite
from tests.search.judging import FLOORS, JUDGED, quality_by_kind

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

ASK = "from tests.search.judging import answered; print(answered())"


@pytest.fixture(scope="module")
def found(running_site: RunningSite) -> dict[str, list[str]]:
    """The first ten records of every query, by its place in the list."""
    return json.loads(running_site.command("shell", "--no-imports", "-c", ASK).splitlines()[-1])


def test_there_are_enough_queries_of_every_kind() -> None:
    kinds = [query["kind"] for query in JUDGED]
    assert len(kinds) >= 100
    assert min(kinds.count(kind) for kind in FLOORS) >= 12
    assert set(kinds) == set(FLOORS)


@pytest.mark.parametrize("kind", FLOORS)
def test_no_kind_falls_below_its_floor(kind: str, found: dict[str, list[str]]) -> None:
    reached, floor = quality_by_kind(found)[kind], FLOORS[kind]
    assert reached.ndcg >= floor.ndcg, f"nDCG@10 is {reached.ndcg:.3f}"
    assert reached.success >= floor.success, f"success@1 is {reached.success:.3f}"
