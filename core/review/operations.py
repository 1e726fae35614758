"""The moves of a manuscript: each asks who may and whether it is allowed now, writes, and tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, Workflow, WorkflowState, WorkflowTask

from core.audit.operations import add_entry, hold_the_end
from core.records.models import Record
from core.review.models import ChangeRequest, EndorsementTask, GateState, Manuscript, PublicationTask, ReviewAct
from core.review.permissions import acts_for_country, can_move, has_part, is_secretariat
from core.review.states import MOVES, WITH_THE_AUTHORS, Move, Stage
from core.review.subjects import subject_of
from core.review.telling import tell
from core.users.models import User
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of


@transaction.atomic
def open_manuscript(*, page: Any, country: Record, by: User) -> Manuscript:
    """Return the open manuscript of a page, begun now where there is none; ``by`` is one of its authors from now on.

    Raises ``PermissionDenied`` where ``by`` neither writes for the country nor is of the secretariat.
    """
    if country.pk not in countries_of(by, *OF_A_COUNTRY) and not is_secretariat(by):
        raise PermissionDenied
    Page.objects.select_for_update().get(pk=page.pk)  # so that two do not begin at once
    found = Manuscript.objects.open_on(page.pk)
    if found is None:
        found = Manuscript.objects.create(page_id=page.pk, country=country, opened_by=by)
        _take_schedule_away(page)
    elif found.country_id != country.pk and found.stage in WITH_THE_AUTHORS:
        found.country = country
        found.save(update_fields=["country"])
    found.authors.add(by)
    return found


def _take_schedule_away(page: Any) -> None:
    """Let nothing be published by the clock that was set before: from now on the second gate publishes."""
    specific = page.specific
    specific.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    draft = specific.get_latest_revision_as_object()
    if draft.go_live_at or draft.expire_at:
        draft.go_live_at = draft.expire_at = None
        draft.save_revision(log_action=False)
    type(specific).objects.filter(pk=page.pk).update(go_live_at=None, expire_at=None)


def submit(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Bring a text before the focal point of its country. What was returned goes there again: the text is another.

    Raises ``ValidationError`` where the draft lacks something or requests are not answered.
    """
    with _move(manuscript, Move.SUBMIT, by, text=text, evidence=evidence) as move:
        _refuse_locked(manuscript)
        page = _draft_of(manuscript)
        _refuse_other_country(manuscript, page)
        lacks = subject_of(page).lacks(page)
        if lacks:
            raise ValidationError([ValidationError(lack.text, code=lack.field) for lack in lacks])
        if any(request.is_waiting() for request in manuscript.requests.all()):
            raise ValidationError(_("Answer every request before you submit the text again."))
        if manuscript.stage == Stage.RETURNED:
            _begin_again(move.review, by)
        else:
            manuscript.review = review_workflow().start(page, by)
            manuscript.save(update_fields=["review"])
        move.write()


