"""One at a time: who works on the index holds a row, for as long as it lives and says so."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from core.outbox.operations import reason_of, wait_after
from search.models import Duty, Task

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=1)
# A rebuild that fails at its end, as on a full disk, has cost much.
LONGEST_WAITS: dict[str, timedelta] = {Task.REBUILD: timedelta(minutes=10)}
LOOK_AGAIN = 0.2


class Busy(Exception):  # noqa: N818  (it is what is the case)
    """Another process does it, or it failed a moment ago and is to be left alone for a while."""


class LeaseLost(Exception):  # noqa: N818
    """The lease ran out before the work was done, and another process may have taken it over."""


class Lease:
    """A duty that is held. Whoever holds it for longer renews it between two steps."""

    def __init__(self, name: str, holder: str) -> None:
        """Keep who holds it."""
        self.name, self._holder = name, holder

    def renew(self) -> None:
        """Begin the time of the lease anew. Raises ``LeaseLost``.

        In a transaction it also keeps all others from taking the duty over before the end of that.
        """
        if not self._mine().update(lease_until=timezone.now() + settings.SEARCH_LEASE):
            raise LeaseLost(self.name)

    def end(self, **values: Any) -> None:
        """Let go of the duty, and note ``values`` where it is still held."""
        self._mine().update(lease_until=None, holder="", **values)

    def _mine(self) -> Any:
        return Duty.objects.filter(name=self.name, holder=self._holder)


@contextmanager
def on_duty(name: str, *, patience: timedelta = timedelta(0), after_failure: bool = False) -> Iterator[Lease]:
    """Hold a duty. Raises ``Busy`` where it is not free within ``patience``.

    After a failure it is left alone for a while, longer each time, unless ``after_failure`` asks for it all the same.
    """
    lease = _take(name, patience=patience, after_failure=after_failure)
    try:
        yield lease
    except Exception as error:
        _put_off(lease, error)
        raise
    except BaseException:  # the process is told to end
        lease.end()
        raise
    lease.end(attempts=0, last_error="", next_try_at=timezone.now(), done_at=timezone.now())


def _take(name: str, *, patience: timedelta, after_failure: bool) -> Lease:
    deadline, holder = timezone.now() + patience, secrets.token_hex(8)
    while True:
        now = timezone.now()
        free = Duty.objects.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now), name=name)
        if not after_failure:
            free = free.filter(next_try_at__lte=now)
        if free.update(holder=holder, lease_until=now + settings.SEARCH_LEASE, attempts=F("attempts") + 1):
            return Lease(name, holder)
        if not Duty.objects.filter(name=name).exists():
            Duty.objects.get_or_create(name=name)
        elif timezone.now() >= deadline:
            raise Busy(name)
        else:
            time.sleep(LOOK_AGAIN)


def _put_off(lease: Lease, error: Exception) -> None:
    attempts = Duty.objects.filter(name=lease.name).values_list("attempts", flat=True).first() or 1
    wait = wait_after(attempts - 1, first=FIRST_WAIT, longest=LONGEST_WAITS.get(lease.name, LONGEST_WAIT))
    lease.end(next_try_at=timezone.now() + wait, last_error=reason_of(error))
