"""The secretariat suggests other wording; the country accepts or refuses each change; what it accepted is endorsed.

The text itself changes in one act only: the focal point's, which endorses exactly what was accepted. What is endorsed
is what is published, as everywhere; the secretariat publishes it, so that two people act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.review.digests import digest_of
from core.review.models import Manuscript
from core.review.moving import Act, moving, refuse_lacks, refuse_other_text, refuse_silence
from core.review.permissions import endorses_what_they_accept
from core.review.states import ENDORSEMENTS, Move
from core.review.subjects import subject_of
from core.review.suggestions.models import SuggestedChange, Suggestion, suggestion_on
from core.review.suggestions.states import POSSIBLE, SuggestionState
from core.review.suggestions.wording import changes_between, write_changes
from core.users.models import User

# More than this is another text: it is returned, not improved.
MOST = 150


@dataclass(frozen=True)
class Answer:
    """What a country says of one change."""

    is_accepted: bool
    word: str = ""


def suggest(*, manuscript: Manuscript, texts: Mapping[str, str], reason: str, by: User, digest: str = "") -> Suggestion:
    """Suggest other wording for the text that stands at the second gate.

    ``texts`` are whole wordings, by field; ``digest`` is that of the text they were written over. Raises
    ``ValidationError`` where nothing changes, where a wording cannot be taken, where the text is another by now, and
    while other suggestions wait.
    """
    refuse_silence(reason, _("Say why: the authors read it."), field="reason")
    with moving(manuscript, Move.SUGGEST, by, text=reason) as move:
        refuse_other_text(manuscript, move.gate, since=ENDORSEMENTS)
        present = digest_of(move.gate.revision)
        if digest and digest != present:
            raise ValidationError(_("The text has changed since you opened this page. Open it anew, and write again."))
        if suggestion_on(manuscript) is not None:
            raise ValidationError(_("Other suggestions wait for an answer. Withdraw them first."))
        # What is open still was made for another text: nothing more can become of it.
        Suggestion.objects.filter(gate=move.gate, closed_at__isnull=True).update(closed_at=timezone.now())
        changes = _checked_changes(move, texts)
        made = Suggestion.objects.create(
            manuscript=manuscript, gate=move.gate, digest=present, reason=reason.strip(), made_by=by
        )
        for change in changes:
            change.suggestion = made
        SuggestedChange.objects.bulk_create(changes)
        move.write()
    return made


def decide(*, suggestion: Suggestion, answers: Mapping[int, Answer], by: User, evidence: str = "") -> None:
    """Accept or refuse changes, each by its number.

    Where whoever endorses answers the last of them, what was accepted is endorsed at once: to accept a change of a text
    that stands in the name of the institution is to endorse it. Where an expert does, it waits for the focal point.
    Raises ``ValidationError`` where a change is answered already and ``by`` does not endorse, where a refusal has no
    reason, and where the suggestions are over.
    """
    with moving(suggestion.manuscript, Move.DECIDE, by, evidence=evidence) as move:
        found = _held(suggestion, move, Move.DECIDE)
        speaks = endorses_what_they_accept(by, move.manuscript)
        _write_answers(found, answers, by, may_answer_anew=speaks)
        state = _state_after(found)
        move.write()
        if state == SuggestionState.ANSWERED and speaks:
            accept(suggestion=found, by=by, evidence=evidence)
    suggestion.refresh_from_db()


def accept(*, suggestion: Suggestion, by: User, text: str = "", evidence: str = "") -> None:
    """Endorse what was accepted, in the name of the institution: those changes and nothing else come into the text.

    Raises ``ValidationError`` while a change waits for an answer, where the suggestions are over, and where the text
    would lack something with them.
    """
    with moving(suggestion.manuscript, Move.ACCEPT, by, text=text, evidence=evidence) as move:
        found = _held(suggestion, move, Move.ACCEPT)
        refuse_other_text(move.manuscript, move.gate, since=ENDORSEMENTS)
        page = move.gate.revision.as_object()
        write_changes(page, found.changes.filter(is_accepted=True))
        refuse_lacks(subject_of(page).lacks(page))
        revision = page.save_revision(user=by, log_action=True)
        move.gate.revision = revision
        move.gate.save(update_fields=["revision"])
        found.endorsed_by, found.endorsed_at = by, timezone.now()
        _close(found, "endorsed_by", "endorsed_at")
        replace(move, revision=revision).write()
    suggestion.refresh_from_db()


def withdraw(*, suggestion: Suggestion, by: User, text: str = "") -> None:
    """Take suggestions back; the text stays as it was endorsed. Raises ``ValidationError`` where they are over."""
    with moving(suggestion.manuscript, Move.WITHDRAW, by, text=text) as move:
        found = _held(suggestion, move, Move.WITHDRAW)
        found.withdrawn_by, found.withdrawn_at = by, timezone.now()
        _close(found, "withdrawn_by", "withdrawn_at")
        move.write()
    suggestion.refresh_from_db()


def _held(suggestion: Suggestion, move: Act, kind: Move) -> Suggestion:
    """Return the suggestions as they are now that nobody else can move them, where the move is possible with them."""
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk, manuscript=move.manuscript)
    found.manuscript = move.manuscript
    state = found.state
    if state not in POSSIBLE[kind]:
        raise ValidationError(refusal_in(state))
    return found


def refusal_in(state: SuggestionState) -> str:
    """Return why something cannot be done with suggestions that stand there."""
    if state == SuggestionState.SUGGESTED:
        return _("A change waits for an answer still: accept or refuse each first.")
    if state == SuggestionState.OVERTAKEN:
        return _("This text stands at the gate no more: these suggestions are not used.")
    return _("This cannot be done now: the suggestions are “%(state)s”. Somebody may have been quicker.") % {
        "state": state.label
    }


def _checked_changes(move: Act, texts: Mapping[str, str]) -> list[SuggestedChange]:
    page = move.gate.revision.as_object()
    changes = changes_between(page, texts)
    if not changes:
        raise ValidationError(_("Nothing was changed: write other words in one of the boxes."))
    if len(changes) > MOST:
        raise ValidationError(
            _("There are more than %(most)s changes: return the text to its authors instead.") % {"most": MOST}
        )
    write_changes(page, changes)
    refuse_lacks(subject_of(page).lacks(page))
    return changes


def _write_answers(found: Suggestion, answers: Mapping[int, Answer], by: User, *, may_answer_anew: bool) -> None:
    changes = {change.pk: change for change in found.changes.all()}
    if not answers or not set(answers) <= set(changes):
        raise ValidationError(_("Accept or refuse at least one change."))
    now = timezone.now()
    for number, answer in answers.items():
        change = changes[number]
        if change.answered_at is not None and not may_answer_anew:
            raise ValidationError(
                _("%(name)s has answered a change meanwhile. Look at it again.") % {"name": change.answered_by}
            )
        if not answer.is_accepted:
            refuse_silence(answer.word, _("Say why you refuse a change: the secretariat reads it."))
        change.is_accepted, change.word = answer.is_accepted, answer.word.strip()
        change.answered_by, change.answered_at = by, now
        change.save(update_fields=["is_accepted", "word", "answered_by", "answered_at"])


def _state_after(found: Suggestion) -> SuggestionState:
    """Return where suggestions stand after answers; where everything was refused they are over."""
    answers = list(found.changes.values_list("is_accepted", flat=True))
    if None in answers:
        return SuggestionState.SUGGESTED
    if True in answers:
        return SuggestionState.ANSWERED
    _close(found)
    return SuggestionState.REFUSED


def _close(found: Suggestion, *fields: str) -> None:
    found.closed_at = timezone.now()
    found.save(update_fields=[*fields, "closed_at"])
