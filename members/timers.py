"""What the worker does for accounts by the clock."""

from __future__ import annotations

from datetime import timedelta

from core.outbox.registry import LONG, register_timed_work


@register_timed_work("exports of personal data", every=timedelta(seconds=10), lane=LONG)
def make_exports() -> None:
    """Make the files that people asked for and that are too large to wait for."""
    from members.accounts.exporting import make_waiting

    make_waiting()
