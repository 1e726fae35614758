"""What the worker does for the site by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command

from core.outbox.registry import register_timed_work


@register_timed_work("scheduled pages", every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publish the pages whose time has come, and take down those whose time is over."""
    call_command("publish_scheduled", verbosity=0)
