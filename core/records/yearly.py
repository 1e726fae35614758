"""Once a year an institution says again that its practices are still true: what follows from the day it said so last.

A confirmation holds for twelve months and is asked for again until its last day. Nothing of this is stored: whether it
still holds is computed from the day of the confirmation and the day of whoever looks.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core.records.kinds import Kind
from core.records.models import Confirmation, Record

# What an institution tells of what it does changes; who it is and where it stands does not need its word every year.
KINDS = frozenset({Kind.PRACTICE.value})
A_DAY = timedelta(days=1)


def due_on(confirmed_on: date) -> date:
    """Return the last day on which a confirmation holds: the same day of the next year, for 29 February the 28th."""
    try:
        return confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:
        return confirmed_on.replace(year=confirmed_on.year + 1, day=28)


def lapsed_before(on: date) -> date:
    """Return the day before which somebody must have confirmed for it to have lapsed ``on`` a day.

    ``due_on(confirmed) < on`` says the same of one row; this asks a column.
    """
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return date(on.year - 1, 3, 1)


def is_lapsed(confirmed_on: date, *, on: date) -> bool:
    """Whether a confirmation holds no more on a day."""
    return due_on(confirmed_on) < on


def last_day() -> Subquery:
    """Return the day of the last confirmation of a row's record, for an annotation; nothing where there is none."""
    found = Confirmation.objects.filter(record=OuterRef("record_id")).order_by("-confirmed_on")
    return Subquery(found.values("confirmed_on")[:1])


def last_confirmations() -> QuerySet[Confirmation]:
    """Return the last confirmation of every record that has one."""
    is_later = Q(confirmed_on__gt=OuterRef("confirmed_on"))
    is_later |= Q(confirmed_on=OuterRef("confirmed_on"), pk__gt=OuterRef("pk"))
    later = Confirmation.objects.filter(is_later, record=OuterRef("record_id"))
    return Confirmation.objects.filter(~Exists(later))


def due_by(day: date) -> QuerySet[Any]:
    """Return the last confirmations of practices that are due on this day or before."""
    # Asked of each that is due: joined, SQLite, which knows no sizes, begins with all practices there are.
    asked = Record.objects.filter(pk=OuterRef("record_id"), kind__in=KINDS, withdrawn_on__isnull=True)
    return last_confirmations().filter(Exists(asked), confirmed_on__lt=lapsed_before(day + A_DAY))
