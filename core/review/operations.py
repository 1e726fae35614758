"""The moves of a manuscript: each asks who may and whether it is allowed now, writes, and tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, Workflow, WorkflowState, WorkflowTask

from core.records.models import Record
from core.review.models import ChangeRequest, EndorsementTask, GateState, Manuscript, PublicationTask
from core.review.moving import moving, refuse_lacks, refuse_other_text, refuse_silence, was_endorsed_by
from core.review.permissions import has_part, is_secretariat
from core.review.states import ENDORSEMENTS, MOVES, WITH_THE_AUTHORS, Move, Stage
from core.review.subjects import subject_of
from core.review.suggestions.models import suggestion_on
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
    with moving(manuscript, Move.SUBMIT, by, text=text, evidence=evidence) as move:
        refuse_locked(manuscript)
        page = _draft_of(manuscript)
        _refuse_other_country(manuscript, page)
        refuse_lacks(subject_of(page).lacks(page))
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
    with moving(manuscript, Move.TAKE_BACK, by, text=text, evidence=evidence) as move:
        move.review.cancel(user=by)
        manuscript.review = None
        manuscript.save(update_fields=["review"])
        move.write()


def claim(*, manuscript: Manuscript, by: User) -> None:
    """Take a text that waits at a gate, from nobody or from whoever has it: they are told."""
    with moving(manuscript, Move.CLAIM, by) as move:
        before = move.gate.holder
        move.gate.holder = by
        move.gate.save(update_fields=["holder"])
        move.write(before=before)


def hand_over(*, manuscript: Manuscript, to: User, by: User, text: str = "") -> None:
    """Give a text at a gate to somebody else who keeps it. Raises ``ValidationError`` where they do not."""
    with moving(manuscript, Move.HAND_OVER, by, text=text) as move:
        if to == by or not has_part(to, manuscript, MOVES[Move.HAND_OVER].part):
            raise ValidationError({"to": _("Choose somebody else who decides at this gate.")})
        move.gate.holder = to
        move.gate.save(update_fields=["holder"])
        move.write()


def pause(*, manuscript: Manuscript, by: User, text: str) -> None:
    """Stop the clock, for a reason that the authors read."""
    refuse_silence(text, _("Say what is waited for."))
    with moving(manuscript, Move.PAUSE, by, text=text) as move:
        move.gate.paused_at, move.gate.pause_reason = timezone.now(), text.strip()
        move.gate.save(update_fields=["paused_at", "pause_reason"])
        move.write()


def resume(*, manuscript: Manuscript, by: User) -> None:
    """Let the clock go on: the days of the pause are added to what is left."""
    with moving(manuscript, Move.RESUME, by) as move:
        _end_pause(move.gate)
        move.write()


def ask(*, manuscript: Manuscript, field: str, text: str, by: User) -> ChangeRequest:
    """Note what should be changed; the authors read it when the text is returned."""
    refuse_silence(text, _("Say what should change."))
    with moving(manuscript, Move.ASK, by, text=text) as move:
        if field and field not in subject_of(manuscript.page).fields():
            raise ValidationError({"field": _("Choose one of the fields.")})
        request = ChangeRequest.objects.create(
            manuscript=manuscript, gate=move.gate.gate, field=field, text=text.strip(), asked_by=by
        )
        move.write()
    return request


def send_back(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Return a text to its authors with the requests that were noted. Raises ``ValidationError`` without any."""
    with moving(manuscript, Move.RETURN, by, text=text, evidence=evidence) as move:
        noted = manuscript.requests.filter(closed_at__isnull=True)
        if not noted.exists():
            raise ValidationError(_("Ask for a change first: without one the authors do not know what to do."))
        # What was answered and is not closed is asked again.
        noted.update(sent_at=timezone.now())
        move.gate.reject(user=by, comment=text)
        move.write()


def answer(*, request: ChangeRequest, text: str, by: User) -> None:
    """Say what was done about a request, or why nothing was."""
    refuse_silence(text, _("Say what you changed, or why you did not."))
    with moving(request.manuscript, Move.ANSWER, by, text=text) as move:
        if request.closed_at is not None:
            raise ValidationError(_("This request is closed already."))
        request.answer, request.answered_by, request.answered_at = text.strip(), by, timezone.now()
        request.save(update_fields=["answer", "answered_by", "answered_at"])
        move.write()


