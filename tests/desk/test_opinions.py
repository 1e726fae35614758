"""Opinions: what can be done with a request from which state, by whom, and what each leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.models import AuditEntry, Letter, Notice, Opinion, OpinionLink, OpinionRequest, RoleTerm
from core.opinions import operations as opinions
from core.opinions.operations import MOST, MOST_A_DAY, request_of, text_of
from core.opinions.permissions import can_ask_opinion, can_read_opinion, can_share_opinion
from core.opinions.states import STEPS, OpinionState, Step
from core.opinions.timers import remind_of_opinions
from core.review import operations
from core.review.states import Stage
from core.users.operations import end_role
from members.models import Institution
from tests.desk.conftest import Desk
from tests.desk.test_moves import WAYS, to_endorsed, to_submitted

REVIEWER = "reviewer@elsewhere.example"
SECRET = "Synthetic opinion: the results are not comparable."
GIVEN: dict[str, Any] = {"recommendation": "with changes", "text": SECRET, "interests": "", "may_name": False}


@pytest.fixture(autouse=True)
def letters_are_kept(settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"


def asked(desk: Desk, **changes: Any) -> OpinionRequest:
    """A synthetic request of whoever keeps the gate."""
    by = desk.focal if desk.manuscript.stage == Stage.SUBMITTED else desk.secretariat
    told: dict[str, Any] = {
        "name": "Synthetic Reviewer", "email": REVIEWER, "institution": None, "institution_words": "Synthetic agency",
        "language": "en", "question": "Synthetic question?", "due_on": timezone.localdate() + timedelta(days=14),
        "by": by,
    }  # fmt: skip
    return opinions.ask_opinion(manuscript=desk.manuscript, **{**told, **changes})


def fresh(request: OpinionRequest) -> OpinionRequest:
    found: OpinionRequest = OpinionRequest.objects.with_answers().get(pk=request.pk)
    return found


def last_of(request: OpinionRequest) -> int:
    """The number of the opinion that was given last."""
    latest = fresh(request).latest
    return latest.pk if latest is not None else 0


def state_of(request: OpinionRequest) -> OpinionState:
    return fresh(request).state(on=timezone.localdate())


def told(kind: str) -> set[str]:
    return {notice.to.email.partition("@")[0] for notice in Notice.objects.filter(kind=kind)}


def acts(subject: str) -> list[str]:
    return list(AuditEntry.objects.filter(action__endswith=subject).values_list("action", flat=True))


def test_from_the_question_to_the_authors(desk: Desk) -> None:
    """The whole way."""
    to_submitted(desk)
    request = asked(desk)
    assert Letter.objects.get(to=REVIEWER).subject == "Your opinion is asked for: Synthetic draft draft"
    assert state_of(request) == OpinionState.ASKED
    opinions.give_opinion(request=request, **GIVEN)
    assert state_of(request) == OpinionState.GIVEN
    assert told("opinion given") == {"focal"}
    opinions.give_opinion(request=request, **{**GIVEN, "text": "Better than I thought."})
    assert told("opinion replaced") == {"focal"}
    assert [one.text for one in request.opinions.all()] == [SECRET, "Better than I thought."]
    opinions.share_opinion(request=request, opinion=last_of(request), by=desk.focal)
    assert told("opinion shared") == {"expert"}
    shared = Opinion.objects.get(shared_at__isnull=False)
    assert (shared.text, shared.shared_by) == ("Better than I thought.", desk.focal)
    for act in ("ask_opinion", "give_opinion", "share_opinion"):
        assert acts(act)


def test_nobody_shares_what_they_have_not_read(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    opinions.give_opinion(request=request, **GIVEN)
    read = last_of(request)
    opinions.give_opinion(request=request, **{**GIVEN, "text": "Not read yet."})
    with pytest.raises(ValidationError, match="gave another opinion meanwhile"):
        opinions.share_opinion(request=request, opinion=read, by=desk.focal)
    assert told("opinion shared") == set()
    assert not Opinion.objects.filter(shared_at__isnull=False).exists()


def test_no_name_address_or_word_of_a_reviewer_stands_in_the_audit(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    opinions.give_opinion(request=request, **{**GIVEN, "interests": "A synthetic interest."})
    opinions.share_opinion(request=request, opinion=last_of(request), by=desk.focal)
    opinions.decline_opinion(request=asked(desk, email="other@elsewhere.example"), reason="Synthetic reason.")
    written = str(list(AuditEntry.objects.values()))
    for word in ("Reviewer", "elsewhere.example", "Synthetic agency", "comparable", "interest.", "reason.", "question"):
        assert word not in written, word


# From where each step may be made: what is not here is forbidden.
TO_STATE: dict[OpinionState, Callable[[Desk, OpinionRequest], Any]] = {
    OpinionState.ASKED: lambda desk, request: None,
    OpinionState.GIVEN: lambda desk, request: opinions.give_opinion(request=request, **GIVEN),
    OpinionState.DECLINED: lambda desk, request: opinions.decline_opinion(request=request, reason="No time."),
    OpinionState.WITHDRAWN: lambda desk, request: opinions.withdraw_request(request=request, by=desk.focal),
    OpinionState.EXPIRED: lambda desk, request: OpinionRequest.objects.filter(pk=request.pk).update(
        due_on=timezone.localdate() - timedelta(days=1)
    ),
}
ACTS: dict[Step, Callable[[Desk, OpinionRequest], Any]] = {
    Step.GIVE: lambda desk, request: opinions.give_opinion(request=request, **GIVEN),
    Step.DECLINE: lambda desk, request: opinions.decline_opinion(request=request, reason="No time."),
    Step.WITHDRAW: lambda desk, request: opinions.withdraw_request(request=request, by=desk.focal),
    Step.SHARE: lambda desk, request: opinions.share_opinion(request=request, opinion=last_of(request), by=desk.focal),
}
ALLOWED = {
    (OpinionState.ASKED, Step.GIVE),
    (OpinionState.ASKED, Step.DECLINE),
    (OpinionState.ASKED, Step.WITHDRAW),
    (OpinionState.GIVEN, Step.GIVE),
    (OpinionState.GIVEN, Step.SHARE),
}


def test_the_table_says_what_is_tried_here() -> None:
    assert {(state, step) for step, states in STEPS.items() for state in states} == ALLOWED


@pytest.mark.parametrize("state", list(OpinionState))
def test_the_table_of_steps(desk: Desk, state: OpinionState) -> None:
    to_submitted(desk)
    for number, (step, act) in enumerate(ACTS.items()):
        request = asked(desk, email=f"reviewer{number}@elsewhere.example")
        TO_STATE[state](desk, request)
        assert state_of(request) == state
        before = (AuditEntry.objects.count(), Opinion.objects.count(), Letter.objects.count(), Notice.objects.count())
        if (state, step) in ALLOWED:
            act(desk, request)
            continue
        with pytest.raises(ValidationError):
            act(desk, request)
        assert state_of(request) == state
        after = (AuditEntry.objects.count(), Opinion.objects.count(), Letter.objects.count(), Notice.objects.count())
        assert after == before


def test_what_was_given_is_replaced_until_the_day_only(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    opinions.give_opinion(request=request, **GIVEN)
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        opinions.give_opinion(request=request, **GIVEN)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        with pytest.raises(ValidationError):
            opinions.give_opinion(request=request, **GIVEN)
        assert state_of(request) == OpinionState.GIVEN
        opinions.share_opinion(request=request, opinion=last_of(request), by=desk.focal)


# Who may ask at which stage; the secretariat is everything, for a country by letter.
ASKERS = {Stage.SUBMITTED: {"focal", "secretariat"}, Stage.ENDORSED: {"secretariat"}}


@pytest.mark.parametrize("stage", list(Stage))
def test_who_asks_is_who_keeps_the_gate(desk: Desk, stage: Stage) -> None:
    WAYS[stage](desk)
    desk.manuscript.refresh_from_db()
    for name in ("expert", "focal", "stranger", "editor", "nobody", "secretariat"):
        person = getattr(desk, name)
        allowed = name in ASKERS.get(stage, set())
        assert can_ask_opinion(person, desk.manuscript) == allowed, name
        if allowed:
            asked(desk, by=person, email=f"of-{name}@elsewhere.example")
        else:
            with pytest.raises((PermissionDenied, ValidationError)):
                asked(desk, by=person)
    assert OpinionRequest.objects.count() == len(ASKERS.get(stage, set()))


def test_what_a_colleague_has_is_theirs_to_ask_about_and_a_pause_does_not_hinder(desk: Desk) -> None:
    to_endorsed(desk)
    operations.claim(manuscript=desk.manuscript, by=desk.second)
    with pytest.raises(ValidationError, match="Take it first"):
        asked(desk, by=desk.secretariat)
    operations.pause(manuscript=desk.manuscript, by=desk.second, text="We wait for an opinion.")
    asked(desk, by=desk.second)


def test_who_reads_what(desk: Desk) -> None:
    to_submitted(desk)
    first = asked(desk)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    second = asked(desk, by=desk.secretariat)
    people = ("expert", "focal", "stranger", "editor", "nobody", "secretariat", "second")
    read = [{name for name in people if can_read_opinion(getattr(desk, name), one)} for one in (first, second)]
    assert read == [{"focal", "secretariat", "second"}, {"secretariat", "second"}]
    for one, keepers in zip((first, second), read, strict=True):
        assert {name for name in people if can_share_opinion(getattr(desk, name), one)} == keepers
        for name in set(people) - keepers:
            with pytest.raises(PermissionDenied):
                opinions.withdraw_request(request=one, by=getattr(desk, name))
            with pytest.raises(PermissionDenied):
                opinions.share_opinion(request=one, opinion=last_of(one), by=getattr(desk, name))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name"),
    ({"email": "no address"}, "email"),
    ({"email": "FOCAL@example.org"}, "email"),
    ({"email": "expert@example.org"}, "email"),
    ({"institution_words": " "}, "institution_words"),
    ({"question": " "}, "question"),
    ({"due_on": 0}, "due_on"),
    ({"due_on": 61}, "due_on"),
    ({"due_on": -1}, "due_on"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED, ids=[str(case[0]) for case in REFUSED])
def test_what_is_amiss_is_said_at_its_field(desk: Desk, changes: dict[str, Any], field: str) -> None:
    to_submitted(desk)
    if "due_on" in changes:
        changes = {"due_on": timezone.localdate() + timedelta(days=changes["due_on"])}
    with pytest.raises(ValidationError) as refused:
        asked(desk, **changes)
    assert list(refused.value.message_dict) == [field]
    assert not Letter.objects.filter(to=REVIEWER).exists()


def test_the_institution_is_one_of_the_record_or_in_words(desk: Desk) -> None:
    to_submitted(desk)
    record = Institution.objects.get().record
    request = asked(desk, institution=record, institution_words="Written as well")
    assert (request.institution, request.institution_words) == (record, "")


def test_nobody_is_asked_twice_at_a_time_and_not_too_many_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    to_submitted(desk)
    request = asked(desk)
    with pytest.raises(ValidationError, match="asked already"):
        asked(desk, email=REVIEWER.upper())
    opinions.withdraw_request(request=request, by=desk.focal)
    asked(desk)
    for number in range(MOST - 1):
        asked(desk, email=f"reviewer{number}@elsewhere.example")
    with pytest.raises(ValidationError, match="many requests"):
        asked(desk, email="one-more@elsewhere.example")
    monkeypatch.setattr(opinions, "MOST", 1_000)
    for number in range(MOST, MOST_A_DAY - 1):
        asked(desk, email=f"reviewer{number}@elsewhere.example")
    with pytest.raises(ValidationError, match="tomorrow"):
        asked(desk, email="one-more@elsewhere.example")


def test_it_is_about_the_text_that_stood_at_the_gate(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    page = desk.page
    page.challenge = "<p>Written later.</p>"
    page.save_revision(user=desk.expert)
    assert "Synthetic challenge." in text_of(fresh(request)).challenge
    revision = fresh(request).revision
    assert revision is not None
    revision.content["challenge"] = "<p>Written over.</p>"
    revision.save()
    assert text_of(fresh(request)) is None


class TestTheLink:
    def token(self, request: OpinionRequest) -> str:
        return opinions.new_link(request)

    def test_of_it_a_hash_is_kept(self, desk: Desk) -> None:
        to_submitted(desk)
        token = self.token(asked(desk))
        assert token not in str(list(OpinionLink.objects.values()))
        assert request_of(token) is not None
        assert request_of("made-up") is None

    def test_it_closes_with_the_day_the_request_and_the_text(self, desk: Desk) -> None:
        to_submitted(desk)
        first, second = asked(desk), asked(desk, email="second@elsewhere.example")
        tokens = [self.token(first), self.token(second)]
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            assert request_of(tokens[0]) is None
        opinions.withdraw_request(request=first, by=desk.focal)
        assert request_of(tokens[0]) is None
        operations.decline(manuscript=desk.manuscript, by=desk.focal, text="Not ours.")
        assert request_of(tokens[1]) is None
        assert state_of(second) == OpinionState.EXPIRED
        subjects = list(Letter.objects.filter(subject__startswith="Your opinion is no longer").values_list("to"))
        assert sorted(subjects) == [(REVIEWER,), ("second@elsewhere.example",)]

    def test_it_outlives_a_return_and_the_first_gate(self, desk: Desk) -> None:
        to_submitted(desk)
        token = self.token(asked(desk))
        operations.ask(manuscript=desk.manuscript, field="", text="More.", by=desk.focal)
        operations.send_back(manuscript=desk.manuscript, by=desk.focal)
        assert request_of(token) is not None

    def test_it_closes_where_whoever_asked_may_not_know_of_the_text_any_more(self, desk: Desk) -> None:
        to_submitted(desk)
        request = asked(desk)
        token = self.token(request)
        end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
        assert request_of(token) is None
        opinions.withdraw_request(request=request, by=desk.secretariat)


class TestTheClock:
    def days(self, number: int) -> Any:
        return time_machine.travel(timezone.now() + timedelta(days=number))

    def test_it_reminds_once_three_days_before_with_an_address_that_opens(self, desk: Desk) -> None:
        to_submitted(desk)
        request = asked(desk)
        remind_of_opinions()
        assert Letter.objects.filter(subject__contains="still waited for").count() == 0
        with self.days(11):
            remind_of_opinions()
            remind_of_opinions()
        assert Letter.objects.filter(subject__contains="still waited for").count() == 1
        assert request.links.count() == 2

    def test_who_was_asked_lately_or_answered_is_not_reminded(self, desk: Desk) -> None:
        to_submitted(desk)
        asked(desk, due_on=timezone.localdate() + timedelta(days=2))
        answered = asked(desk, email="second@elsewhere.example")
        opinions.give_opinion(request=answered, **GIVEN)
        remind_of_opinions()
        with self.days(11):
            remind_of_opinions()
        assert Letter.objects.filter(subject__contains="still waited for").count() == 0

    def test_whoever_asked_hears_once_that_none_came(self, desk: Desk) -> None:
        to_submitted(desk)
        asked(desk)
        with self.days(14):
            remind_of_opinions()
            assert told("opinion expired") == set()
        with self.days(15):
            remind_of_opinions()
            remind_of_opinions()
        assert told("opinion expired") == {"focal"}
        assert Notice.objects.filter(kind="opinion expired").count() == 1

    def test_where_whoever_asked_is_gone_the_gate_hears(self, desk: Desk) -> None:
        to_submitted(desk)
        asked(desk)
        end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
        with self.days(15):
            remind_of_opinions()
        assert told("opinion expired") == {"secretariat", "second"}
