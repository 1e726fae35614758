"""Orders of volumes: placed by readers, made one after another by the worker, the same content once."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from core.audience.providers import tokens_of
from core.generations import names
from core.generations.names import EVERYTHING
from core.generations.noting import noting
from core.generations.operations import generations_of
from core.outbox.registry import LONG, register_timed_work
from core.pagecache.release import release
from core.pdf import making, shelf
from core.pdf.jobs import BROKEN
from core.pdf.models import OrderState, PrintOrder, open_orders
from core.pdf.publications import stamp
from core.pdf.registry import MAKERS
from core.records.models import Record

SECONDS, PAGES = 1_800.0, 8_000
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
# So often the worker says how far it is, and looks whether anybody still wants it.
SAID = 1.0
logger = logging.getLogger(__name__)


class Unwanted(Exception):  # noqa: N818
    """Everybody who ordered it has cancelled."""


def place(
    *, maker: str, title: str, language: str, asked: dict[str, Any], record_ids: Sequence[int], by: Any
) -> PrintOrder:
    """Order a volume; where the same was made already and nothing has changed since, it is ready at once."""
    tokens = sorted(tokens_of(by))
    fingerprint = _fingerprint(maker, title, language, asked, tokens)
    order = PrintOrder(
        maker=maker,
        title=title,
        language=language,
        asked=asked,
        record_ids=list(record_ids),
        tokens=tokens,
        fingerprint=fingerprint,
        ordered_by=by if by is not None and by.is_authenticated else None,
    )
    made = (
        PrintOrder.objects.filter(fingerprint=fingerprint, failure="").exclude(digest="").order_by("-ended_at").first()
    )
    if made is not None and is_there(made, by):
        order.begun_at = order.ended_at = timezone.now()
        order.shown_ids = made.shown_ids
        order.parts_done, order.pages, order.size, order.digest = made.parts_done, made.pages, made.size, made.digest
    order.save()
    return order


def _fingerprint(*parts: Any) -> str:
    """Return one value for what was asked, for everything as it is today, and for how this release prints it.

    The day is part of it: a confirmation that holds no more makes another text of a practice, and nothing is saved.
    """
    state = [generations_of([EVERYTHING]), timezone.localdate().isoformat(), stamp(), release()]
    return hashlib.sha256(json.dumps([parts, state], sort_keys=True, default=str).encode()).hexdigest()


def cancel(order: PrintOrder) -> None:
    """Cancel an order that is not made yet; others of the same content go on."""
    open_orders().filter(pk=order.pk).update(cancelled_at=timezone.now())


def may_read(order: PrintOrder, user: Any) -> bool:
    """Whether ``user`` may hear of the order: who may see all that its reader could."""
    return set(order.tokens) <= tokens_of(user)


def state_for(order: PrintOrder, user: Any) -> OrderState:
    """Return where an order stands for ``user``: expired too where its file cannot be given any more."""
    state = order.state
    return OrderState.EXPIRED if state == OrderState.READY and not is_there(order, user) else state


def is_there(order: PrintOrder, user: Any) -> bool:
    """Whether the file of an order can be given to ``user``: it is kept, and all that stands in it is shown still."""
    shown = set(order.shown_ids or order.record_ids)
    seen = Record.objects.visible_to(user).filter(pk__in=shown)
    return may_read(order, user) and seen.count() == len(shown) and shelf.find(order.digest) is not None


# --- Making ------------------------------------------------------------------------------------------


@register_timed_work("print orders", every=timedelta(seconds=1), lane=LONG)
def make_next() -> None:
    """Make the oldest order that nobody is at."""
    now = timezone.now()
    for order in open_orders().due(now).order_by("ordered_at", "pk")[:1]:
        mine = open_orders().due(now).filter(pk=order.pk)
        if mine.update(lease_until=now + LEASE, begun_at=now, attempts=F("attempts") + 1):
            _make(order)


def _make(order: PrintOrder) -> None:
    if order.attempts >= MOST_ATTEMPTS:
        _end(order, failure=BROKEN)
        return
    began, progress = time.monotonic(), _Progress(order)
    try:
        reader = order.ordered_by or AnonymousUser()
        if sorted(tokens_of(reader)) != order.tokens:
            # Others who ordered the same may have it still.
            open_orders().filter(pk=order.pk).update(ended_at=timezone.now(), lease_until=None, failure="rights")
            return
        hidden = _hidden_from(reader)
        with noting() as notes:
            ready = MAKERS[order.maker](order.asked, reader, progress.parts)
        file = making.by_worker(ready, seconds=SECONDS, pages=PAGES, hear=progress.pages)
        _end(
            order,
            shown_ids=sorted(names.record_ids(notes.names) - hidden),
            digest=ready.digest,
            size=file.stat().st_size,
            pages=progress.last,
            seconds=time.monotonic() - began,
        )
    except Unwanted:
        open_orders().filter(pk=order.pk).update(lease_until=None)
    except making.NotPrinted as error:
        logger.exception("The order %s was not printed.", order.pk)
        if error.reason == BROKEN:  # it may have been the machine: there are more attempts
            _same(order).update(lease_until=None, next_try_at=timezone.now() + LEASE)
        else:
            _end(order, failure=error.reason)
    except making.Busy:
        open_orders().filter(pk=order.pk).update(lease_until=None, next_try_at=timezone.now() + LEASE)
    except (InterfaceError, OperationalError):  # the database is away: the lease passes, and it is tried again
        raise
    except Exception:
        logger.exception("The order %s cannot be put together.", order.pk)
        _end(order, failure=BROKEN)


def _hidden_from(reader: Any) -> set[int]:
    """Return what the reader cannot see as the work begins; what is hidden meanwhile may stand in the file."""
    seen = Record.objects.visible_to(reader).values("pk")
    return set(Record.objects.exclude(pk__in=seen).values_list("pk", flat=True))


def _same(order: PrintOrder) -> Any:
    return open_orders().filter(fingerprint=order.fingerprint)


def _end(order: PrintOrder, *, failure: str = "", **values: Any) -> None:
    now = timezone.now()
    _same(order).update(ended_at=now, begun_at=now, lease_until=None, failure=failure, parts_done=order.parts, **values)


class _Progress:
    """Says how far an order is, in the rows of all who ordered the same, and keeps the lease."""

    def __init__(self, order: PrintOrder) -> None:
        self._order, self._said, self.last = order, time.monotonic(), 0

    def parts(self, done: int) -> None:
        self._say(parts_done=done)

    def pages(self, page: int) -> None:
        self.last = max(self.last, page)
        self._say(pages=self.last)

    def _say(self, **values: int) -> None:
        if time.monotonic() - self._said < SAID:
            return
        self._said = time.monotonic()
        now = timezone.now()
        if not _same(self._order).update(begun_at=now, lease_until=now + LEASE, **values):
            raise Unwanted


def forget_old() -> None:
    """Delete orders whose files are no longer kept."""
    PrintOrder.objects.filter(ordered_at__lt=timezone.now() - 2 * shelf.KEPT).delete()


# --- What to expect ----------------------------------------------------------------------------------

# Of a practice, where nothing was made yet: pages, seconds and bytes.
PAGES_EACH, SECONDS_EACH, BYTES_EACH = 4.0, 1.2, 30_000.0


def expected(parts: int) -> dict[str, int]:
    """Return pages, seconds and bytes of a volume of so many parts, from the last ones that were made."""
    made = PrintOrder.objects.filter(failure="", seconds__gt=0).order_by("-ended_at")[:20]
    rows = [(row.parts, row.pages, row.seconds, row.size) for row in made if row.parts]
    total = sum(row[0] for row in rows)
    each = [sum(row[i] for row in rows) / total for i in (1, 2, 3)] if total else [PAGES_EACH, SECONDS_EACH, BYTES_EACH]
    ahead = open_orders().filter(begun_at__isnull=True).count()
    return {
        "pages": max(round(each[0] * parts), 1),
        "seconds": max(round(each[1] * parts), 1),
        "bytes": max(round(each[2] * parts), 1),
        "ahead": ahead,
    }