def close(*, request: ChangeRequest, by: User) -> None:
    """Accept what was done about a request, or let it go."""
    with moving(request.manuscript, Move.CLOSE, by, text=request.text) as move:
        if request.closed_at is None:
            request.closed_by, request.closed_at = by, timezone.now()
            request.save(update_fields=["closed_by", "closed_at"])
            move.write()


def decline(*, manuscript: Manuscript, by: User, text: str, evidence: str = "") -> None:
    """End the round without publication, for a reason that the authors read. The page stays a draft."""
    refuse_silence(text, _("Say why the text is declined: its authors read it."))
    with moving(manuscript, Move.DECLINE, by, text=text, evidence=evidence) as move:
        move.review.cancel(user=by)
        manuscript.closed_at, manuscript.outcome, manuscript.reason = timezone.now(), Stage.DECLINED, text.strip()
        manuscript.save(update_fields=["closed_at", "outcome", "reason"])
        move.write()


def endorse(*, manuscript: Manuscript, by: User, text: str = "", evidence: str = "") -> None:
    """Endorse a text in the name of the institution; for one that wrote a letter, the letter is the evidence.

    Raises ``ValidationError`` while requests are open.
    """
    with moving(manuscript, Move.ENDORSE, by, text=text, evidence=evidence) as move:
        _refuse_open_requests(manuscript)
        _refuse_other_country(manuscript, move.gate.revision.as_object())
        refuse_other_text(manuscript, move.gate, since={Move.SUBMIT})
        move.gate.approve(user=by, comment=text)
        move.write()


def publish(*, manuscript: Manuscript, by: User, text: str = "") -> None:
    """Publish what was endorsed: that text and no other.

    Raises ``ValidationError`` while requests or suggestions are open, where ``by`` entered the endorsement for the
    institution themselves (two people act then), where the text lacks something by now or what it was endorsed by is
    no longer the case, and where the page itself cannot be published yet.
    """
    with moving(manuscript, Move.PUBLISH, by, text=text) as move:
        _refuse_open_requests(manuscript)
        _refuse_other_country(manuscript, move.gate.revision.as_object())
        refuse_other_text(manuscript, move.gate, since=ENDORSEMENTS)
        _refuse_open_suggestions(manuscript)
        if was_endorsed_by(manuscript, by):
            raise ValidationError(_("You endorsed this text: somebody else of the secretariat publishes it."))
        _refuse_lapsed(manuscript, move.gate.revision.as_object())
        move.gate.approve(user=by, comment=text)
        manuscript.closed_at, manuscript.outcome = timezone.now(), Stage.PUBLISHED
        manuscript.save(update_fields=["closed_at", "outcome"])
        move.write()


def _refuse_other_country(manuscript: Manuscript, page: Any) -> None:
    country = subject_of(page).country(page)
    if country is None or country.pk != manuscript.country_id:
        raise ValidationError(_("The text is now of another country than this manuscript. Correct its country first."))


def _refuse_lapsed(manuscript: Manuscript, page: Any) -> None:
    """Refuse a text that lacks something by now, or whose endorsement does not cover what happened since."""
    known, endorsement = subject_of(page), manuscript.last_act(*ENDORSEMENTS)
    refuse_lacks([*known.lacks(page), *(known.lapses(page, endorsement.at) if endorsement is not None else [])])


def refuse_locked(manuscript: Manuscript) -> None:
    """Refuse to go on where somebody locked the page in the editor."""
    page = Page.objects.select_for_update().get(pk=manuscript.page_id)
    if page.locked:
        raise refusal_of_lock(page)


def refusal_of_lock(page: Any) -> ValidationError:
    """Return why nothing is done with a page that somebody locked."""
    told = _("The page is locked in the editor by %(name)s. Let them unlock it first.")
    return ValidationError(told % {"name": page.locked_by or "–"})


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


def _refuse_open_suggestions(manuscript: Manuscript) -> None:
    if suggestion_on(manuscript) is not None:
        raise ValidationError(
            _("Suggestions for other wording wait for the country. Wait for its answer, or withdraw them first.")
        )
