"""What comes round by the clock: reviewers are reminded, and whoever asked hears when no opinion came."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.opinions.letters import write_reminder
from core.opinions.models import OpinionRequest
from core.opinions.operations import new_link, opens
from core.opinions.telling import tell_asker
from core.outbox.registry import register_timed_work

# So many days before it is due; who was asked later than that is not reminded of what they have just read.
BEFORE = timedelta(days=3)
AT_ONCE = 200

logger = logging.getLogger(__name__)


@register_timed_work("reminders of opinions", every=timedelta(hours=6))
def remind_of_opinions() -> None:
    """Remind reviewers once, and tell whoever asked once that the day has passed. Safe to repeat."""
    today = timezone.localdate()
    waiting = OpinionRequest.objects.unanswered().with_answers()
    soon = waiting.filter(reminded_at__isnull=True, due_on__gte=today, due_on__lte=today + BEFORE)
    for request in soon.order_by("due_on", "pk")[:AT_ONCE]:
        _done_alone(_remind, request)
    late = waiting.filter(expiry_told_at__isnull=True, due_on__lt=today)
    for request in late.order_by("due_on", "pk")[:AT_ONCE]:
        _done_alone(_tell_expired, request)


def _done_alone(act: Callable[[OpinionRequest], None], request: OpinionRequest) -> None:
    """Let a request that fails keep no other from its turn; it is tried again the next time."""
    try:
        act(request)
    except Exception:  # whatever it is: the others wait
        logger.exception("The request for an opinion %s was not dealt with.", request.pk)


@transaction.atomic
def _remind(request: OpinionRequest) -> None:
    if not _note(request, "reminded_at"):
        return
    is_fresh = timezone.localtime(request.asked_at).date() >= request.due_on - BEFORE
    if not is_fresh and opens(request):
        write_reminder(request, new_link(request))


@transaction.atomic
def _tell_expired(request: OpinionRequest) -> None:
    if _note(request, "expiry_told_at"):
        tell_asker(request, "opinion expired")


def _note(request: OpinionRequest, field: str) -> bool:
    """Note that it was told; whoever notes it first tells."""
    mine = OpinionRequest.objects.unanswered().filter(pk=request.pk, **{f"{field}__isnull": True})
    return bool(mine.update(**{field: timezone.now()}))
