"""A practice that was published through both gates and so confirmed, at whatever distance from its last day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from core.models import Confirmation
from core.records.yearly import due_on
from core.review import operations
from knowledge.models import PracticePage
from tests.desk.conftest import Desk, a_draft
from tests.desk.test_moves import to_published


def a_confirmed_practice(desk: Desk) -> PracticePage:
    """Publish the draft of the desk through both gates."""
    to_published(desk)
    return PracticePage.objects.get(pk=desk.page.pk)


def more_confirmed(desk: Desk, *slugs: str) -> list[PracticePage]:
    """Publish and confirm more of them on the day of the first."""
    made = []
    for slug in slugs:
        page = a_draft(
            desk.library, desk.page.country, desk.page.institution, desk.page.topics.first(), desk.expert, slug
        )
        manuscript = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
        operations.submit(manuscript=manuscript, by=desk.expert)
        operations.endorse(manuscript=manuscript, by=desk.focal)
        operations.publish(manuscript=manuscript, by=desk.secretariat)
        made.append(PracticePage.objects.get(pk=page.pk))
    return made


def last_day_of(page: PracticePage) -> date:
    """The last day on which its confirmation holds."""
    return due_on(Confirmation.objects.filter(record=page.record).latest("confirmed_on").confirmed_on)


@contextmanager
def days_from(day: date, days: int) -> Iterator[None]:
    """Noon of so many days after a day."""
    noon = timezone.localtime().replace(year=day.year, month=day.month, day=day.day, hour=12)
    with time_machine.travel(noon + timedelta(days=days)):
        yield


def confirm_once_more(page: PracticePage, **values: Any) -> Confirmation:
    """Enter an earlier confirmation of a practice, as it was given on a day."""
    first = Confirmation.objects.filter(record=page.record).earliest("confirmed_on")
    first.pk = None
    for name, value in values.items():
        setattr(first, name, value)
    first.save(force_insert=True)
    return first
