"""What the worker does for core by the clock."""

from __future__ import annotations

from datetime import timedelta

from core.generations.operations import gather
from core.letters.operations import forget_old, send_due
from core.outbox.registry import register_timed_work
from core.unsent import operations as unsent


@register_timed_work("generations", every=timedelta(minutes=1))
def gather_generations() -> None:
    """Keep the numbers of changes few."""
    gather()


@register_timed_work("letters", every=timedelta(seconds=2))
def send_letters() -> None:
    """Send what the site wrote."""
    send_due()


@register_timed_work("old letters", every=timedelta(days=1))
def forget_letters() -> None:
    """Delete what nobody needs to know of letters any more."""
    forget_old()


@register_timed_work("unsent forms", every=timedelta(hours=1))
def forget_unsent_forms() -> None:
    """Delete what was typed, not sent, and not come for."""
    unsent.forget_old()
