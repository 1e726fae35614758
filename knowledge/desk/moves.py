"""The moves as forms: what each asks for, in which words, and which operation it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.approvals.operations import endorse
from core.models import User
from core.review import operations
from core.review.models import Manuscript
from core.review.moving import WITH_LETTER
from core.review.people import who_may_hold
from core.review.permissions import acts_for_country
from core.review.states import Move
from core.review.subjects import subject_of
from knowledge.desk.approvals import ApprovalField

LONGEST = 4_000


@dataclass(frozen=True)
class Wording:
    """How a move is offered: its button, the question its page asks, and whether it needs words of its own."""

    button: Any
    title: Any
    done: Any
    text: Any = ""
    hint: Any = ""
    text_required: bool = False
    # Asks for the second factor again: it binds an institution.
    is_solemn: bool = False
    # Made at once by its button: there is nothing to ask.
    is_direct: bool = False
    is_grave: bool = False


WORDINGS: dict[Move, Wording] = {
    Move.SUBMIT: Wording(
        _("Submit for endorsement"),
        _("Submit for endorsement"),
        _("Submitted. Whoever endorses has been told."),
        _("Message to the focal point"),
        _("What they should know when they read it."),
    ),
    Move.TAKE_BACK: Wording(
        _("Take back"),
        _("Take the text back"),
        _("Taken back. You can write on."),
        _("Why"),
        is_grave=True,
    ),
    Move.CLAIM: Wording(_("I take it"), _("Take the text"), _("You have it now."), is_direct=True),
    Move.HAND_OVER: Wording(
        _("Hand over"),
        _("Hand the text over"),
        _("Handed over. They have been told."),
        _("Message"),
    ),
    Move.PAUSE: Wording(
        _("Pause"),
        _("Pause the review"),
        _("Paused. The authors have been told."),
        _("What is waited for"),
        _("The authors read it. The days of the pause are not counted."),
        text_required=True,
    ),
    Move.RESUME: Wording(_("Take up again"), _("Take the review up again"), _("The review goes on."), is_direct=True),
    Move.ASK: Wording(
        _("Ask for a change"),
        _("Ask for a change"),
        _("Noted. The authors read it when you return the text."),
        _("What should change"),
        _("One thing at a time: each request is answered for itself."),
        text_required=True,
    ),
    Move.RETURN: Wording(
        _("Return to the authors"),
        _("Return the text to its authors"),
        _("Returned. The authors have been told."),
        _("Message to the authors"),
        _("Your requests go with it."),
    ),
    Move.DECLINE: Wording(
        _("Decline"),
        _("Decline the text"),
        _("Declined. The authors have been told."),
        _("Why"),
        _("The authors read it. The page stays a draft, and they may begin again."),
        text_required=True,
        is_grave=True,
    ),
    Move.ENDORSE: Wording(
        _("Endorse"),
        _("Endorse in the name of the institution"),
        _("Endorsed. The secretariat publishes it next."),
        _("Statement"),
        _("What the institution says of it, if anything."),
        is_solemn=True,
    ),
    Move.PUBLISH: Wording(
        _("Publish"),
        _("Publish in the library"),
        _("Published. Everybody can read it now."),
        _("Message to the authors"),
        is_solemn=True,
    ),
}
# In the order in which they are offered; the first that is allowed is the one that is most expected.
OFFERED = (
    Move.SUBMIT,
    Move.PUBLISH,
    Move.ENDORSE,
    Move.RESUME,
    Move.CLAIM,
    Move.ASK,
    Move.RETURN,
    Move.HAND_OVER,
    Move.PAUSE,
    Move.TAKE_BACK,
    Move.DECLINE,
)
_ACTS: dict[Move, Callable[..., Any]] = {
    Move.SUBMIT: operations.submit,
    Move.TAKE_BACK: operations.take_back,
    Move.CLAIM: operations.claim,
    Move.HAND_OVER: operations.hand_over,
    Move.PAUSE: operations.pause,
    Move.RESUME: operations.resume,
    Move.ASK: operations.ask,
    Move.RETURN: operations.send_back,
    Move.DECLINE: operations.decline,
    Move.ENDORSE: endorse,
    Move.PUBLISH: operations.publish,
}


class MoveForm(forms.Form):
    """What a move asks for."""

    def __init__(self, *args: Any, manuscript: Manuscript, move: Move, user: Any, **kwargs: Any) -> None:
        """Ask for no more than the move needs."""
        super().__init__(*args, **kwargs)
        wording = WORDINGS[move]
        if move == Move.ASK:
            self.fields["field"] = _field_choice(manuscript)
        if move == Move.HAND_OVER:
            people = who_may_hold(manuscript).exclude(pk=user.pk)
            self.fields["to"] = forms.ModelChoiceField(queryset=people, label=_("To whom"))
        if wording.text:
            self.fields["text"] = words_field(wording.text, wording.hint, is_required=wording.text_required)
        if move in WITH_LETTER and acts_for_country(user, manuscript, move):
            self.fields["evidence"] = letter_field()
        if move == Move.ENDORSE:
            self.fields["approval"] = ApprovalField(required=False)


class AnswerForm(forms.Form):
    """What was done about a request."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you changed, or why you did not.")},
    )


class LinkForm(forms.Form):
    """For whom an address is."""

    name = forms.CharField(label=_("For whom"), max_length=200, help_text=_("A name or an office, for your own list."))


def make_move(form: MoveForm, *, manuscript: Manuscript, move: Move, by: User) -> None:
    """Make a move with what a form says."""
    _ACTS[move](manuscript=manuscript, by=by, **form.cleaned_data)


def _field_choice(manuscript: Manuscript) -> forms.ChoiceField:
    fields = subject_of(manuscript.page).fields()
    choices = [("", _("the whole text")), *fields.items()]
    return forms.ChoiceField(label=_("Field"), choices=choices, required=False)


def letter_field() -> forms.CharField:
    """Return the field for the letter of a country for which somebody acts."""
    hint = _("The letter by which the country asks for it: who wrote it, its date and number.")
    return words_field(_("Letter"), hint, is_required=True)


def words_field(label: Any, hint: Any, *, is_required: bool) -> forms.CharField:
    """Return a field for a sentence or some."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=hint, required=is_required, max_length=LONGEST, widget=widget)
