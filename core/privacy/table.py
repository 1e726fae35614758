"""The table of retention: what is held of people, why, how long, and what happens then.

Each app adds its rows in code beside what they are about; the documentation is made of them, and the worker keeps to
them. A row without an act describes what goes with something else, or stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)

KEPT, NAMELESS, DELETED = "kept", "made nameless", "deleted"


@dataclass(frozen=True)
class Rule:
    """One row: ``covers`` names the fields by which models point at an account, as ``core.Notice.to``.

    ``act`` lets go what is older than ``time``; it must be safe to repeat, and to be ended in the middle.
    """

    what: str
    why: str
    how_long: str
    then: str
    on_closing: str
    covers: tuple[str, ...] = ()
    act: Callable[[], None] | None = None


_rules: list[Rule] = []


def register_rules(rules: Iterable[Rule]) -> None:
    """Add the rows of an app."""
    _rules.extend(rules)


def rules() -> list[Rule]:
    """Return all rows, in the order of the apps."""
    return list(_rules)


def days(time: timedelta) -> str:
    """Return a time as the table says it."""
    if time.days and time.days % 365 == 0:
        return f"{time.days // 365} year" + ("s" if time.days > 365 else "")
    if time.days:
        return f"{time.days} day" + ("s" if time.days > 1 else "")
    return f"{time.seconds // 3600} hours"


def keep_to_the_table() -> None:
    """Let go whatever has been kept long enough. One row that fails does not keep the others."""
    failed = []
    for rule in _rules:
        if rule.act is None:
            continue
        try:
            rule.act()
        except Exception:  # the next time comes, and the timer keeps the reason
            logger.exception("The rule of retention “%s” failed.", rule.what)
            failed.append(rule.what)
    if failed:
        raise RuntimeError(f"Rules of retention that failed: {', '.join(failed)}")
