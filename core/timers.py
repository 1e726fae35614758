"""What the worker does for core by the clock."""

from __future__ import annotations

from datetime import timedelta

from core.generations.operations import gather
from core.letters.operations import send_due
from core.outbox.registry import LONG, register_timed_work
from core.privacy.operations import work_off
from core.privacy.table import keep_to_the_table


@register_timed_work("generations", every=timedelta(minutes=1))
def gather_generations() -> None:
    """Keep the numbers of changes few."""
    gather()


@register_timed_work("letters", every=timedelta(seconds=2))
def send_letters() -> None:
    """Send what the site wrote."""
    send_due()


@register_timed_work("retention", every=timedelta(hours=12), lane=LONG)
def keep_no_longer() -> None:
    """Let go what has been kept long enough."""
    keep_to_the_table()


@register_timed_work("erasures", every=timedelta(seconds=5), lane=LONG)
def erase_people() -> None:
    """Seek people in texts and erase them, as was asked for."""
    work_off()
