"""Entries are added to the chain, and the chain is looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from core.audit.models import AuditEntry

# What PostgreSQL locks for a moment, so that two entries do not follow the same one. SQLite has one writer.
LOCK = 7_061_520
AT_ONCE = 2_000


def add_entry(*, at: Any, actor: int | None, action: str, subject: str, title: str, data: dict[str, Any]) -> AuditEntry:
    """Add an act to the chain, in the transaction of the act itself."""
    with transaction.atomic():
        hold_the_end()
        last = AuditEntry.objects.order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last is not None else 1,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            title=title,
            data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
            previous=last.digest if last is not None else "",
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
    return entry


def digest_of(entry: AuditEntry) -> str:
    """Return the digest of all that an entry says, and of the one before."""
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.subject,
        entry.title,
        entry.data,
        entry.previous,
    ]
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def faults() -> Iterator[str]:
    """Yield what is wrong with the chain: an entry that was changed, one that is missing, one that does not follow."""
    number, digest = 0, ""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=AT_ONCE):
        if entry.number != number + 1:
            yield f"{number + 1}: missing"
        elif entry.previous != digest:
            yield f"{entry.number}: does not follow the one before"
        if entry.digest != digest_of(entry):
            yield f"{entry.number}: was changed"
        number, digest = entry.number, entry.digest


def hold_the_end() -> None:
    """Wait until nobody else adds to the chain, and hold it until the transaction ends.

    Whoever takes this first, before any row, waits for nobody who waits for them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
