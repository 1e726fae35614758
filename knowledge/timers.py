"""What comes round by the clock: who should decide is reminded, and who answers for it is told when nobody does."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.outbox.registry import register_timed_work
from core.pdf.queue import note_change
from core.records.yearly import A_DAY, due_by, lapsed_before
from core.review.models import GateState, Manuscript
from core.review.people import keepers_of, secretariat
from core.review.states import Gate
from knowledge.desk.due_asking import ask_again
from knowledge.notifications import DUE_SOON, OVERDUE, remind

# So many days before it is due, whoever has it is reminded; so many after, the secretariat hears of it.
BEFORE, AFTER = timedelta(days=3), timedelta(days=2)
AT_ONCE = 200
# What is printed of a practice is made anew when its confirmation has ended: of so many days, where no worker ran.
LOOKED_BACK = timedelta(days=7)


@register_timed_work("reminders of reviews", every=timedelta(hours=6))
def remind_of_reviews() -> None:
    """Remind and escalate, each once for every time that a text comes to a gate. Safe to repeat."""
    today = timezone.localdate()
    waiting = (
        Manuscript.objects.open()
        .with_review()
        .filter(review__status="in_progress", review__current_task_state__gatestate__paused_at__isnull=True)
    )
    due = F("review__current_task_state__gatestate__due_on")
    waiting = waiting.annotate(due=due)
    soon = Q(review__current_task_state__gatestate__reminded_at__isnull=True, due__lte=today + BEFORE)
    late = Q(review__current_task_state__gatestate__escalated_at__isnull=True, due__lte=today - AFTER)
    for manuscript in waiting.filter(soon)[:AT_ONCE]:
        _remind(manuscript)
    for manuscript in waiting.filter(late)[:AT_ONCE]:
        _escalate(manuscript)


@transaction.atomic
def _remind(manuscript: Manuscript) -> None:
    gate = manuscript.at_gate
    if gate is None or not _note(gate, "reminded_at"):
        return
    remind(manuscript, DUE_SOON, [gate.holder] if gate.holder is not None else keepers_of(manuscript))


@transaction.atomic
def _escalate(manuscript: Manuscript) -> None:
    gate = manuscript.at_gate
    if gate is None or not _note(gate, "escalated_at"):
        return
    concerned = [*secretariat(), *(keepers_of(manuscript) if gate.gate == Gate.ENDORSEMENT else [])]
    remind(manuscript, OVERDUE, concerned)


def _note(gate: GateState, field: str) -> bool:
    """Note that it was told; whoever notes it first tells."""
    return bool(GateState.objects.filter(pk=gate.pk, **{f"{field}__isnull": True}).update(**{field: timezone.now()}))


@register_timed_work("confirmations asked for again", every=timedelta(hours=6))
def remind_of_confirmations() -> None:
    """Ask focal points for the confirmations that end, and tell the secretariat of those that ended long ago."""
    ask_again(on=timezone.localdate())


@register_timed_work("print what is confirmed no more", every=timedelta(hours=6))
def print_what_lapsed() -> None:
    """Queue the practices whose confirmation ended: nothing was saved, and their file says so now. Safe to repeat."""
    today = timezone.localdate()
    ended = due_by(today - A_DAY).filter(confirmed_on__gte=lapsed_before(today - LOOKED_BACK))
    for record in ended.values_list("record", flat=True):
        note_change(record)
