"""Who hears of a move, who is reminded, and who hears when nobody decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import GateState, Notice, RoleTerm
from core.review import operations
from core.users.operations import end_role
from knowledge.timers import remind_of_reviews
from tests.desk.conftest import Desk
from tests.desk.test_moves import to_endorsed, to_submitted


def told(kind: str) -> set[str]:
    return {notice.to.email.partition("@")[0] for notice in Notice.objects.filter(kind=kind)}


def ask_and_return(desk: Desk) -> None:
    operations.ask(manuscript=desk.manuscript, field="", text="More.", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)


CASES: list[tuple[Callable[[Desk], None], Callable[[Desk], None], str, set[str]]] = [
    (lambda desk: None, to_submitted, "manuscript submitted", {"focal"}),
    (to_submitted, ask_and_return, "manuscript returned", {"expert"}),
    (
        to_submitted,
        lambda desk: operations.endorse(manuscript=desk.manuscript, by=desk.focal),
        "manuscript endorsed",
        {"expert"},
    ),
    (lambda desk: None, to_endorsed, "manuscript to publish", {"secretariat", "second"}),
    (
        to_endorsed,
        lambda desk: operations.publish(manuscript=desk.manuscript, by=desk.secretariat),
        "manuscript published",
        {"expert", "focal"},
    ),
    (
        to_submitted,
        lambda desk: operations.decline(manuscript=desk.manuscript, by=desk.focal, text="No."),
        "manuscript declined",
        {"expert"},
    ),
    (
        to_endorsed,
        lambda desk: operations.hand_over(manuscript=desk.manuscript, to=desk.second, by=desk.secretariat),
        "manuscript handed over",
        {"second"},
    ),
    (
        to_submitted,
        lambda desk: operations.pause(manuscript=desk.manuscript, by=desk.focal, text="We wait."),
        "manuscript paused",
        {"expert"},
    ),
    (
        to_submitted,
        lambda desk: operations.take_back(manuscript=desk.manuscript, by=desk.expert),
        "manuscript taken back",
        {"focal"},
    ),
]


@pytest.mark.parametrize(("before", "move", "kind", "people"), CASES, ids=[case[2] for case in CASES])
def test_whom_it_concerns_hears_of_it(
    desk: Desk, before: Callable[[Desk], None], move: Callable[[Desk], None], kind: str, people: set[str]
) -> None:
    before(desk)
    Notice.objects.all().delete()
    move(desk)
    assert told(kind) == people


def test_who_had_it_hears_that_it_was_taken_over(desk: Desk) -> None:
    to_endorsed(desk)
    operations.claim(manuscript=desk.manuscript, by=desk.secretariat)
    assert told("manuscript taken over") == set()
    operations.claim(manuscript=desk.manuscript, by=desk.second)
    assert told("manuscript taken over") == {"secretariat"}


def test_where_a_country_has_no_focal_point_the_secretariat_hears(desk: Desk) -> None:
    end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
    to_submitted(desk)
    assert told("manuscript submitted") == {"secretariat", "second"}


def test_nobody_outside_hears_anything(desk: Desk) -> None:
    to_endorsed(desk)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    heard = {notice.to_id for notice in Notice.objects.all()}
    assert heard.isdisjoint({desk.stranger.pk, desk.editor.pk, desk.nobody.pk})


def due_in(days: int) -> None:
    GateState.objects.update(due_on=timezone.localdate() + timedelta(days=days))


class TestTheClock:
    def test_it_reminds_once_before_it_is_due(self, desk: Desk) -> None:
        to_submitted(desk)
        remind_of_reviews()
        assert told("manuscript due soon") == set()
        due_in(3)
        remind_of_reviews()
        remind_of_reviews()
        assert Notice.objects.filter(kind="manuscript due soon").count() == 1
        assert told("manuscript due soon") == {"focal"}

    def test_it_reminds_who_has_it(self, desk: Desk) -> None:
        to_endorsed(desk)
        operations.claim(manuscript=desk.manuscript, by=desk.second)
        due_in(1)
        remind_of_reviews()
        assert told("manuscript due soon") == {"second"}

    def test_when_nobody_decides_the_secretariat_hears_once(self, desk: Desk) -> None:
        to_submitted(desk)
        due_in(-2)
        remind_of_reviews()
        remind_of_reviews()
        assert told("manuscript overdue") == {"focal", "secretariat", "second"}
        assert Notice.objects.filter(kind="manuscript overdue").count() == 3

    def test_what_is_paused_or_decided_is_nobodys_delay(self, desk: Desk) -> None:
        to_submitted(desk)
        operations.pause(manuscript=desk.manuscript, by=desk.focal, text="We wait.")
        due_in(-9)
        remind_of_reviews()
        operations.resume(manuscript=desk.manuscript, by=desk.focal)
        operations.decline(manuscript=desk.manuscript, by=desk.focal, text="No.")
        remind_of_reviews()
        assert told("manuscript overdue") | told("manuscript due soon") == set()
