"""Who hears of suggestions for other wording, and of who is an author, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.notices.operations import notify
from core.notices.wording import Words, register_wording
from core.review.models import ReviewAct
from core.review.people import authors_of, focal_points_of, secretariat
from core.review.states import Move
from core.review.suggestions.models import Suggestion
from core.review.suggestions.states import SuggestionState
from core.review.telling import register_teller
from core.users.models import User

# Notices that lead to the changes themselves; others lead to the manuscript.
TO_THE_CHANGES = dict.fromkeys(("wording suggested", "wording to endorse"), "improve-language")
ABOUT_AUTHORS = {
    Move.NAME: "author named",
    Move.REMOVE: "author taken off",
    Move.HAND_ON: "authorship handed over",
}
MOVES = frozenset({Move.SUGGEST, Move.DECIDE, Move.ACCEPT, Move.WITHDRAW})


@register_teller
def tell_of_suggestions(act: ReviewAct, before: User | None) -> None:
    """Tell the country of suggestions, the secretariat of answers when all are given, but not whoever acted."""
    if act.move not in MOVES:
        return
    manuscript = act.manuscript
    found = manuscript.suggestions.select_related("made_by").prefetch_related("changes").first()
    if found is None:
        return
    found.manuscript = manuscript
    country = [*authors_of(manuscript), *focal_points_of(manuscript.country_id)]
    if act.move == Move.SUGGEST:
        _tell("wording suggested", act, found, country)
    elif act.move == Move.WITHDRAW:
        _tell("wording withdrawn", act, found, country)
    elif act.move == Move.ACCEPT:
        _tell("wording endorsed", act, found, [*country, *_suggesting(found)])
    elif found.state == SuggestionState.ANSWERED:
        _tell("wording answered", act, found, _suggesting(found))
        _tell("wording to endorse", act, found, focal_points_of(manuscript.country_id))
    elif found.state == SuggestionState.REFUSED:
        _tell("wording answered", act, found, _suggesting(found))


@register_teller
def tell_authors(act: ReviewAct, before: User | None) -> None:
    """Tell somebody that they are an author now, or no more."""
    kind = ABOUT_AUTHORS.get(Move(act.move))
    if kind is None or act.person is None or act.person_id == act.by_id:
        return
    told = {"title": str(act.manuscript), "by": str(act.by), "text": act.text}
    notify(to=[act.person], kind=kind, told=told, view="manuscript", argument=act.manuscript_id)


def _suggesting(found: Suggestion) -> Iterable[User]:
    """Return who suggested and who has the text; all of the secretariat where neither is of it any more."""
    gate = found.manuscript.stands_at
    keeps = gate.holder if gate is not None and gate.holder is not None else found.made_by
    people = list(secretariat().filter(pk__in=[found.made_by.pk, keeps.pk]))
    return people or list(secretariat())


def _tell(kind: str, act: ReviewAct, found: Suggestion, people: Iterable[User]) -> None:
    answers = [change.is_accepted for change in found.changes.all()]
    told = {
        "title": str(act.manuscript),
        "by": str(act.by),
        "text": act.text,
        "count": len(answers),
        "accepted": answers.count(True),
    }
    concerned = [person for person in people if person.pk != act.by_id]
    view = TO_THE_CHANGES.get(kind, "manuscript")
    notify(to=concerned, kind=kind, told=told, view=view, argument=act.manuscript_id)


@register_wording("wording suggested")
def _suggested(told: dict[str, Any]) -> Words:
    text = ngettext(
        "%(by)s suggests %(count)s change of wording. Accept or refuse it.",
        "%(by)s suggests %(count)s changes of wording. Accept or refuse each.",
        told["count"],
    )
    return Words(_("Other wording suggested: %(title)s") % told, text % told, told["text"])


@register_wording("wording answered")
def _answered(told: dict[str, Any]) -> Words:
    text = ngettext(
        "%(by)s answered the last: %(accepted)s of %(count)s change was accepted.",
        "%(by)s answered the last: %(accepted)s of %(count)s changes were accepted.",
        told["count"],
    )
    return Words(_("Suggestions answered: %(title)s") % told, text % told)


@register_wording("wording to endorse")
def _to_endorse(told: dict[str, Any]) -> Words:
    text = _("%(by)s accepted changes of wording. Endorse the text with them, or answer anew.") % told
    return Words(_("To endorse again: %(title)s") % told, text)


@register_wording("wording endorsed")
def _endorsed(told: dict[str, Any]) -> Words:
    text = _("%(by)s endorsed the text with the changes that were accepted. The secretariat publishes it next.") % told
    return Words(_("Endorsed with other wording: %(title)s") % told, text, told["text"])


@register_wording("wording withdrawn")
def _withdrawn(told: dict[str, Any]) -> Words:
    text = _("%(by)s withdrew the suggestions. The text stays as it was endorsed.") % told
    return Words(_("Suggestions withdrawn: %(title)s") % told, text, told["text"])


@register_wording("author named")
def _named(told: dict[str, Any]) -> Words:
    text = _("%(by)s named you one of its authors. You can write on it, answer requests and submit it.") % told
    return Words(_("You are an author: %(title)s") % told, text, told["text"])


@register_wording("author taken off")
def _taken_off(told: dict[str, Any]) -> Words:
    text = _("%(by)s took you off its authors. You are told of it no more.") % told
    return Words(_("No more an author: %(title)s") % told, text, told["text"])


@register_wording("authorship handed over")
def _handed_on(told: dict[str, Any]) -> Words:
    text = _("%(by)s handed the authorship over to you: you write on it, answer requests and submit it.") % told
    return Words(_("Handed over to you: %(title)s") % told, text, told["text"])
