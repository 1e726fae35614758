"""The moves of a manuscript: who may make which from where, as a table, and what each leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.models import ChangeRequest, Confirmation, EndorsementTask, GateState, Manuscript, ReviewAct, User
from core.review import operations
from core.review.permissions import can_move
from core.review.states import MOVES, Move, Stage
from core.users.roles import Role
from knowledge.models import PracticePage
from members.models import Country
from tests.desk.conftest import Desk
from tests.factories import knowledge as make
from tests.signing_in import give

LETTER = "Synthetic letter No. 1 of 1 February 2026"


def to_submitted(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)


def to_returned(desk: Desk) -> None:
    to_submitted(desk)
    operations.ask(manuscript=desk.manuscript, field="results", text="Say more.", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)


def to_endorsed(desk: Desk) -> None:
    to_submitted(desk)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)


def to_published(desk: Desk) -> None:
    to_endorsed(desk)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)


def to_declined(desk: Desk) -> None:
    to_submitted(desk)
    operations.decline(manuscript=desk.manuscript, by=desk.focal, text="Not ours.")


WAYS: dict[Stage, Callable[[Desk], None]] = {
    Stage.DRAFT: lambda desk: None,
    Stage.SUBMITTED: to_submitted,
    Stage.RETURNED: to_returned,
    Stage.ENDORSED: to_endorsed,
    Stage.PUBLISHED: to_published,
    Stage.DECLINED: to_declined,
}
# Who may do what at which stage. The secretariat may do for a country what it asks for by letter; at the second gate
# it alone decides. Resuming is for what is paused, and is tried there.
A, F, S = "expert", "focal", "secretariat"
ALLOWED: dict[tuple[Stage, Move], set[str]] = {
    (Stage.DRAFT, Move.SUBMIT): {A, F, S},
    (Stage.RETURNED, Move.SUBMIT): {A, F, S},
    (Stage.SUBMITTED, Move.TAKE_BACK): {A, F, S},
    (Stage.RETURNED, Move.TAKE_BACK): {A, F, S},
    (Stage.ENDORSED, Move.TAKE_BACK): {A, F, S},
    (Stage.RETURNED, Move.ANSWER): {A, F, S},
    (Stage.DRAFT, Move.ANSWER): {A, F, S},
    **{
        (Stage.SUBMITTED, move): {F, S}
        for move in (
            Move.CLAIM, Move.HAND_OVER, Move.PAUSE, Move.ASK, Move.RETURN, Move.CLOSE, Move.DECLINE, Move.ENDORSE,
        )
    },
    **{
        (Stage.ENDORSED, move): {S}
        for move in (
            Move.CLAIM, Move.HAND_OVER, Move.PAUSE, Move.ASK, Move.RETURN, Move.CLOSE, Move.DECLINE, Move.PUBLISH,
            Move.SUGGEST, Move.WITHDRAW,
        )
    },
    **{
        (stage, move): {A, F, S}
        for stage in (Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.ENDORSED)
        for move in (Move.NAME, Move.REMOVE, Move.HAND_ON)
    },
    (Stage.DRAFT, Move.RESTORE): {A, F, S},
    (Stage.RETURNED, Move.RESTORE): {A, F, S},
    # What becomes of them stands in `test_suggestions`.
    (Stage.ENDORSED, Move.DECIDE): {A, F, S},
    (Stage.ENDORSED, Move.ACCEPT): {F, S},
}  # fmt: skip


@pytest.mark.parametrize("stage", list(Stage))
def test_the_table_of_moves(desk: Desk, stage: Stage) -> None:
    WAYS[stage](desk)
    manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert manuscript.stage == stage
    people = {name: getattr(desk, name) for name in ("expert", "focal", "stranger", "secretariat")}
    found = {move: {name for name, person in people.items() if can_move(person, manuscript, move)} for move in MOVES}
    assert found == {move: ALLOWED.get((stage, move), set()) for move in MOVES}


ACTS: dict[Move, Callable[[Manuscript, User], Any]] = {
    Move.SUBMIT: lambda one, by: operations.submit(manuscript=one, by=by, evidence=LETTER),
    Move.TAKE_BACK: lambda one, by: operations.take_back(manuscript=one, by=by, evidence=LETTER),
    Move.CLAIM: lambda one, by: operations.claim(manuscript=one, by=by),
    Move.HAND_OVER: lambda one, by: operations.hand_over(manuscript=one, to=by, by=by),
    Move.PAUSE: lambda one, by: operations.pause(manuscript=one, by=by, text="We wait."),
    Move.RESUME: lambda one, by: operations.resume(manuscript=one, by=by),
    Move.ASK: lambda one, by: operations.ask(manuscript=one, field="", text="Say more.", by=by),
    Move.RETURN: lambda one, by: operations.send_back(manuscript=one, by=by, evidence=LETTER),
    Move.DECLINE: lambda one, by: operations.decline(manuscript=one, by=by, text="No.", evidence=LETTER),
    Move.ENDORSE: lambda one, by: operations.endorse(manuscript=one, by=by, evidence=LETTER),
    Move.PUBLISH: lambda one, by: operations.publish(manuscript=one, by=by),
}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", ["expert", "focal", "stranger", "secretariat"])
def test_what_the_table_forbids_is_refused_and_leaves_nothing(desk: Desk, stage: Stage, name: str) -> None:
    WAYS[stage](desk)
    before = ReviewAct.objects.count()
    person = getattr(desk, name)
    for move, act in ACTS.items():
        if name in ALLOWED.get((stage, move), set()):
            continue
        with pytest.raises((PermissionDenied, ValidationError)):
            act(desk.manuscript, person)
    manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert manuscript.stage == stage
    assert ReviewAct.objects.count() == before


@pytest.mark.parametrize(("is_by_letter", "kind"), [(False, "statement of the institution"), (True, "letter")])
def test_what_was_endorsed_is_confirmed_by_its_institution(desk: Desk, is_by_letter: bool, kind: str) -> None:
    to_submitted(desk)
    by = desk.secretariat if is_by_letter else desk.focal
    operations.endorse(manuscript=desk.manuscript, by=by, evidence=LETTER if is_by_letter else "")
    operations.publish(manuscript=desk.manuscript, by=desk.second)
    confirmation = Confirmation.objects.select_related("source__source").get()
    page = PracticePage.objects.get(pk=desk.page.pk)
    assert page.institution is not None
    assert (confirmation.record, confirmation.institution) == (page.record, page.institution.record)
    assert confirmation.confirmed_on == timezone.localdate()
    assert (confirmation.source.source.kind, confirmation.source.source.publisher) == (kind, page.institution.name)


@pytest.mark.parametrize("way", [to_submitted, to_endorsed])
def test_what_is_endorsed_is_published_and_nothing_else(desk: Desk, way: Callable[[Desk], None]) -> None:
    way(desk)
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.title = "Smuggled in afterwards"
    page.save_revision(user=desk.expert)
    if way is to_submitted:
        operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    page.refresh_from_db()
    assert page.live
    assert page.title == "Synthetic draft draft"


@pytest.mark.parametrize(("way", "act"), [(to_submitted, operations.endorse), (to_endorsed, operations.publish)])
def test_a_text_that_was_written_over_is_seen(
    desk: Desk, way: Callable[[Desk], None], act: Callable[..., None]
) -> None:
    way(desk)
    gate = GateState.objects.order_by("-pk").first()
    assert gate is not None
    gate.revision.content["title"] = "Written over"
    gate.revision.save()
    with pytest.raises(ValidationError, match="not the text that was read"):
        act(manuscript=desk.manuscript, by=desk.secretariat if act is operations.publish else desk.focal)


def test_a_gate_that_was_switched_off_lets_nothing_through(desk: Desk, admin_user: User) -> None:
    to_submitted(desk)
    EndorsementTask.objects.get().deactivate(user=admin_user)
    manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert manuscript.stage == Stage.ENDORSED, "as Wagtail has it"
    with pytest.raises(ValidationError, match="not the text that was read"):
        operations.publish(manuscript=manuscript, by=desk.secretariat)


def test_a_text_of_another_country_goes_nowhere(desk: Desk) -> None:
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.country = Country.objects.get(record=desk.other_country)
    page.save_revision(user=desk.editor)
    with pytest.raises(ValidationError, match="another country"):
        operations.submit(manuscript=desk.manuscript, by=desk.expert)


def test_the_institution_is_of_the_country_that_endorses(desk: Desk) -> None:
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.institution = make.an_institution("inst-of-another", country="KE")
    page.save_revision(user=desk.expert)
    with pytest.raises(ValidationError, match="institution is of another country"):
        operations.submit(manuscript=desk.manuscript, by=desk.expert)


def test_a_page_that_somebody_locked_is_not_submitted(desk: Desk) -> None:
    PracticePage.objects.filter(pk=desk.page.pk).update(locked=True, locked_by=desk.secretariat)
    with pytest.raises(ValidationError, match="locked in the editor by Secretariat"):
        operations.submit(manuscript=desk.manuscript, by=desk.expert)


def test_a_day_of_publication_goes_when_a_country_begins(desk: Desk) -> None:
    practice = make.a_practice(desk.library, country=Country.objects.get(record=desk.country))
    practice.title, practice.go_live_at = "Scheduled", timezone.now() + timedelta(days=1)
    practice.save_revision().publish()
    assert practice.revisions.filter(approved_go_live_at__isnull=False).exists()
    operations.open_manuscript(page=practice, country=desk.country, by=desk.expert)
    assert not practice.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object().go_live_at is None


def test_who_took_a_returned_text_back_can_still_answer(desk: Desk) -> None:
    to_returned(desk)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    operations.answer(request=_fresh(ChangeRequest.objects.get()), text="Done.", by=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)


def test_a_review_that_was_cancelled_elsewhere_is_with_its_authors(desk: Desk, admin_user: User) -> None:
    to_submitted(desk)
    Manuscript.objects.get(pk=desk.manuscript.pk).review.cancel(user=admin_user)  # type: ignore[union-attr]
    assert list(Manuscript.objects.in_writing()) == [desk.manuscript]
    operations.submit(manuscript=desk.manuscript, by=desk.expert)


def test_a_text_at_a_gate_is_locked_for_everybody(desk: Desk, admin_user: User) -> None:
    to_submitted(desk)
    page = PracticePage.objects.get(pk=desk.page.pk)
    for person in (desk.expert, desk.focal, desk.secretariat, admin_user):
        assert page.permissions_for_user(person).page_locked(), person


def test_what_was_returned_from_the_second_gate_passes_the_first_again(desk: Desk) -> None:
    to_endorsed(desk)
    request = operations.ask(manuscript=desk.manuscript, field="title", text="Shorter.", by=desk.secretariat)
    operations.send_back(manuscript=desk.manuscript, by=desk.secretariat)
    operations.answer(request=_fresh(request), text="Done.", by=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED
    operations.close(request=_fresh(request), by=desk.focal)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    assert Manuscript.objects.get(pk=desk.manuscript.pk).outcome == Stage.PUBLISHED


def test_every_request_is_answered_and_closed_before_it_goes_on(desk: Desk) -> None:
    to_returned(desk)
    request = ChangeRequest.objects.get()
    with pytest.raises(ValidationError, match="Answer every request"):
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.answer(request=_fresh(request), text="Said more.", by=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    with pytest.raises(ValidationError, match="open requests"):
        operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.close(request=_fresh(request), by=desk.focal)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)


def test_a_request_that_is_not_closed_is_asked_again(desk: Desk) -> None:
    to_returned(desk)
    request = ChangeRequest.objects.get()
    operations.answer(request=_fresh(request), text="No.", by=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal, text="It is still not said.")
    assert _fresh(request).is_waiting()
    assert _fresh(request).answer == "No.", "what was said stays to be read"


def test_a_draft_that_lacks_something_is_not_submitted(desk: Desk) -> None:
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.results, page.institution = "", None
    page.save_revision(user=desk.expert)
    with pytest.raises(ValidationError) as refused:
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
    assert {error.code for error in refused.value.error_list} == {"results", "institution"}
    assert Manuscript.objects.get(pk=desk.manuscript.pk).review is None


def test_who_has_it_decides_until_it_is_taken_over(desk: Desk) -> None:
    to_endorsed(desk)
    operations.claim(manuscript=desk.manuscript, by=desk.secretariat)
    with pytest.raises(ValidationError, match="Secretariat has this text"):
        operations.publish(manuscript=desk.manuscript, by=desk.second)
    operations.claim(manuscript=desk.manuscript, by=desk.second)
    operations.publish(manuscript=desk.manuscript, by=desk.second)


def test_it_is_handed_over_to_who_keeps_the_gate_alone(desk: Desk) -> None:
    to_endorsed(desk)
    with pytest.raises(ValidationError):
        operations.hand_over(manuscript=desk.manuscript, to=desk.focal, by=desk.secretariat)
    operations.hand_over(manuscript=desk.manuscript, to=desk.second, by=desk.secretariat)
    assert GateState.objects.get(gate="publication").holder == desk.second


def test_a_pause_stops_the_clock(desk: Desk) -> None:
    to_submitted(desk)
    due = GateState.objects.get().due_on
    assert due is not None
    operations.pause(manuscript=desk.manuscript, by=desk.focal, text="The minister is away.")
    GateState.objects.update(paused_at=timezone.now() - timedelta(days=5))
    with pytest.raises(ValidationError, match="paused"):
        operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.resume(manuscript=desk.manuscript, by=desk.focal)
    gate = GateState.objects.get()
    assert (gate.due_on, gate.paused_at, gate.pause_reason) == (due + timedelta(days=5), None, "")


@pytest.mark.parametrize("move", [Move.SUBMIT, Move.ENDORSE, Move.DECLINE])
def test_what_is_done_for_a_country_names_its_letter(desk: Desk, move: Move) -> None:
    if move != Move.SUBMIT:
        to_submitted(desk)
    acts: dict[Move, Callable[..., None]] = {
        Move.SUBMIT: operations.submit,
        Move.ENDORSE: operations.endorse,
        Move.DECLINE: lambda **given: operations.decline(text="No.", **given),
    }
    with pytest.raises(ValidationError, match="letter"):
        acts[move](manuscript=desk.manuscript, by=desk.secretariat)
    acts[move](manuscript=desk.manuscript, by=desk.secretariat, evidence=LETTER)
    act = ReviewAct.objects.get(move=move)
    assert (act.by, act.evidence) == (desk.secretariat, LETTER)


@pytest.mark.parametrize("is_by_letter", [True, False])
def test_who_endorses_does_not_publish(desk: Desk, is_by_letter: bool) -> None:
    if not is_by_letter:  # somebody who is both
        give(desk.secretariat, Role.FOCAL_POINT, desk.country)
    to_submitted(desk)
    operations.endorse(manuscript=desk.manuscript, by=desk.secretariat, evidence=LETTER if is_by_letter else "")
    with pytest.raises(ValidationError, match="somebody else"):
        operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    operations.publish(manuscript=desk.manuscript, by=desk.second)


def test_what_was_declined_can_be_begun_again(desk: Desk) -> None:
    to_declined(desk)
    assert Manuscript.objects.get(pk=desk.manuscript.pk).reason == "Not ours."
    again = operations.open_manuscript(page=desk.page, country=desk.country, by=desk.expert)
    assert again.pk != desk.manuscript.pk
    operations.submit(manuscript=again, by=desk.expert)


def test_what_was_taken_back_is_submitted_anew(desk: Desk) -> None:
    to_submitted(desk)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    assert not PracticePage.objects.get(pk=desk.page.pk).permissions_for_user(desk.expert).page_locked()
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED


def test_a_published_practice_is_edited_while_the_old_one_stays(desk: Desk) -> None:
    to_published(desk)
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.title = "A newer title"
    page.save_revision(user=desk.expert)
    again = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
    operations.submit(manuscript=again, by=desk.expert)
    assert PracticePage.objects.get(pk=page.pk).title == "Synthetic draft draft"
    operations.endorse(manuscript=again, by=desk.focal)
    operations.publish(manuscript=again, by=desk.secretariat)
    assert PracticePage.objects.get(pk=page.pk).title == "A newer title"


def test_what_cannot_be_published_stays_at_the_gate(desk: Desk) -> None:
    """The page itself refuses, in words, and nothing is half done."""
    to_endorsed(desk)
    PracticePage.objects.filter(pk=desk.page.pk).update(record=None)
    refusing = mock.patch("knowledge.operations.cite", side_effect=ValidationError("Name a source."))
    with refusing, pytest.raises(ValidationError, match="Name a source"):
        operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    fresh = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert fresh.stage == Stage.ENDORSED
    assert not PracticePage.objects.get(pk=desk.page.pk).live


def _fresh(request: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("manuscript").get(pk=request.pk)


def test_a_text_is_published_again_as_it_stands(desk: Desk) -> None:
    """Its revision was written before the practice had a record, which it keeps."""
    to_published(desk)
    record = PracticePage.objects.get(pk=desk.page.pk).record_id
    again = operations.open_manuscript(page=desk.page, country=desk.country, by=desk.expert)
    operations.submit(manuscript=again, by=desk.expert)
    operations.endorse(manuscript=again, by=desk.focal)
    operations.publish(manuscript=again, by=desk.secretariat)
    assert PracticePage.objects.get(pk=desk.page.pk).record_id == record
