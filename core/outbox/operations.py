"""Enqueue, lease, deliver."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.outbox.models import OutboxEntry, Timer
from core.outbox.registry import CONSUMERS, LONG, SHORT, TIMED_WORK

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
logger = logging.getLogger(__name__)


def enqueue(*, record_id: int) -> None:
    """Write one row per consumer; call it in the transaction of the change."""
    OutboxEntry.objects.bulk_create(OutboxEntry(consumer=name, record_id=record_id) for name in CONSUMERS)


def deliver_batch(*, size: int = 100, go_on: Callable[[], bool] = lambda: True) -> int:
    """Deliver up to ``size`` due entries, oldest first, and return how many were due.

    Each is leased first, then handled and deleted in one transaction: a worker that dies between the two leaves a row
    whose lease passes. A consumer that fails is tried again, later each time. ``go_on`` is asked before every entry.
    """
    now = timezone.now()
    ids = list(OutboxEntry.objects.due(now).order_by("next_try_at", "pk").values_list("pk", flat=True)[:size])
    for pk in ids:
        if not go_on():
            break
        if _lease(pk, now):
            _deliver(pk)
    return len(ids)


def _lease(pk: int, now: datetime) -> bool:
    taken = OutboxEntry.objects.due(now).filter(pk=pk)
    return bool(taken.update(lease_until=timezone.now() + settings.OUTBOX_LEASE, attempts=F("attempts") + 1))


def _deliver(pk: int) -> None:
    try:
        with transaction.atomic():
            entry = OutboxEntry.objects.select_for_update().filter(pk=pk).first()
            if entry is None:
                return
            CONSUMERS[entry.consumer](entry.record_id)
            entry.delete()
    except Exception as error:  # the worker must outlive a failing consumer; the row keeps the reason
        logger.exception("The outbox entry %s failed.", pk)
        _put_off(pk, error)


def wait_after(attempts: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """Return how long to wait before the next attempt: twice as long after each, and never longer than ``longest``."""
    return min(first * 2 ** min(attempts, 12), longest)


def reason_of(error: Exception) -> str:
    """Return what is kept of an error for the operator."""
    return f"{type(error).__name__}: {error}"[:2000]


def _put_off(pk: int, error: Exception) -> None:
    entry = OutboxEntry.objects.filter(pk=pk).first()
    if entry is None:  # its record was deleted meanwhile
        return
    wait = wait_after(entry.attempts, first=FIRST_WAIT, longest=LONGEST_WAIT)
    OutboxEntry.objects.filter(pk=pk).update(
        lease_until=None,
        next_try_at=timezone.now() + wait,
        last_error=reason_of(error),
    )


def run_due_timers(lanes: Collection[str] = (SHORT, LONG)) -> list[str]:
    """Do the timed work of some lanes that is due and return its names; what fails is logged and comes round again."""
    done = []
    for work in [work for work in TIMED_WORK.values() if work.lane in lanes]:
        Timer.objects.get_or_create(name=work.name)
        now = timezone.now()
        taken = Timer.objects.due(now).filter(name=work.name)
        if not taken.update(lease_until=now + settings.OUTBOX_LEASE, attempts=F("attempts") + 1):
            continue
        failure = ""
        try:
            work.run()
        except Exception as error:  # one failing timer must not stop the others
            logger.exception("The timed work %s failed.", work.name)
            failure = reason_of(error)
        Timer.objects.filter(name=work.name).update(
            lease_until=None, next_try_at=timezone.now() + work.every, last_error=failure
        )
        done.append(work.name)
    return done
