"""A new index beside the one in use, made of the stored documents, then put in its place.

Readers read and writers write all the while. What changes meanwhile goes into the index in use as always; the new one
catches up by comparing its versions with those of the database, the last time while nobody else writes. Who dies before
the swap leaves everything as it was, and the next rebuild removes what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.models import Record, Timer
from search.chosen import engine
from search.duties import Lease, LeaseLost, on_duty
from search.engines import Rebuild
from search.indexing import build_due, fields_for, note_due
from search.models import Duty, StoredDocument, Task, WaitingDocument
from search.registry import kinds

BATCH = 500
# So few differences are left to the last comparison, while nobody else writes; it comes after so many in any case.
FEW, ROUNDS = 100, 10
PATIENCE = timedelta(minutes=2)
# The timed work that compares index and database.
CHECK = "search check"

# Hears how many documents are done.
Say = Callable[[str, int], None]


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did."""

    documents: int
    seconds: float


def rebuild(
    *, from_records: bool = False, say: Say = lambda step, done: None, meanwhile: Callable[[], None] = lambda: None
) -> Rebuilt:
    """Make the index anew; with ``from_records`` the stored documents too.

    ``meanwhile`` is called between two batches, for a worker that has other duties. Raises ``Busy`` where a rebuild is
    under way already, and ``EngineUnavailable``.
    """
    started, clock = timezone.now(), time.monotonic()
    with on_duty(Task.REBUILD, after_failure=True) as lease:
        if from_records:
            build_all(lease, say=say, meanwhile=meanwhile)
        documents = _Renewal(lease, say, meanwhile).run()
        done = Rebuilt(documents, round(time.monotonic() - clock, 1))
        Duty.objects.filter(name=Task.REBUILD).update(result=vars(done))
        Duty.objects.filter(name=Task.REBUILD, wanted_since__lte=started).update(wanted_since=None)
    return done


def build_all(lease: Lease, *, say: Say, meanwhile: Callable[[], None]) -> None:
    """Build every document anew, and let go of those whose record is gone."""
    records = Record.objects.filter(kind__in=kinds()).values_list("pk", flat=True)
    note_due(sorted({*records, *StoredDocument.objects.values_list("record_id", flat=True)}))
    done = 0
    while more := _build_batch():
        done += more
        lease.renew()
        say("built", done)
        meanwhile()


def _build_batch() -> int:
    with on_duty(Task.BUILD, patience=PATIENCE, after_failure=True) as building:
        return build_due(building)


class _Renewal:
    """The index aside, and which version it holds of every document."""

    def __init__(self, lease: Lease, say: Say, meanwhile: Callable[[], None]) -> None:
        self._lease, self._say, self._meanwhile = lease, say, meanwhile
        self._held: dict[int, int] = {}

    def run(self) -> int:
        """Write all, catch up, swap; return the number of documents."""
        with engine().rebuild() as aside:
            for ids in _all_ids():
                self._add(aside, ids)
                self._between()
            for _round in range(ROUNDS):
                if self._catch_up(aside, self._between) <= FEW:
                    break
            with on_duty(Task.WRITE, patience=PATIENCE, after_failure=True) as writing:
                waiting = list(WaitingDocument.objects.values_list("pk", flat=True))
                self._catch_up(aside, writing.renew)
                writing.renew()
                aside.swap()
                _confirm(writing)
                _delete_waiting(waiting)
        return len(self._held)

    def _between(self) -> None:
        self._lease.renew()
        self._say("written", len(self._held))
        self._meanwhile()

    def _add(self, aside: Rebuild, ids: list[int]) -> None:
        """Write these documents as they are stored now."""
        found = fields_for(ids)
        aside.add(found)
        self._held.update((fields.record_id, fields.version) for fields in found)

    def _catch_up(self, aside: Rebuild, between: Callable[[], None]) -> int:
        """Write what differs from the database, and return how many that was; ``between`` is called between batches."""
        changed, gone = differences(self._held)
        for start in range(0, len(changed), BATCH):
            self._add(aside, changed[start : start + BATCH])
            between()
        aside.remove(gone)
        for pk in gone:
            del self._held[pk]
        return len(changed) + len(gone)


def _confirm(writing: Lease) -> None:
    """Make sure that nobody wrote to the former index since the last comparison; else compare with the new one soon."""
    try:
        writing.renew()
    except LeaseLost:
        Timer.objects.filter(name=CHECK).update(next_try_at=timezone.now())
        raise


def _all_ids() -> Iterator[list[int]]:
    """Return the ids of all stored documents in batches; each is one query."""
    after = Q()
    while True:
        rows = StoredDocument.objects.filter(after, content__isnull=False).order_by("record_id")
        ids = list(rows.values_list("record_id", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        after = Q(record_id__gt=ids[-1])


def differences(held: dict[int, int]) -> tuple[list[int], list[int]]:
    """Return which documents are missing in ``held`` or of another version, and which are there without a document."""
    gone, changed = set(held), []
    for pk, version in stored_versions():
        gone.discard(pk)
        if held.get(pk) != version:
            changed.append(pk)
    return changed, sorted(gone)


def stored_versions() -> Iterator[tuple[int, int]]:
    """Return id and version of every stored document."""
    rows: Any = StoredDocument.objects.filter(version__gt=0).order_by("record_id")
    yield from rows.values_list("record_id", "version").iterator(chunk_size=2_000)


def _delete_waiting(entries: list[int]) -> None:
    for start in range(0, len(entries), BATCH):
        WaitingDocument.objects.filter(pk__in=entries[start : start + BATCH]).delete()