def take_back(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Make a draft again of what was submitted; its requests stay."""
    with _move(manuscript, Move.TAKE_BACK, by, text=text, evidence=evidence) as move:
        move.review.cancel(user=by)
        manuscript.review = None
        manuscript.save(update_fields=["review"])
        move.write()


def claim(*, manuscript: Manuscript, by: User) -> None:
    """Take a text that waits at a gate, from nobody or from whoever has it: they are told."""
    with _move(manuscript, Move.CLAIM, by) as move:
        before = move.gate.holder
        move.gate.holder = by
        move.gate.save(update_fields=["holder"])
        move.write(before=before)


def hand_over(*, manuscript: Manuscript, to: User, by: User, text: str = "") -> None:
    """Give a text at a gate to somebody else who keeps it. Raises ``ValidationError`` where they do not."""
    with _move(manuscript, Move.HAND_OVER, by, text=text) as move:
        if to == by or not has_part(to, manuscript, MOVES[Move.HAND_OVER].part):
            raise ValidationError({"to": _("Choose somebody else who decides at this gate.")})
        move.gate.holder = to
        move.gate.save(update_fields=["holder"])
        move.write()


def pause(*, manuscript: Manuscript, by: User, text: str) -> None:
    """Stop the clock, for a reason that the authors read."""
    _ask_for(text, _("Say what is waited for."))
    with _move(manuscript, Move.PAUSE, by, text=text) as move:
        move.gate.paused_at, move.gate.pause_reason = timezone.now(), text.strip()
        move.gate.save(update_fields=["paused_at", "pause_reason"])
        move.write()


def resume(*, manuscript: Manuscript, by: User) -> None:
    """Let the clock go on: the days of the pause are added to what is left."""
    with _move(manuscript, Move.RESUME, by) as move:
        _end_pause(move.gate)
        move.write()


def ask(*, manuscript: Manuscript, field: str, text: str, by: User) -> ChangeRequest:
    """Note what should be changed; the authors read it when the text is returned."""
    _ask_for(text, _("Say what should change."))
    with _move(manuscript, Move.ASK, by, text=text) as move:
        if field and field not in subject_of(manuscript.page).fields():
            raise ValidationError({"field": _("Choose one of the fields.")})
        request = ChangeRequest.objects.create(
            manuscript=manuscript, gate=move.gate.gate, field=field, text=text.strip(), asked_by=by
        )
        move.write()
    return request


def send_back(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Return a text to its authors with the requests that were noted. Raises ``ValidationError`` without any."""
    with _move(manuscript, Move.RETURN, by, text=text, evidence=evidence) as move:
        noted = manuscript.requests.filter(closed_at__isnull=True)
        if not noted.exists():
            raise ValidationError(_("Ask for a change first: without one the authors do not know what to do."))
        # What was answered and is not closed is asked again.
        noted.update(sent_at=timezone.now())
        move.gate.reject(user=by, comment=text)
        move.write()


def answer(*, request: ChangeRequest, text: str, by: User) -> None:
    """Say what was done about a request, or why nothing was."""
    _ask_for(text, _("Say what you changed, or why you did not."))
    with _move(request.manuscript, Move.ANSWER, by, text=text) as move:
        if request.closed_at is not None:
            raise ValidationError(_("This request is closed already."))
        request.answer, request.answered_by, request.answered_at = text.strip(), by, timezone.now()
        request.save(update_fields=["answer", "answered_by", "answered_at"])
        move.write()


def close(*, request: ChangeRequest, by: User) -> None:
    """Accept what was done about a request, or let it go."""
    with _move(request.manuscript, Move.CLOSE, by, text=request.text) as move:
        if request.closed_at is None:
            request.closed_by, request.closed_at = by, timezone.now()
            request.save(update_fields=["closed_by", "closed_at"])
            move.write()


def decline(*, manuscript: Manuscript, by: User, text: str, evidence: str = "") -> None:
    """End the round without publication, for a reason that the authors read. The page stays a draft."""
    _ask_for(text, _("Say why the text is declined: its authors read it."))
    with _move(manuscript, Move.DECLINE, by, text=text, evidence=evidence) as move:
        move.review.cancel(user=by)
        manuscript.closed_at, manuscript.outcome, manuscript.reason = timezone.now(), Stage.DECLINED, text.strip()
        manuscript.save(update_fields=["closed_at", "outcome", "reason"])
        move.write()


def endorse(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Endorse a text in the name of the institution; for one that wrote a letter, the letter is the evidence.

    Raises ``ValidationError`` while requests are open.
    """
    with _move(manuscript, Move.ENDORSE, by, text=text, evidence=evidence) as move:
        _refuse_open_requests(manuscript)
        _refuse_other_country(manuscript, move.gate.revision.as_object())
        _refuse_other_text(manuscript, move.gate, since=Move.SUBMIT)
        move.gate.approve(user=by, comment=text)
        move.write()


def publish(*, manuscript: Manuscript, by: User, text: str = "") -> None:
    """Publish what was endorsed: that text and no other.

    Raises ``ValidationError`` while requests are open, where ``by`` entered the endorsement for the institution
    themselves (two people act then), and where the page itself cannot be published yet.
    """
    with _move(manuscript, Move.PUBLISH, by, text=text) as move:
        _refuse_open_requests(manuscript)
        _refuse_other_country(manuscript, move.gate.revision.as_object())
        _refuse_other_text(manuscript, move.gate, since=Move.ENDORSE)
        if was_endorsed_by(manuscript, by):
            raise ValidationError(_("You endorsed this text: somebody else of the secretariat publishes it."))
        move.gate.approve(user=by, comment=text)
        manuscript.closed_at, manuscript.outcome = timezone.now(), Stage.PUBLISHED
        manuscript.save(update_fields=["closed_at", "outcome"])
        move.write()


def was_endorsed_by(manuscript: Manuscript, user: User) -> bool:
    """Whether ``user`` gave or entered the endorsement that holds now: two people act."""
    last = manuscript.last_act(Move.ENDORSE)
    return last is not None and last.by_id == user.pk


def digest_of(revision: Any) -> str:
    """Return by what the text of a revision is known again; Wagtail may write another into the same row."""
    written = json.dumps(revision.content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_other_text(manuscript: Manuscript, gate: GateState, *, since: Move) -> None:
    """Refuse a text that is not the one that was submitted or endorsed last, or where ``since`` was not the last."""
    act = manuscript.last_act(Move.SUBMIT, Move.ENDORSE)
    read = (act.move, act.revision_id, act.digest) if act is not None else None
    if read != (since, gate.revision_id, digest_of(gate.revision)):
        raise ValidationError(_("This is not the text that was read before. Return it, so that it is read anew."))


def _refuse_other_country(manuscript: Manuscript, page: Any) -> None:
    country = subject_of(page).country(page)
    if country is None or country.pk != manuscript.country_id:
        raise ValidationError(_("The text is now of another country than this manuscript. Correct its country first."))


def _refuse_locked(manuscript: Manuscript) -> None:
    page = Page.objects.select_for_update().get(pk=manuscript.page_id)
    if page.locked:
        raise ValidationError(
            _("The page is locked in the editor by %(name)s. Let them unlock it first.")
            % {"name": page.locked_by or "–"}
        )


def review_workflow() -> Workflow:
    """Return the workflow of both gates, made with the first text that is submitted; names and days are the operator's.

    Raises ``ValidationError`` where an administrator switched it off.
    """
    found = Workflow.objects.filter(workflow_tasks__task__in=EndorsementTask.objects.all()).order_by("pk").first()
    if found is None:
        return _make_workflow()
    if not found.active:
        raise ValidationError(_("The workflow of reviews is switched off. An administrator can switch it on again."))
    return found


def _make_workflow() -> Workflow:
    made = Workflow.objects.create(name="Review of practices")
    tasks = [
        EndorsementTask.objects.create(name="Endorsement by the institution"),
        PublicationTask.objects.create(name="Publication by the secretariat"),
    ]
    for position, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=made, task=task, sort_order=position)
    return made


@contextmanager
def _move(manuscript: Manuscript, move: Move, by: User, *, text: str = "", evidence: str = "") -> Iterator[_Act]:
    """Ask, lock and look again, in one transaction with what is written then: two people may have pressed at once."""
    with transaction.atomic():
        hold_the_end()
        Manuscript.objects.select_for_update().get(pk=manuscript.pk)
        fresh = Manuscript.objects.with_review().get(pk=manuscript.pk)
        for name in ("review", "closed_at", "outcome", "reason", "country", "page"):
            setattr(manuscript, name, getattr(fresh, name))
        _refuse_who_may_not(manuscript, move, by, evidence.strip())
        yield _Act(manuscript, move, by, text.strip(), evidence.strip(), _text_at_gate(manuscript))


def _text_at_gate(manuscript: Manuscript) -> Any:
    """Return the revision that stands at the gate, before the move takes it further."""
    gate = manuscript.stands_at
    return gate.revision if gate is not None else None


def _refuse_who_may_not(manuscript: Manuscript, move: Move, by: User, evidence: str) -> None:
    if not has_part(by, manuscript, MOVES[move].part):
        raise PermissionDenied
    if not can_move(by, manuscript, move):
        raise ValidationError(refusal_of(manuscript, by, move))
    if move in WITH_LETTER and not evidence and acts_for_country(by, manuscript, move):
        raise ValidationError({"evidence": _("Name the letter by which the country asks for this, with its date.")})


@dataclass(frozen=True)
class _Act:
    """A move on its way: written down and told when it is done."""

    manuscript: Manuscript
    move: Move
    by: User
    text: str
    evidence: str
    revision: Any

    @property
    def gate(self) -> GateState:
        """The gate at which the manuscript stands."""
        return cast("GateState", self.manuscript.at_gate)

    @property
    def review(self) -> WorkflowState:
        """The review of the manuscript, which was submitted."""
        return cast("WorkflowState", self.manuscript.review)

    def write(self, *, before: User | None = None) -> None:
        """Write the act down and tell whom it concerns; ``before`` had the text until now."""
        manuscript = Manuscript.objects.with_review().get(pk=self.manuscript.pk)
        revision = self.revision or _text_at_gate(manuscript)
        act = ReviewAct.objects.create(
            manuscript=manuscript,
            move=self.move,
            stage=manuscript.stage,
            by=self.by,
            text=self.text,
            evidence=self.evidence,
            revision=revision,
            digest=digest_of(revision) if revision is not None else "",
        )
        add_entry(
            at=act.at,
            actor=act.by_id,
            action=f"review.{act.move.replace(' ', '_')}",
            subject=f"manuscript:{manuscript.pk}",
            title=str(manuscript),
            data={"act": act.pk, "stage": act.stage},
        )
        tell(act, before)


# What a country decides: done for it, the letter is named.
WITH_LETTER = frozenset({Move.SUBMIT, Move.TAKE_BACK, Move.RETURN, Move.DECLINE, Move.ENDORSE})


def refusal_of(manuscript: Manuscript, by: User, move: Move) -> str:
    """Return why a move is not allowed now, in words."""
    gate = manuscript.stands_at
    if gate is not None and manuscript.stage in MOVES[move].stages:
        if gate.is_paused and not MOVES[move].while_paused:
            return _("The review is paused. Take it up again first.")
        if gate.holder_id not in (None, by.pk):
            return _("%(name)s has this text at the moment. Ask them, or take it over.") % {"name": gate.holder}
    return _("This cannot be done now: the text is “%(stage)s”. Somebody may have been quicker.") % {
        "stage": manuscript.stage.label
    }


def _begin_again(review: WorkflowState, by: User) -> None:
    """Bring a text that was returned before the first gate: whoever endorsed another text did not endorse this one."""
    review.status = WorkflowState.STATUS_IN_PROGRESS
    review.current_task_state = None
    review.save()
    # What was approved before counts no more.
    review.task_states.filter(status=TaskState.STATUS_APPROVED).update(status=TaskState.STATUS_CANCELLED)
    first = EndorsementTask.objects.get(workflow_tasks__workflow=review.workflow)
    review.update(user=by, next_task=first)


def _draft_of(manuscript: Manuscript) -> Any:
    return manuscript.page.specific.get_latest_revision_as_object()


def _end_pause(gate: GateState) -> None:
    days = (timezone.now() - gate.paused_at).days if gate.paused_at is not None else 0
    if gate.due_on is not None:
        gate.due_on += timedelta(days=days)
    gate.paused_at, gate.pause_reason = None, ""
    gate.save(update_fields=["due_on", "paused_at", "pause_reason"])


def _refuse_open_requests(manuscript: Manuscript) -> None:
    if manuscript.requests.filter(closed_at__isnull=True).exists():
        raise ValidationError(_("There are open requests: close them, or return the text."))


def _ask_for(text: str, told: str) -> None:
    if not text.strip():
        raise ValidationError({"text": told})
