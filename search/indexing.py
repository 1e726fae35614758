"""From a change to the index, in two steps that each may be repeated: documents are built, then written.

Between the two lies the stored document. So the database knows what the index should hold while the engine is away, and
a rebuild needs no builder. Every step works off rows of a queue and deletes them when it is done; who dies before that
leaves them to the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from core.models import Record
from core.outbox.operations import reason_of
from search.chosen import engine
from search.documents import SearchDocument, read_document
from search.duties import Busy, Lease, LeaseLost, on_duty
from search.engines import EngineUnavailable, RebuildNeeded
from search.fields import Fields, fields_of, shape
from search.lending import call_borrowers, lent_by
from search.models import DueDocument, Duty, StoredDocument, Task, WaitingDocument
from search.registry import build_documents

# Documents built in a transaction, which other writers wait for on SQLite, and documents written at once.
BUILT_AT_ONCE, WRITTEN_AT_ONCE = 100, 500
# So much is done before other work has its turn.
MOST_AT_A_TIME = 2_000
PUT_OFF = timedelta(minutes=10)
logger = logging.getLogger(__name__)

# What a document is not to blame for.
AWAY = (InterfaceError, OperationalError, LeaseLost)

# Id in the queue and the record.
Entries = list[tuple[int, int]]


def keep_up() -> None:
    """Build what is due and write what waits, up to a bound; what is left stays in its queue."""
    if _due().exists():
        _work_off(Task.BUILD, build_due)
    if WaitingDocument.objects.exists():
        _work_off(Task.WRITE, write_waiting)


def _work_off(task: str, work: Callable[[Lease], int]) -> None:
    try:
        with on_duty(task) as lease:
            done = 0
            while done < MOST_AT_A_TIME and (more := work(lease)):
                done += more
    except Busy:
        pass
    except LeaseLost:
        logger.warning("Another process has taken over: %s.", task)
    except RebuildNeeded as error:
        logger.warning("The index must be built anew: %s", error)
        want_rebuild()
    except EngineUnavailable as error:
        logger.warning("The search engine does not take documents: %s", error)


def want_rebuild() -> None:
    """Ask the worker for a rebuild, unless it is asked for already."""
    Duty.objects.get_or_create(name=Task.REBUILD)
    Duty.objects.filter(name=Task.REBUILD, wanted_since__isnull=True).update(wanted_since=timezone.now())


def note_due(record_ids: Iterable[int]) -> None:
    """Queue records whose documents are to be built anew."""
    DueDocument.objects.bulk_create((DueDocument(record_id=pk) for pk in record_ids), batch_size=2_000)


# --- Building -----------------------------------------------------------------------------------------


def build_due(lease: Lease) -> int:
    """Build the documents that are due, as many as go into one transaction, and return how many that was.

    A document that cannot be built is put off and does not stand in the way of others.
    """
    entries = _next_of(_due(), BUILT_AT_ONCE)
    try:
        _build(entries, lease)
    except AWAY:
        raise
    except Exception:
        logger.exception("Of %s documents at least one cannot be built.", len(entries))
        for entry in entries:
            _build_alone(entry, lease)
    return len(entries)


def _due() -> Any:
    return DueDocument.objects.filter(not_before__lte=timezone.now())


def _next_of(queue: Any, most: int) -> Entries:
    return list(queue.order_by("pk").values_list("pk", "record_id")[:most])


@transaction.atomic
def _build(entries: Entries, lease: Lease) -> None:
    lease.renew()
    ids = sorted({pk for _entry, pk in entries})
    records = list(Record.objects.filter(pk__in=ids))
    documents = build_documents({record.pk: record.kind for record in records})
    _store(ids, documents, lent_by(records))
    DueDocument.objects.filter(pk__in=[entry for entry, _pk in entries]).delete()


def _build_alone(entry: tuple[int, int], lease: Lease) -> None:
    try:
        _build([entry], lease)
    except AWAY:
        raise
    except Exception as error:  # the others must not wait for it; the row keeps the reason
        logger.exception("The document of record %s cannot be built.", entry[1])
        DueDocument.objects.filter(pk=entry[0]).update(not_before=timezone.now() + PUT_OFF, last_error=reason_of(error))


def _store(ids: list[int], documents: dict[int, SearchDocument], lent: dict[int, int]) -> None:
    """Write the rows that differ, and queue what follows from it."""
    rows = StoredDocument.objects.filter(pk__in=ids).values_list("record_id", "version", "lent")
    known = {pk: (version, lending) for pk, version, lending in rows}
    states = {pk: (documents[pk].version if pk in documents else 0, lent.get(pk, 0)) for pk in ids}
    changed = [pk for pk in ids if states[pk] != known.get(pk, (0, 0))]
    _upsert([_row(pk, documents.get(pk), lent.get(pk, 0)) for pk in changed if any(states[pk])])
    StoredDocument.objects.filter(pk__in=[pk for pk in changed if not any(states[pk])]).delete()
    note_waiting(pk for pk in changed if states[pk][0] != known.get(pk, (0, 0))[0])
    call_borrowers((pk for pk in changed if states[pk][1] != known.get(pk, (0, 0))[1]), but=ids)


def _row(pk: int, document: SearchDocument | None, lent: int) -> StoredDocument:
    if document is None:
        return StoredDocument(record_id=pk, lent=lent)
    version = document.version
    fields = fields_of(document, version=version).line
    return StoredDocument(
        record_id=pk, content=document.written(), version=version, lent=lent, fields=fields, shape=shape()
    )


def _upsert(rows: list[StoredDocument]) -> None:
    columns = ["content", "version", "lent", "fields", "shape"]
    StoredDocument.objects.bulk_create(rows, update_conflicts=True, unique_fields=["record_id"], update_fields=columns)


def note_waiting(record_ids: Iterable[int]) -> None:
    """Queue records whose documents the index does not hold as they are stored."""
    WaitingDocument.objects.bulk_create((WaitingDocument(record_id=pk) for pk in record_ids), batch_size=2_000)


# --- Writing ------------------------------------------------------------------------------------------


def write_waiting(lease: Lease) -> int:
    """Bring documents that wait into the index, as many as go at once, and return how many that was.

    What changes meanwhile was queued anew and is written next time. Raises ``EngineUnavailable``; then all wait.
    """
    entries = _next_of(WaitingDocument.objects, WRITTEN_AT_ONCE)
    if not entries:
        return 0
    lease.renew()
    ids = sorted({pk for _entry, pk in entries})
    found = fields_for(ids)
    engine().write(found, sorted(set(ids) - {fields.record_id for fields in found}))
    _confirm(lease, ids)
    WaitingDocument.objects.filter(pk__in=[entry for entry, _pk in entries]).delete()
    return len(entries)


def _confirm(lease: Lease, ids: list[int]) -> None:
    """Make sure that nobody else wrote at the same time: what we wrote last may have been older."""
    try:
        lease.renew()
    except LeaseLost:
        note_waiting(ids)
        raise


def fields_for(ids: list[int]) -> list[Fields]:
    """Return what the index is to hold of these records, in the order of their ids.

    One query; two more, and the writing of what they bring, where a former release analysed the documents. What cannot
    be read, because a former release wrote it, is left out and due.
    """
    ready = StoredDocument.objects.filter(pk__in=ids, shape=shape()).order_by("record_id")
    rows = ready.values_list("record_id", "version", "fields")
    found = [Fields(pk, version, line=line) for pk, version, line in rows]
    if others := set(ids) - {fields.record_id for fields in found}:
        found = sorted([*found, *_analysed_anew(others)], key=lambda fields: fields.record_id)
    return found


def _analysed_anew(ids: set[int]) -> list[Fields]:
    found, failed = [], []
    rows = StoredDocument.objects.filter(pk__in=ids, content__isnull=False).order_by("record_id")
    for pk, version, content in rows.values_list("record_id", "version", "content"):
        try:
            found.append(fields_of(read_document(content), version=version))
        except Exception:  # one document must not keep the others from the index
            logger.exception("The stored document of record %s cannot be read; it will be built anew.", pk)
            failed.append(pk)
    note_due(failed)
    _keep(found)
    return found


@transaction.atomic
def _keep(found: list[Fields]) -> None:
    """Store what was analysed, but for what has changed meanwhile."""
    for fields in found:
        rows = StoredDocument.objects.filter(pk=fields.record_id, version=fields.version)
        rows.update(fields=fields.line, shape=shape())
