"""Pairs taken in turn, and what is said of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

Work = Callable[[], Any]


def nothing() -> None:
    """Do nothing before a work is timed."""


@dataclass(frozen=True)
class Measurement:
    """How long something takes against something else of the same run: medians of ``rounds`` times, in seconds.

    Without a limit it is shown and judged by nobody.
    """

    name: str
    seconds: float
    against: str
    against_seconds: float
    rounds: int
    limit: float | None

    @property
    def ratio(self) -> float:
        """How many times as long it takes."""
        return self.seconds / self.against_seconds

    @property
    def holds(self) -> bool:
        """Whether it stays within its limit."""
        return self.limit is None or self.ratio <= self.limit


@dataclass(frozen=True)
class Reached:
    """What is no time: how good or how large something is, with the least or the most that it may be."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it stays within its bounds."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


Finding = Measurement | Reached


@dataclass(frozen=True)
class Side:
    """What is timed, and what comes before every turn of it and is not timed."""

    name: str
    work: Work
    before: Work = nothing

    def once(self) -> float:
        """Return how long one turn takes."""
        self.before()
        began = time.perf_counter()
        self.work()
        return time.perf_counter() - began


def compare(
    name: str, measured: Side, against: Side, *, rounds: int, limit: float | None, is_warmed: bool = True
) -> Measurement:
    """Measure one side against the other."""
    seconds, against_seconds = in_turn(measured, against, rounds=rounds, is_warmed=is_warmed)
    return Measurement(name, seconds, against.name, against_seconds, rounds, limit)


def in_turn(*sides: Side, rounds: int, is_warmed: bool = True) -> list[float]:
    """Return the median of each: A B A B ..., so that a machine that slows down slows both.

    A round before the first one is not counted where ``is_warmed``: in it a process learns what it learns once.
    """
    if is_warmed:
        for side in sides:
            side.once()
    taken = [[side.once() for side in sides] for _ in range(rounds)]
    return [median(times) for times in zip(*taken, strict=True)]
