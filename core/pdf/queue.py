"""What the worker prints by itself: the records that changed, so that readers find their files ready."""

from __future__ import annotations

import logging
from datetime import timedelta

from core.outbox.registry import LONG, register_consumer, register_timed_work
from core.pdf import making
from core.pdf.models import DuePrint
from core.pdf.registry import EDITIONS
from core.records.models import Record

SECONDS, PAGES = 60.0, 400
# So many records are printed before an order has its turn.
AT_ONCE = 10
logger = logging.getLogger(__name__)


@register_consumer("print")
def note_change(record_id: int) -> None:
    """Queue a record of which something is printed."""
    if Record.objects.filter(pk=record_id, kind__in=list(EDITIONS)).exists():
        DuePrint.objects.get_or_create(record_id=record_id)


@register_timed_work("print what changed", every=timedelta(seconds=2), lane=LONG)
def print_due() -> None:
    """Print some of what is queued. What cannot be printed is left to the readers' requests, which say so."""
    for row in DuePrint.objects.select_related("record").order_by("since")[:AT_ONCE]:
        record = row.record
        row.delete()  # who changes it meanwhile queues it anew
        _print(record)


def _print(record: Record) -> None:
    try:
        for ready in EDITIONS[record.kind](record.pk):
            making.by_worker(ready, seconds=SECONDS, pages=PAGES)
    except (making.NotPrinted, making.Busy):
        logger.exception("The record %s cannot be printed.", record.key)
