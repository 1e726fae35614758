"""Who is asked to confirm again, on which days, and that nothing is told twice whatever ends the worker."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import Confirmation, Letter, Notice, RoleTerm, User
from core.records.operations import set_audience, withdraw_record
from core.review import operations
from core.users.operations import end_role
from core.users.roles import Role
from knowledge.desk import due_asking as asking
from knowledge.desk.confirming import confirm_again
from knowledge.desk.due_asking import month_after
from knowledge.models import ConfirmationReminder, PracticePage
from knowledge.notifications import CONFIRM_AGAIN, NOBODY_TO_CONFIRM, NOT_CONFIRMED
from knowledge.timers import remind_of_confirmations
from tests.desk.conftest import Desk, a_person
from tests.desk.yearly import a_confirmed_practice, confirm_once_more, days_from, last_day_of, more_confirmed
from tests.factories import knowledge as make
from tests.signing_in import give

pytestmark = pytest.mark.sqlite


@pytest.fixture
def confirmed(desk: Desk) -> PracticePage:
    page = a_confirmed_practice(desk)
    Notice.objects.all().delete()
    return page


def ask_on(page: PracticePage, *days: int) -> None:
    """Let the worker come round on days before or after the last one, twice on each as after a restart."""
    day = last_day_of(page)
    for one in days:
        with days_from(day, one):
            remind_of_confirmations()
            remind_of_confirmations()


def told_on(page: PracticePage, kind: str, person: User) -> list[int]:
    """How many days after the last day of its confirmation somebody was told."""
    day = last_day_of(page)
    found = Notice.objects.filter(kind=kind, to=person).order_by("at").values_list("at", flat=True)
    return [(timezone.localtime(at).date() - day).days for at in found]


def test_half_a_year_in_which_nobody_answers(desk: Desk, confirmed: PracticePage) -> None:
    ask_on(confirmed, -70, -31, -30, -29, -1, 0, 1, *range(27, 33), *range(58, 64), *range(88, 94), *range(119, 126))
    days = told_on(confirmed, CONFIRM_AGAIN, desk.focal)
    assert days[:2] == [-30, 0]
    months = [last_day_of(confirmed)]
    while len(months) < len(days) - 1:
        months.append(month_after(months[-1]))
    assert [last_day_of(confirmed) + timedelta(days=day) for day in days[1:]] == months
    assert len(days) == 6
    assert told_on(confirmed, NOT_CONFIRMED, desk.secretariat) == [60]
    assert told_on(confirmed, NOT_CONFIRMED, desk.second) == [60]
    assert {notice.to for notice in Notice.objects.all()} == {desk.focal, desk.secretariat, desk.second}


def test_who_confirms_in_time_is_asked_once(desk: Desk, confirmed: PracticePage) -> None:
    day = last_day_of(confirmed)
    ask_on(confirmed, *range(-40, -10))
    with days_from(day, -10):
        confirm_again(page=confirmed, seen=1, by=desk.focal)
        for days in (0, 10, 100):
            with days_from(day, days):
                remind_of_confirmations()
    assert Notice.objects.filter(kind=CONFIRM_AGAIN).count() == 1
    with days_from(last_day_of(confirmed), -30):
        remind_of_confirmations()
    assert Notice.objects.filter(kind=CONFIRM_AGAIN).count() == 2, "and again in the next year"


def test_a_worker_that_was_away_tells_once_when_it_is_back(desk: Desk, confirmed: PracticePage) -> None:
    ask_on(confirmed, 100, 101, 110, 127, 135)
    assert told_on(confirmed, CONFIRM_AGAIN, desk.focal) == [100, 135]
    assert told_on(confirmed, NOT_CONFIRMED, desk.secretariat) == [100]


def test_a_reminder_that_came_late_does_not_put_off_the_last_day(desk: Desk, confirmed: PracticePage) -> None:
    ask_on(confirmed, -2, -1, 0, 1, 27)
    assert told_on(confirmed, CONFIRM_AGAIN, desk.focal) == [-2, 0]


def test_many_that_are_due_on_a_day_are_one_letter(desk: Desk, confirmed: PracticePage, settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    more_confirmed(desk, "a", "b", "c")
    for number in range(30):
        more_titles(desk, number)
    Notice.objects.all().delete()
    Letter.objects.all().delete()
    ask_on(confirmed, -30)
    letter = Letter.objects.get()
    assert letter.subject == "To confirm: 34 practices"
    notice = Notice.objects.get()
    assert (len(notice.told["lines"]), notice.told["count"]) == (20, 34)
    assert ConfirmationReminder.objects.count() == 34


def more_titles(desk: Desk, number: int) -> None:
    """One more practice, confirmed on the day of the first, without its way through the gates."""
    page = make.a_practice(desk.library, f"m-{number}", country=desk.page.country, institution=desk.page.institution)
    confirm_once_more(PracticePage.objects.get(slug="draft"), record_id=page.record_id)


def test_what_is_due_on_other_days_has_a_letter_of_its_own(desk: Desk, confirmed: PracticePage) -> None:
    other = more_confirmed(desk, "other")[0]
    Confirmation.objects.filter(record=other.record).update(confirmed_on=last_day_of(confirmed) - timedelta(days=350))
    Notice.objects.all().delete()
    ask_on(confirmed, -30, -15)
    lines = [[line["title"] for line in notice.told["lines"]] for notice in Notice.objects.order_by("at")]
    assert lines == [["Synthetic draft draft"], ["Synthetic draft other"]]


class TestWhoHears:
    def test_every_focal_point_of_the_country_and_nobody_else(self, desk: Desk, confirmed: PracticePage) -> None:
        give(desk.nobody, Role.FOCAL_POINT, desk.country)
        ask_on(confirmed, -30)
        assert {notice.to for notice in Notice.objects.all()} == {desk.focal, desk.nobody}

    def test_a_country_without_one_is_the_secretariats(self, desk: Desk, confirmed: PracticePage) -> None:
        end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
        ask_on(confirmed, -30, 0, 10)
        assert told_on(confirmed, NOBODY_TO_CONFIRM, desk.secretariat) == [-30, 0]
        assert told_on(confirmed, CONFIRM_AGAIN, desk.focal) == []

    def test_where_there_is_nobody_at_all_it_is_told_later(self, desk: Desk, confirmed: PracticePage) -> None:
        for term in RoleTerm.objects.exclude(role=Role.EXPERT):
            end_role(term=term, reason="Synthetic.", by=None)
        ask_on(confirmed, 70)
        assert not ConfirmationReminder.objects.exists()
        someone = a_person("later")
        give(someone, Role.SECRETARIAT)
        ask_on(confirmed, 71)
        kinds = Counter(Notice.objects.filter(to=someone).values_list("kind", flat=True))
        assert kinds == {NOBODY_TO_CONFIRM: 1, NOT_CONFIRMED: 1}

    def test_what_readers_do_not_see_or_is_for_others_is_not_named(self, desk: Desk, confirmed: PracticePage) -> None:
        withdrawn, hidden, down = more_confirmed(desk, "withdrawn", "hidden", "down")
        withdraw_record(record=withdrawn.record, on=timezone.localdate(), reason="Synthetic.", by=None)
        set_audience(record=hidden.record, tokens=["secretariat"], by=None)
        down.unpublish()
        Notice.objects.all().delete()
        ask_on(confirmed, -30)
        focal = Notice.objects.get(to=desk.focal)
        assert [line["title"] for line in focal.told["lines"]] == ["Synthetic draft draft"]
        unheard = Notice.objects.get(to=desk.second)
        assert [line["title"] for line in unheard.told["lines"]] == ["Synthetic draft hidden"]


class TestNeverTwice:
    def test_a_worker_that_is_killed_in_the_middle_leaves_nothing(
        self, desk: Desk, confirmed: PracticePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give(desk.nobody, Role.FOCAL_POINT, desk.country)
        tell, told = asking.tell_due, []

        def killed(*args: Any, **named: Any) -> None:
            if told:
                raise KeyboardInterrupt
            told.append(tell(*args, **named))

        with days_from(last_day_of(confirmed), 0):
            monkeypatch.setattr(asking, "tell_due", killed)
            with pytest.raises(KeyboardInterrupt):
                remind_of_confirmations()
            assert not Notice.objects.exists()
            monkeypatch.setattr(asking, "tell_due", tell)
            remind_of_confirmations()
        assert Notice.objects.count() == 2

    def test_of_two_workers_one_tells(
        self, desk: Desk, confirmed: PracticePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other has written its rows by the time this one writes."""
        note = asking._note

        def too_late(told: Any, asked: Any, on: date) -> None:
            note(told, asked, on)
            note(told, asked, on)

        with days_from(last_day_of(confirmed), 0):
            ConfirmationReminder.objects.create(
                confirmation=Confirmation.objects.get(), asked="secretariat", on=timezone.localdate()
            )
            monkeypatch.setattr(asking, "_note", too_late)
            remind_of_confirmations()
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("is_shared", [False, True])
    def test_what_fails_for_some_does_not_keep_it_from_the_others(
        self, desk: Desk, confirmed: PracticePage, monkeypatch: pytest.MonkeyPatch, *, is_shared: bool
    ) -> None:
        tell = asking.tell_due
        other = more_confirmed(desk, "other")[0]
        uganda = make.a_country("UG", "Uganda")
        PracticePage.objects.filter(pk=other.pk).update(country=uganda)
        give(desk.nobody, Role.FOCAL_POINT, uganda.record)
        if is_shared:
            give(desk.focal, Role.FOCAL_POINT, uganda.record)
        Notice.objects.all().delete()

        def fails(kind: str, people: list[User], *given: Any, **named: Any) -> None:
            if desk.focal in people:
                raise RuntimeError
            tell(kind, people, *given, **named)

        with days_from(last_day_of(confirmed), 0):
            monkeypatch.setattr(asking, "tell_due", fails)
            remind_of_confirmations()
            assert [notice.to for notice in Notice.objects.all()] == ([] if is_shared else [desk.nobody])
            monkeypatch.setattr(asking, "tell_due", tell)
            remind_of_confirmations()
        assert {notice.to: notice.told["count"] for notice in Notice.objects.all()} == {
            desk.focal: 2 if is_shared else 1,
            desk.nobody: 1,
        }
        assert Notice.objects.count() == 2

    def test_an_update_that_is_published_ends_it(self, desk: Desk, confirmed: PracticePage) -> None:
        day = last_day_of(confirmed)
        with days_from(day, -5):
            again = operations.open_manuscript(page=confirmed, country=desk.country, by=desk.expert)
            operations.submit(manuscript=again, by=desk.expert)
            operations.endorse(manuscript=again, by=desk.focal)
            operations.publish(manuscript=again, by=desk.secretariat)
        for days in (0, 40, 80):
            with days_from(day, days):
                remind_of_confirmations()
        assert not Notice.objects.filter(kind__in=[CONFIRM_AGAIN, NOT_CONFIRMED]).exists()


@pytest.mark.parametrize(
    ("day", "after"),
    [("2027-01-31", "2027-02-28"), ("2027-02-28", "2027-03-28"), ("2027-12-15", "2028-01-15")],
)
def test_a_month_later(day: str, after: str) -> None:
    assert month_after(date.fromisoformat(day)) == date.fromisoformat(after)
