"""Count changes, read what was counted, make few rows of many."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import Count

from core.generations.models import Generation
from core.generations.names import EVERYTHING, SITE

# A change adds a number at random: a sum that once was never comes back, also where a backup of the database is put
# in the place of one that went on.
LARGEST_STEP = 2**31
# How many names, and how many rows in one statement, are gathered at a time.
NAMES_AT_ONCE, ROWS_AT_ONCE = 500, 500
_ROW = f"INSERT INTO {Generation._meta.db_table} (name, number) VALUES (%s, %s)"  # noqa: S608  (our own table)
_SUMS = f"SELECT name, SUM(number) FROM {Generation._meta.db_table} WHERE name IN"  # noqa: S608  (our own table)
_as_one: ContextVar[set[str] | None] = ContextVar("as_one", default=None)


@contextmanager
def counted_as_one() -> Iterator[None]:
    """Make one transaction of many changes and count them as one of the whole site.

    A load of the record changes most of what there is, and each of it several times.
    """
    with transaction.atomic():
        changes: set[str] = set()
        token = _as_one.set(changes)
        try:
            yield
        finally:
            _as_one.reset(token)
        if changes and not transaction.get_rollback():  # what is only tried changes nothing
            count_changes({SITE})


def are_counted_as_one() -> bool:
    """Whether all changes are one at the moment; this one is noted then, and nobody need say what it concerns."""
    changes = _as_one.get()
    if changes is None:
        return False
    changes.add(SITE)
    return True


def count_changes(names: Iterable[str]) -> None:
    """Count one change of each of ``names``, and of everything; call it in the transaction of the change."""
    if are_counted_as_one():
        return
    step = secrets.randbelow(LARGEST_STEP) + 1
    counted = sorted({EVERYTHING, *names})
    with connection.cursor() as cursor:
        cursor.executemany(_ROW, [(name, step) for name in counted])


def generations_of(names: Iterable[str]) -> dict[str, int]:
    """Return the generation of each of ``names`` that ever changed, as they stand at one moment: one query.

    Written as SQL, because it is all that is asked for a page that is kept: to put it together took the larger part of
    the time of such an answer.
    """
    wanted = list(names)
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"{_SUMS} ({places}) GROUP BY name", wanted)
        # PostgreSQL sums whole numbers to decimals.
        return {name: int(number) for name, number in cursor.fetchall()}


def gather() -> int:
    """Make one row of all rows of each name, and return how many rows went. No generation changes by it."""
    gone = 0
    while names := _names_with_many_rows():
        gone += _gather(names)
        if len(names) < NAMES_AT_ONCE:
            break
    return gone


def _names_with_many_rows() -> list[str]:
    rows = Generation.objects.values("name").annotate(rows=Count("pk")).filter(rows__gt=1)
    return list(rows.order_by("-rows").values_list("name", flat=True)[:NAMES_AT_ONCE])


@transaction.atomic
def _gather(names: list[str]) -> int:
    """Only rows that were read are deleted: one that another transaction adds meanwhile stays and counts."""
    rows = list(Generation.objects.filter(name__in=names).order_by("pk").select_for_update(skip_locked=True))
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.name] += row.number
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), ROWS_AT_ONCE):
        Generation.objects.filter(pk__in=ids[start : start + ROWS_AT_ONCE]).delete()
    Generation.objects.bulk_create(
        (Generation(name=name, number=number) for name, number in sums.items()), batch_size=ROWS_AT_ONCE
    )
    return len(rows) - len(sums)
