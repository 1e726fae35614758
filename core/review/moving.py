"""How a move is made: who may is asked and whether it is allowed now, then it is written down and told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from core.audit.operations import add_entry, hold_the_end
from core.review.digests import digest_of
from core.review.models import GateState, Manuscript, ReviewAct
from core.review.permissions import acts_for_country, can_move, has_part
from core.review.states import ENDORSEMENTS, MOVES, Move
from core.review.subjects import Lack
from core.review.telling import tell
from core.users.models import User

# What a country decides: done for it, the letter is named.
WITH_LETTER = frozenset(
    {
        *(Move.SUBMIT, Move.TAKE_BACK, Move.RETURN, Move.DECLINE, Move.ENDORSE),
        *(Move.DECIDE, Move.ACCEPT, Move.NAME, Move.REMOVE),
    }
)


@contextmanager
def moving(manuscript: Manuscript, move: Move, by: User, *, text: str = "", evidence: str = "") -> Iterator[Act]:
    """Ask, lock and look again, in one transaction with what is written then: two people may have pressed at once."""
    with transaction.atomic():
        hold_the_end()
        Manuscript.objects.select_for_update().get(pk=manuscript.pk)
        fresh = Manuscript.objects.with_review().get(pk=manuscript.pk)
        for name in ("review", "closed_at", "outcome", "reason", "country", "page"):
            setattr(manuscript, name, getattr(fresh, name))
        _refuse_who_may_not(manuscript, move, by, evidence.strip())
        yield Act(manuscript, move, by, text.strip(), evidence.strip(), _text_at_gate(manuscript))


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
class Act:
    """A move on its way: written down and told when it is done."""

    manuscript: Manuscript
    move: Move
    by: User
    text: str
    evidence: str
    revision: Any
    # Whom it is about, where it is about somebody.
    person: User | None = None

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
            person=self.person,
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


def was_endorsed_by(manuscript: Manuscript, user: User) -> bool:
    """Whether ``user`` gave or entered any endorsement since the text was submitted: two people act.

    Not the last alone: who endorsed the text and had somebody else endorse a comma of it would publish their own.
    """
    given, submitted = manuscript.acts.filter(move__in=ENDORSEMENTS, by=user), manuscript.last_act(Move.SUBMIT)
    return bool((given.filter(pk__gt=submitted.pk) if submitted is not None else given).exists())


def refuse_lacks(lacks: Collection[Lack]) -> None:
    """Refuse a text that lacks something, with each thing that it lacks."""
    if lacks:
        raise ValidationError([ValidationError(lack.text, code=lack.field) for lack in lacks])


def refuse_other_text(manuscript: Manuscript, gate: GateState, *, since: Collection[Move]) -> None:
    """Refuse a text that is not the one that was submitted or endorsed last, or where none of ``since`` was."""
    act = manuscript.last_act(Move.SUBMIT, *ENDORSEMENTS)
    read = (act.revision_id, act.digest) if act is not None and act.move in since else None
    if read != (gate.revision_id, digest_of(gate.revision)):
        raise ValidationError(_("This is not the text that was read before. Return it, so that it is read anew."))


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


def refuse_silence(text: str, told: str, field: str = "text") -> None:
    """Refuse words that say nothing."""
    if not text.strip():
        raise ValidationError({field: told})
