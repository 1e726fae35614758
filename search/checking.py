"""Every day the index is compared with the stored documents, and these with the records; what differs is mended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef

from core.models import AudienceToken, Record
from search.building import audience_of
from search.chosen import engine
from search.duties import Lease, on_duty
from search.indexing import build_due, note_due, note_waiting, write_waiting
from search.models import DueDocument, Duty, StoredDocument, Task, WaitingDocument
from search.rebuilding import PATIENCE, differences
from search.registry import kinds

RENEWED_AFTER, AT_ONCE = 5_000, 500
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Findings:
    """What was not as it should be, in documents.

    ``unbuilt`` records have none though readers may see them; ``left_over`` documents have no record, a withdrawn one,
    or one that other readers may see. The index lacked ``missing`` ones, held another state of ``outdated`` ones, and
    ``superfluous`` ones that it should not hold.
    """

    unbuilt: int = 0
    left_over: int = 0
    missing: int = 0
    outdated: int = 0
    superfluous: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether all was well."""
        return not any(asdict(self).values())


def check() -> Findings:
    """Compare and mend. Raises ``Busy``, and ``EngineUnavailable`` where the engine cannot be compared."""
    with on_duty(Task.CHECK, after_failure=True) as lease:
        unbuilt, left_over = _check_documents(lease)
        missing, outdated, superfluous = _check_index(lease)
        found = Findings(unbuilt, left_over, missing, outdated, superfluous)
        Duty.objects.filter(name=Task.CHECK).update(result=asdict(found))
    if not found.is_clean:
        logger.warning("The search was not as it should be and is mended: %s", found)
    return found


def _check_documents(lease: Lease) -> tuple[int, int]:
    """Build what was never built, or for other readers; let go of what has no record. Return how many of each."""
    with on_duty(Task.BUILD, patience=PATIENCE, after_failure=True) as building:
        _finish(build_due, building, lease)
        unbuilt, gone, others = _without_document(), _without_record(), _for_others(lease, building)
        failing = set(DueDocument.objects.values_list("record_id", flat=True))
        note_due([pk for pk in (*unbuilt, *gone, *others) if pk not in failing])
        _take_out([pk for pk in others if pk in failing])
        left_over = [*gone, *others]
        _finish(build_due, building, lease)
    return StoredDocument.objects.filter(pk__in=unbuilt, content__isnull=False).count(), len(left_over)


def _finish(work: Callable[[Lease], int], duty: Lease, other: Lease) -> None:
    while work(duty):
        other.renew()


def _without_document() -> list[int]:
    """Return the records that somebody may see and that have no document; of a few kinds of pages there is none."""
    documents = StoredDocument.objects.filter(pk=OuterRef("pk"), content__isnull=False)
    seen = AudienceToken.objects.filter(record=OuterRef("pk"))
    records = Record.objects.filter(Exists(seen), ~Exists(documents), kind__in=kinds(), withdrawn_on=None)
    return list(records.order_by("pk").values_list("pk", flat=True))


def _without_record() -> list[int]:
    records = Record.objects.filter(pk=OuterRef("record_id"))
    documents = StoredDocument.objects.filter(~Exists(records)).order_by("record_id")
    return list(documents.values_list("record_id", flat=True))


def _for_others(*leases: Lease) -> list[int]:
    """Return the documents of records that are withdrawn, or that other readers may see than the document says.

    What changed and was due is built already, but for what cannot be built.
    """
    found: list[int] = []
    rows: Any = StoredDocument.objects.filter(content__isnull=False).order_by("record_id")
    held: Any = rows.values_list("record_id", "content__audience").iterator(chunk_size=AT_ONCE)
    while batch := dict(islice(held, AT_ONCE)):
        # Who has no record at all is found by itself.
        withdrawn = dict(Record.objects.filter(pk__in=batch).values_list("pk", "withdrawn_on"))
        seen = audience_of(pk for pk, day in withdrawn.items() if day is None)
        found += [pk for pk in withdrawn if sorted(batch[pk] or ()) != sorted(seen.get(pk, ()))]
        for lease in leases:
            lease.renew()
    return found


def _take_out(ids: list[int]) -> None:
    """Let documents be found no more that cannot be built for the readers they are now for; they stay due."""
    rows = StoredDocument.objects.filter(pk__in=ids)
    rows.filter(lent=0).delete()
    rows.update(content=None, version=0, fields=None, shape="")
    note_waiting(ids)


def _check_index(lease: Lease) -> tuple[int, int, int]:
    """Write what the index should hold and does not; return how much was missing, outdated and superfluous."""
    with on_duty(Task.WRITE, patience=PATIENCE, after_failure=True) as writing:
        _finish(write_waiting, writing, lease)
        held: dict[int, int] = {}
        for number, (pk, version) in enumerate(engine().versions(), start=1):
            held[pk] = version
            if number % RENEWED_AFTER == 0:
                writing.renew()
                lease.renew()
        changed, gone = differences(held)
        waiting = set(WaitingDocument.objects.values_list("record_id", flat=True))  # changed a moment ago
        changed, gone = [pk for pk in changed if pk not in waiting], [pk for pk in gone if pk not in waiting]
        note_waiting([*changed, *gone])
        _finish(write_waiting, writing, lease)
    missing = len([pk for pk in changed if pk not in held])
    return missing, len(changed) - missing, len(gone)
