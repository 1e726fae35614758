"""What listens to changes, and what comes round by the clock; apps register it at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Consumer = Callable[[int], None]
SHORT, LONG = "short", "long"


@dataclass(frozen=True)
class TimedWork:
    """Work that comes round every ``every``; it must be safe to repeat.

    What takes longer than a moment belongs to the lane ``LONG``, which may have a worker of its own.
    """

    name: str
    every: timedelta
    run: Callable[[], None]
    lane: str


CONSUMERS: dict[str, Consumer] = {}
TIMED_WORK: dict[str, TimedWork] = {}


def register_consumer(name: str) -> Callable[[Consumer], Consumer]:
    """Register a function that hears the id of every changed record, exactly once per change.

    It runs in the transaction that deletes the outbox row, so its database writes happen once; work outside the
    database must be safe to repeat.
    """

    def register(consumer: Consumer) -> Consumer:
        CONSUMERS[name] = consumer
        return consumer

    return register


def register_timed_work(
    name: str, *, every: timedelta, lane: str = SHORT
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register work that the worker of a lane does every ``every``."""

    def register(run: Callable[[], None]) -> Callable[[], None]:
        TIMED_WORK[name] = TimedWork(name, every, run, lane)
        return run

    return register
