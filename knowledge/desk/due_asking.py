"""Focal points are asked to confirm their practices again, and the secretariat hears where nobody does.

Thirty days before a confirmation ends and on its last day, then once a month at most; sixty days after it the
secretariat hears of it too. Whatever is due on one day stands in one letter for each person. What was told is a row
(``knowledge.ConfirmationReminder``), written in the transaction of the letters: who does this again, or beside another
worker, tells nothing twice. Whoever shares what they are asked of is told in one transaction, and everybody else in
others: what fails for some does not keep it from the rest.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Q, Subquery

from core.models import RoleTerm, User
from core.records.yearly import A_DAY, due_by, due_on, lapsed_before
from core.review.people import secretariat
from core.users.roles import Role
from knowledge.desk.due import told_originals
from knowledge.models import Asked, ConfirmationReminder
from knowledge.notifications import CONFIRM_AGAIN, NOBODY_TO_CONFIRM, NOT_CONFIRMED, tell_due
from knowledge.permissions import practices_of

BEFORE, AFTER = timedelta(days=30), timedelta(days=60)
# A month has so many days at least.
SHORTEST_MONTH = timedelta(days=28)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """A practice whose confirmation ends soon, or has ended; ``country`` is the record of its country."""

    confirmation: int
    page: int
    title: str
    country: int | None
    due_on: date
    told_on: date | None


@dataclass(frozen=True)
class Told:
    """Notices of one transaction: of which kind, to whom, and of which practices."""

    letters: list[tuple[str, list[User], list[Due]]]

    @property
    def confirmations(self) -> set[int]:
        """Return the confirmations that they are about."""
        return {due.confirmation for _kind, _people, found in self.letters for due in found}


def month_after(day: date) -> date:
    """Return the same day of the next month, or its last."""
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last_of_next = (first_of_next + timedelta(days=32)).replace(day=1) - A_DAY
    return last_of_next.replace(day=min(day.day, last_of_next.day))


def is_to_be_asked(due: Due, *, on: date) -> bool:
    """Whether focal points are asked on a day: once before the last day, on it, and every month after it."""
    if due.told_on is None:
        return True
    if due.told_on < due.due_on:
        return due.due_on <= on
    return month_after(due.told_on) <= on


def ask_again(*, on: date) -> None:
    """Tell on a day whoever is to be told on it. Safe to repeat, and in several workers."""
    asked = _waiting(Asked.INSTITUTION, on)
    heard = set()
    for told in _together(asked):
        _tell(told, Asked.INSTITUTION, on)
        heard |= told.confirmations
    people = list(secretariat())
    if not people:
        return
    if unheard := [due for due in asked if due.confirmation not in heard]:
        _tell(Told([(NOBODY_TO_CONFIRM, people, unheard)]), Asked.INSTITUTION, on)
    if late := _waiting(Asked.SECRETARIAT, on):
        _tell(Told([(NOT_CONFIRMED, people, late)]), Asked.SECRETARIAT, on)


def _waiting(asked: Asked, on: date, *, among: Iterable[int] | None = None) -> list[Due]:
    """Return the confirmations of which somebody is to be told on a day; ``among`` these, where it is given."""
    if asked == Asked.SECRETARIAT:
        rows = _due(on - AFTER, asked).filter(told_on__isnull=True)
    else:
        # Few of those that were asked already are asked again: the others need not be looked at one by one.
        is_long_ago = Q(told_on__isnull=True) | Q(told_on__lte=on - SHORTEST_MONTH)
        has_come = Q(confirmed_on__lt=lapsed_before(on + A_DAY), confirmed_on__gte=lapsed_before(on - BEFORE))
        rows = _due(on + BEFORE, asked).filter(is_long_ago | has_come)
    if among is not None:
        rows = rows.filter(pk__in=among)
    return [due for due in _found(rows) if is_to_be_asked(due, on=on)]


def _tell(told: Told, asked: Asked, on: date) -> None:
    """Tell people in one transaction of what is still to be told of; where it fails nobody was, and the log says so."""
    try:
        with transaction.atomic():
            left = _waiting(asked, on, among=told.confirmations)
            _note(left, asked, on)  # of two workers, who writes this first tells
            confirmations = {due.confirmation for due in left}
            for kind, people, found in told.letters:
                if lines := _lines([due for due in found if due.confirmation in confirmations]):
                    tell_due(kind, people, lines, on=on)
    except Exception as error:  # the others are told; these are when it comes round again
        reminders = ConfirmationReminder.objects.filter(on=on, confirmation__in=told.confirmations)
        if not isinstance(error, IntegrityError) or not reminders.exists():
            logger.exception("Nobody was asked to confirm: %s", sorted(told.confirmations))


def _due(by: date, asked: Asked) -> Any:
    """Return the confirmations that end by a day, each with its practice and when somebody was asked last."""
    told = ConfirmationReminder.objects.filter(confirmation=OuterRef("pk"), asked=asked).order_by()
    pages = told_originals().order_by()
    return (
        due_by(by)
        .annotate(
            told_on=Subquery(told.values("confirmation").annotate(last=Max("on")).values("last")),
            page=Subquery(pages.values("pk")[:1]),
            title=Subquery(pages.values("title")[:1]),
            country=Subquery(pages.values("country__record_id")[:1]),
        )
        .filter(page__isnull=False)
        .order_by("confirmed_on", "pk")
    )


def _found(rows: Any) -> Iterable[Due]:
    told = rows.values_list("pk", "page", "title", "country", "confirmed_on", "told_on")
    for pk, page, title, country, confirmed_on, told_on in told:
        yield Due(pk, page, title, country, due_on(confirmed_on), told_on)


def _together(asked: list[Due]) -> list[Told]:
    """Return what focal points are told: in one those who share something that they are asked of."""
    found: list[Told] = []
    for person, theirs in _of_people(asked):
        one = Told([(CONFIRM_AGAIN, [person], theirs)])
        shared = [other for other in found if other.confirmations & one.confirmations]
        found = [other for other in found if other not in shared]
        found.append(Told([letter for other in (*shared, one) for letter in other.letters]))
    return found


def _of_people(asked: list[Due]) -> Iterable[tuple[User, list[Due]]]:
    """Return every focal point with what they are asked of: of their countries, and for them to read."""
    countries: dict[User, set[int]] = defaultdict(set)
    of_these = {due.country for due in asked if due.country is not None}
    terms = RoleTerm.objects.held().filter(role=Role.FOCAL_POINT, country__in=of_these, user__is_active=True)
    for term in terms.select_related("user").order_by("user"):
        countries[term.user].add(term.country_id or 0)
    for person, theirs in countries.items():
        readable = set(practices_of(person).values_list("pk", flat=True))
        found = [due for due in asked if due.country in theirs and due.page in readable]
        if found:
            yield person, found


def _lines(found: list[Due]) -> list[tuple[str, date]]:
    return [(due.title, due.due_on) for due in found]


def _note(told: list[Due], asked: Asked, on: date) -> None:
    rows = [ConfirmationReminder(confirmation_id=due.confirmation, asked=asked, on=on) for due in told]
    ConfirmationReminder.objects.bulk_create(rows)
