"""Suggestions for other wording as forms and rows: the boxes, each change with old and new, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.review.digests import digest_of
from core.review.models import Manuscript
from core.review.permissions import acts_for_country, can_move, endorses_what_they_accept
from core.review.states import Move
from core.review.subjects import subject_of
from core.review.suggestions.models import SuggestedChange, Suggestion, suggestion_on
from core.review.suggestions.operations import Answer
from core.review.suggestions.states import OPEN, POSSIBLE, ChangeState, SuggestionState
from core.review.suggestions.wording import boxes_of
from core.templatetags.texts import direction
from core.texts.differences import difference
from knowledge.desk.moves import LONGEST, letter_field, words_field
from knowledge.desk.texts import draft_of

# What the page of a manuscript shows of earlier sets; the history below it tells of all.
MOST_SETS = 20
LONGEST_TEXT = 100_000
# So many letters stand in a line of a box.
IN_A_LINE = 90
ACCEPT, REFUSE = "accept", "refuse"


class WordingForm(forms.Form):
    """The wording of a text, a box for each field, and why it should be another."""

    def __init__(self, *args: Any, manuscript: Manuscript, **kwargs: Any) -> None:
        """Make a box for every field with words; the names are those of the fields of the page."""
        super().__init__(*args, **kwargs)
        gate, page = manuscript.stands_at, draft_of(manuscript)
        language = manuscript.page.locale.language_code
        self.boxes = boxes_of(page)
        for box in self.boxes:
            if box.can_be_edited:
                self.fields[box.field] = _box_field(page, box.field, box.text, language)
        self.fields["reason"] = words_field(
            _("Why"), _("The authors read it: what you aimed at, or which house rules."), is_required=True
        )
        digest = digest_of(gate.revision) if gate is not None else ""
        self.fields["digest"] = forms.CharField(widget=forms.HiddenInput, initial=digest, required=False)
        self.left_out = [label_of(page, box.field) for box in self.boxes if not box.can_be_edited]

    def asked(self) -> dict[str, Any]:
        """Return what the operation takes."""
        told = dict(self.cleaned_data)
        return {"reason": told.pop("reason"), "digest": told.pop("digest"), "texts": told}


class ChangeForm(forms.Form):
    """What a country says of one change."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(ACCEPT, _("Accept")), (REFUSE, _("Refuse"))],
        widget=forms.RadioSelect,
        required=False,
    )
    word = forms.CharField(
        label=_("A word about it"),
        help_text=_("Needed where you refuse: the secretariat reads it."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a word with a refusal, and for an answer with a word."""
        told = super().clean() or {}
        if told.get("answer") == REFUSE and not told.get("word", "").strip():
            self.add_error("word", _("Say why you refuse a change: the secretariat reads it."))
        if told.get("word", "").strip() and not told.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Accept or refuse it too."))
        return told


class AroundForm(forms.Form):
    """What is asked once beside the changes: words, and the letter of a country for which somebody acts."""

    def __init__(
        self, *args: Any, manuscript: Manuscript, move: Move, user: Any, text: Any = "", **kwargs: Any
    ) -> None:
        """Ask for no more than the move needs."""
        super().__init__(*args, **kwargs)
        if text:
            self.fields["text"] = words_field(text, "", is_required=False)
        if move != Move.WITHDRAW and acts_for_country(user, manuscript, move):
            self.fields["evidence"] = letter_field()


def forms_of(suggestion: Suggestion, user: Any, data: Any = None) -> dict[int, ChangeForm]:
    """Return a form for every change that ``user`` may answer, by its number."""
    manuscript = suggestion.manuscript
    if suggestion.state not in POSSIBLE[Move.DECIDE] or not can_move(user, manuscript, Move.DECIDE):
        return {}
    may_answer_anew = endorses_what_they_accept(user, manuscript)
    return {
        change.pk: ChangeForm(data, prefix=f"change-{change.pk}", initial=_said(change))
        for change in suggestion.changes.all()
        if change.answered_at is None or may_answer_anew
    }


def answers_of(asked: dict[int, ChangeForm]) -> dict[int, Answer]:
    """Return the answers that were given in forms."""
    return {
        number: Answer(form.cleaned_data["answer"] == ACCEPT, form.cleaned_data["word"])
        for number, form in asked.items()
        if form.cleaned_data.get("answer")
    }


def suggestion_context(suggestion: Suggestion, user: Any, asked: dict[int, ChangeForm]) -> dict[str, Any]:
    """Return what the page of suggestions shows: no query for any single change."""
    manuscript, state = suggestion.manuscript, suggestion.state
    page = draft_of(manuscript)
    return {
        "manuscript": manuscript,
        "suggestion": suggestion,
        "language": manuscript.page.locale.language_code,
        "state": state.label,
        "is_overtaken": state == SuggestionState.OVERTAKEN,
        "waits_for_endorsement": state == SuggestionState.ANSWERED,
        "rows": [
            {
                "change": change,
                "field": label_of(page, change.field),
                "difference": difference(change.before, change.after),
                "state": at.label,
                "is_answered": change.answered_at is not None,
                "is_accepted": at == ChangeState.ACCEPTED,
                "form": asked.get(change.pk),
            }
            for change, at in suggestion.states_of_changes()
        ],
        "may_accept": state in POSSIBLE[Move.ACCEPT] and can_move(user, manuscript, Move.ACCEPT),
        "may_withdraw": state in OPEN and can_move(user, manuscript, Move.WITHDRAW),
        "speaks": endorses_what_they_accept(user, manuscript),
    }


def suggestion_rows(manuscript: Manuscript) -> list[dict[str, Any]]:
    """Return the sets of suggestions for the page of a manuscript, the last first."""
    found = manuscript.suggestions.select_related("made_by", "gate").prefetch_related("changes")[:MOST_SETS]
    rows = []
    for one in found:
        one.manuscript = manuscript
        changes = list(one.changes.all())
        rows.append(
            {
                "suggestion": one,
                "state": one.state.label,
                "count": len(changes),
                "accepted": sum(change.is_accepted is True for change in changes),
                "refused": sum(change.is_accepted is False for change in changes),
            }
        )
    return rows


def improve_address(manuscript: Manuscript, user: Any) -> str:
    """Return where ``user`` suggests other wording; nothing where that cannot be done now."""
    if not can_move(user, manuscript, Move.SUGGEST) or suggestion_on(manuscript) is not None:
        return ""
    return reverse("improve-language", args=[manuscript.pk])


def label_of(page: Any, field: str) -> str:
    """Return what a field is called."""
    known = subject_of(page).fields().get(field)
    return str(known if known is not None else page._meta.get_field(field).verbose_name)


def _said(change: SuggestedChange) -> dict[str, Any]:
    if change.is_accepted is None:
        return {}
    return {"answer": ACCEPT if change.is_accepted else REFUSE, "word": change.word}


def _box_field(page: Any, field: str, text: str, language: str) -> forms.CharField:
    rows = max(2, min(24, sum(1 + len(line) // IN_A_LINE for line in text.split("\n")) + 1))
    is_line = "\n" not in text and page._meta.get_field(field).max_length is not None
    attributes = {"lang": language, "dir": direction(language)}
    widget = forms.TextInput(attributes) if is_line else forms.Textarea({**attributes, "rows": rows})
    label = label_of(page, field)
    return forms.CharField(
        label=label[:1].upper() + label[1:],
        initial=text,
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Leave words here: that something should go is asked for as a change.")},
        strip=False,
        widget=widget,
    )
