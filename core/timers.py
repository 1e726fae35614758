"""What the worker does for core by the clock."""

from __future__ import annotations

from datetime import timedelta

from core.generations.operations import gather
from core.outbox.registry import register_timed_work


@register_timed_work("generations", every=timedelta(minutes=1))
def gather_generations() -> None:
    """Keep the numbers of changes few."""
    gather()
