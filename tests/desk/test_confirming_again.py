"""Once a year the institution says on the desk that a practice is still true: who may, when, and what it leaves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry, Confirmation, Manuscript, Source
from core.records.operations import set_audience, withdraw_record
from core.review import operations
from core.sources.models import SourceKind
from knowledge.desk.confirming import confirm_again
from knowledge.models import PracticePage
from tests.desk.conftest import Desk
from tests.desk.test_moves import LETTER
from tests.desk.test_pages import session_of, text_of
from tests.desk.yearly import a_confirmed_practice, days_from, last_day_of, more_confirmed
from tests.factories import knowledge as make

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LIST = "/en/desk/practices/due/"
FILE = "/en/desk/practices/due.csv"


def form_of(page: PracticePage) -> str:
    return f"/en/desk/practices/confirm/{page.pk}/"


def seen_in(answer: Any) -> str:
    """The version that a form is about."""
    found = re.search(r'name="seen" value="(\d+)"', text_of(answer))
    assert found is not None
    return found[1]


def test_a_focal_point_confirms_what_is_overdue(desk: Desk) -> None:
    """From the desk to the day on the page, by the forms alone."""
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), 10):
        focal = session_of(desk.focal)
        assert re.search(r'practices/due/">Due for confirmation <span class="num">1<', text_of(focal.get("/en/desk/")))
        shown = text_of(focal.get(LIST))
        assert "Synthetic draft draft" in shown
        assert "<b>overdue</b>" in shown
        assert "not confirmed since" in text_of(Client().get(page.url))
        asked = focal.get(form_of(page))
        assert "The letter by which" not in text_of(asked)
        answer = focal.post(form_of(page), {"seen": seen_in(asked)})
        assert (answer.status_code, answer["Location"]) == (303, LIST)
        assert "Nothing is due." in text_of(focal.get(LIST))
        assert "not confirmed since" not in text_of(Client().get(page.url))
        today = timezone.localdate()
    last = Confirmation.objects.latest("confirmed_on")
    assert (last.confirmed_on, last.entered_by, last.evidence) == (today, desk.focal, "")
    said = Source.objects.get(record=last.source)
    assert (said.kind, said.publisher) == (SourceKind.INSTITUTION_STATEMENT, "Synthetic agency")
    entry = AuditEntry.objects.filter(action="knowledge.confirm_again").get()
    assert (entry.actor, entry.data["version"], entry.data["is_by_letter"]) == (desk.focal.pk, 1, False)


def test_the_secretariat_confirms_by_letter(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), 1):
        asked = session_of(desk.secretariat)
        form = asked.get(form_of(page))
        answer = asked.post(form_of(page), {"seen": seen_in(form), "evidence": " "})
        assert answer.status_code == 422
        assert "id_evidence_error" in text_of(answer)
        assert asked.post(form_of(page), {"seen": seen_in(form), "evidence": LETTER}).status_code == 303
    last = Confirmation.objects.latest("confirmed_on")
    assert (last.entered_by, last.evidence) == (desk.secretariat, LETTER)
    assert Source.objects.get(record=last.source).kind == SourceKind.LETTER
    entry = AuditEntry.objects.filter(action="knowledge.confirm_again").get()
    assert entry.data["is_by_letter"] is True
    assert LETTER not in str(entry.data), "words of a letter stand with the act and not in the chain"


def test_it_is_kept_until_the_second_factor_was_given_again(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), 0):
        asked = session_of(desk.focal)
        form = asked.get(form_of(page))
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            answer = asked.post(form_of(page), {"seen": seen_in(form)})
    assert "reauthenticate" in answer["Location"]
    assert Confirmation.objects.count() == 1


# In which state a practice can be, and how it comes there; each says how many days after its last day it is then.
def never(page: PracticePage) -> int:
    Confirmation.objects.all().delete()
    return 0


def withdrawn(page: PracticePage) -> int:
    withdraw_record(record=page.record, on=timezone.localdate(), reason="Synthetic.", by=None)
    return 5


def unpublished(page: PracticePage) -> int:
    page.unpublish()
    return 5


STATES: dict[str, Callable[[PracticePage], int]] = {
    "never confirmed": never,
    "fresh": lambda page: -61,
    "due soon": lambda page: -60,
    "due today": lambda page: 0,
    "overdue": lambda page: 400,
    "withdrawn": withdrawn,
    "taken down": unpublished,
}
PEOPLE = ("expert", "focal", "stranger", "secretariat", "second", "editor", "nobody")
MAY = {"due soon", "due today", "overdue"}
WHO = {"focal", "secretariat", "second"}


@pytest.mark.parametrize("state", STATES)
def test_the_table_of_who_may_confirm_when(desk: Desk, state: str) -> None:
    page = a_confirmed_practice(desk)
    day = last_day_of(page)
    days = STATES[state](page)
    page = PracticePage.objects.get(pk=page.pk)
    before = (Confirmation.objects.count(), AuditEntry.objects.count())
    with days_from(day, days):
        for name in PEOPLE:
            if state in MAY and name in WHO:
                continue
            error = ValidationError if name in WHO and state != "withdrawn" else (PermissionDenied, ValidationError)
            with pytest.raises(error):
                confirm_again(page=page, seen=1, by=getattr(desk, name), evidence=LETTER)
            assert (Confirmation.objects.count(), AuditEntry.objects.count()) == before
        if state in MAY:
            confirm_again(page=page, seen=1, by=desk.focal)
            with pytest.raises(ValidationError):
                confirm_again(page=page, seen=1, by=desk.second, evidence=LETTER)
            assert Confirmation.objects.count() == before[0] + 1


def test_who_may_not_finds_no_such_page(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), 1):
        for name in ("expert", "stranger", "editor", "nobody"):
            asked = session_of(getattr(desk, name))
            assert (
                asked.get(form_of(page)).status_code == asked.get(form_of(page).replace("/", "/", 1)).status_code == 404
            )
            assert asked.post(form_of(page), {"seen": 1}).status_code == 404
        for address in (LIST, FILE):
            assert session_of(desk.nobody).get(address).status_code == 404
            assert "Synthetic draft" not in b"".join(session_of(desk.stranger).get(address)).decode()
            assert Client().get(address).status_code == 302
    assert Confirmation.objects.count() == 1


def test_what_is_kept_for_others_by_now_is_not_named(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    set_audience(record=page.record, tokens=["secretariat"], by=None)
    with days_from(last_day_of(page), 1):
        focal = session_of(desk.focal)
        assert "Nothing is due." in text_of(focal.get(LIST))
        assert focal.get(form_of(page)).status_code == 404


def test_a_text_that_was_not_read_is_not_confirmed(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), -20):
        focal = session_of(desk.focal)
        form = focal.get(form_of(page))
        page.challenge = "<p>Another synthetic challenge.</p>"
        page.save_revision().publish()
        answer = focal.post(form_of(page), {"seen": seen_in(form)})
        assert answer.status_code == 422
        assert "Another text was published meanwhile." in text_of(answer)
        assert focal.post(form_of(page), {"seen": "nonsense"}).status_code == 422
        assert focal.post(form_of(page), {"seen": seen_in(answer)}).status_code == 303


def test_who_comes_too_early_is_told_when(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    answer = session_of(desk.focal).get(form_of(page), follow=True)
    assert "It can be confirmed again from" in text_of(answer)


def test_an_update_begins_from_the_list_and_confirms_with_its_publication(desk: Desk) -> None:
    page = a_confirmed_practice(desk)
    with days_from(last_day_of(page), 3):
        expert, focal = session_of(desk.expert), session_of(desk.focal)
        shown = text_of(expert.get(LIST))
        assert form_of(page) not in shown, "who writes does not confirm"
        begin = f"/en/desk/practices/begin/{page.pk}/"
        assert begin in shown
        assert "Begin an update" in text_of(expert.get(begin))
        assert expert.post(begin).status_code == 303
        manuscript = Manuscript.objects.open_on(page.pk)
        assert manuscript is not None
        shown = text_of(focal.get(LIST))
        assert f"/en/desk/practices/{manuscript.pk}/" in shown
        assert begin not in shown
        operations.submit(manuscript=manuscript, by=desk.expert)
        operations.endorse(manuscript=manuscript, by=desk.focal)
        assert "Synthetic draft" in text_of(focal.get(LIST)), "readers still see the old text"
        operations.publish(manuscript=manuscript, by=desk.secretariat)
        assert "Nothing is due." in text_of(focal.get(LIST))
    assert Confirmation.objects.latest("confirmed_on").entered_by == desk.focal


class TestTheList:
    def test_it_begins_with_what_was_due_first_and_ends_in_sixty_days(self, desk: Desk) -> None:
        page = a_confirmed_practice(desk)
        pages = more_confirmed(desk, "late", "later", "soon")
        last = Confirmation.objects.get(record=page.record).confirmed_on
        for one, days in zip(pages, (-90, -30, 40), strict=True):
            Confirmation.objects.filter(record=one.record).update(confirmed_on=last + timedelta(days=days))
        Confirmation.objects.filter(record=page.record).update(confirmed_on=last + timedelta(days=80))
        with days_from(last_day_of(pages[1]), 20):
            asked = session_of(desk.secretariat)
            lists = {show: text_of(asked.get(f"{LIST}?show={show}")) for show in ("all", "overdue", "soon", "no")}
        shown = {show: re.findall(r"Synthetic draft (\w+)<", text) for show, text in lists.items()}
        assert [*dict.fromkeys(shown["all"])] == ["late", "later", "soon"]
        assert shown["no"] == shown["all"]
        assert {*shown["overdue"]} == {"late", "later"}
        assert {*shown["soon"]} == {"soon"}

    def test_it_is_a_table_too(self, desk: Desk) -> None:
        page = a_confirmed_practice(desk)
        with days_from(last_day_of(page), 1):
            answer = session_of(desk.secretariat).get(f"{FILE}?show=overdue")
            written = b"".join(answer).decode("utf-8-sig")
            empty = b"".join(session_of(desk.secretariat).get(f"{FILE}?show=soon")).decode()
        rows = list(csv.DictReader(io.StringIO(written)))
        assert [(row["key"], row["is_overdue"], row["country"]) for row in rows] == [
            ("practice-draft", "yes", "Azerbaijan")
        ]
        assert (rows[0]["due_on"], rows[0]["is_being_updated"]) == (last_day_of(page).isoformat(), "no")
        assert "practice-draft" not in empty

    def test_as_many_queries_for_many_as_for_few_and_it_is_turned_over(
        self, desk: Desk, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("knowledge.desk.due.PER_PAGE", 3)
        page = a_confirmed_practice(desk)
        day, counts = last_day_of(page), []
        for slugs in (["a"], ["b", "c", "d"]):
            more_confirmed(desk, *slugs)
            with days_from(day, 1):
                asked = session_of(desk.focal)
                asked.get(LIST)
                with django_assert_max_num_queries(40) as asked_for:
                    answer = asked.get(LIST)
                counts.append(len(asked_for))
        assert counts[0] == counts[1]
        assert "page=2" in text_of(answer)
        with days_from(day, 1):
            assert "Synthetic draft d" in text_of(asked.get(f"{LIST}?page=2"))


def test_a_practice_that_nobody_confirmed_is_never_due(desk: Desk) -> None:
    make.a_practice(desk.library, "told", country=desk.page.country, institution=desk.page.institution)
    with days_from(timezone.localdate(), 900):
        assert "Nothing is due." in text_of(session_of(desk.secretariat).get(LIST))
