"""Wagtail's own letters about workflows are not sent: people are told by their desk, once and in their language."""

from __future__ import annotations

from typing import Any

from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

PLACES = {
    workflow_submitted: "workflow_state_submitted_email_notification",
    workflow_rejected: "workflow_state_rejected_email_notification",
    workflow_approved: "workflow_state_approved_email_notification",
}


def keep_wagtail_quiet() -> None:
    """Take the places of Wagtail's receivers before it comes: a place that is taken is not taken again."""
    for signal, place in PLACES.items():
        signal.connect(_say_nothing, sender=WorkflowState, dispatch_uid=place)


def _say_nothing(sender: Any, **kwargs: Any) -> None:
    """Send no letter."""
