"""How measurements are taken and judged. Nothing here takes a time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.measuring import Measurement, Reached, Side, in_turn

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]


def measured(ratio: float, limit: float | None) -> Measurement:
    return Measurement("synthetic page", ratio * 0.002, "synthetic floor", 0.002, 3, limit)


def test_sides_take_turns_and_one_round_does_not_count() -> None:
    told: list[str] = []
    sides = [Side(name, lambda n=name: told.append(n), lambda n=name: told.append(f"before {n}")) for name in "AB"]
    assert len(in_turn(*sides, rounds=2)) == 2
    assert told == ["before A", "A", "before B", "B"] * 3
    told.clear()
    in_turn(*sides, rounds=2, is_warmed=False)
    assert told == ["before A", "A", "before B", "B"] * 2


def test_the_middle_of_the_times_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0, 5, 5, 6, 10, 110])
    monkeypatch.setattr("benchmarks.measuring.time.perf_counter", lambda: next(ticks))
    assert in_turn(Side("A", lambda: None), rounds=3, is_warmed=False) == [5]


@pytest.mark.parametrize(("ratio", "limit", "holds"), [(2, 2, True), (1, 2, True), (2.01, 2, False), (99, None, True)])
def test_a_limit_is_held_or_broken(ratio: float, limit: float | None, holds: bool) -> None:
    assert measured(ratio, limit).holds is holds
    assert ("BROKEN" in results.table("synthetic", [measured(ratio, limit)])) is not holds


@pytest.mark.parametrize(
    ("least", "most", "holds"), [(0.5, None, True), (0.51, None, False), (None, 0.5, True), (None, 0.4, False)]
)
def test_what_is_no_time_has_bounds_too(least: float | None, most: float | None, holds: bool) -> None:
    reached = Reached("synthetic quality", 0.5, "nDCG@10", least, most)
    assert reached.holds is holds
    assert ("BROKEN" in results.table("synthetic", [reached])) is not holds
    assert "0.500 nDCG@10, at " in results.table("synthetic", [reached])


def test_a_bench_leaves_the_results_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(results, "RESULTS", tmp_path / "results.json")
    results.keep("two", {"pages": 2}, [measured(3, 2)])
    results.keep("one", {"pages": 1}, [measured(1, 2)])
    kept = json.loads(results.RESULTS.read_text())
    assert list(kept) == ["one", "two"]
    assert kept["two"]["sizes"] == {"pages": 2}
    assert kept["two"]["measurements"] == [
        {
            "name": "synthetic page",
            "seconds": 0.006,
            "against": "synthetic floor",
            "against_seconds": 0.002,
            "rounds": 3,
            "ratio": 3.0,
            "limit": 2,
            "holds": False,
        }
    ]


def test_a_bench_that_does_not_exist_is_named() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "benchmarks", "pagse"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    names = "pages, cached, lists, desk, record, start, search, quality, printing, volume"
    assert f"There is no bench pagse; there are: {names}." in refused.stderr


def test_the_results_on_record_hold() -> None:
    """Whoever breaks a limit mends it or says why, before the results are kept."""
    kept = json.loads(results.RESULTS.read_text())
    names = {"pages", "cached", "lists", "desk", "record", "start", "search", "quality", "printing", "volume"}
    assert {*kept} == names
    assert [found["name"] for bench in kept.values() for found in bench["measurements"] if not found["holds"]] == []
