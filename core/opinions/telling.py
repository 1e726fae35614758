"""Who hears of opinions on their desk, and in which words; none of these holds what a reviewer wrote of the text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.notices.operations import notify
from core.notices.wording import Words, register_wording
from core.opinions.letters import write_not_needed
from core.opinions.models import OpinionRequest
from core.opinions.permissions import can_read_opinion
from core.review.models import ReviewAct
from core.review.people import authors_of, focal_points_of, secretariat
from core.review.states import Gate, Move
from core.review.telling import register_teller
from core.users.models import User


def tell_asker(request: OpinionRequest, kind: str, *, text: str = "") -> None:
    """Tell whoever asked; where they may not read it any more, who keeps that gate by now."""
    told = {"title": str(request.manuscript), "by": request.name, "text": text}
    notify(to=_hearers_of(request), kind=kind, told=told, view="manuscript", argument=request.manuscript_id)


def _hearers_of(request: OpinionRequest) -> list[User]:
    if request.asked_by.is_active and can_read_opinion(request.asked_by, request):
        return [request.asked_by]
    keepers = list(focal_points_of(request.manuscript.country_id)) if request.gate == Gate.ENDORSEMENT else []
    return [person for person in keepers or secretariat() if can_read_opinion(person, request)]


def tell_authors(request: OpinionRequest, by: User) -> None:
    """Tell the authors that an opinion was shared with them."""
    told = {"title": str(request.manuscript), "by": str(by), "text": ""}
    people = [person for person in authors_of(request.manuscript) if person.pk != by.pk]
    notify(to=people, kind="opinion shared", told=told, view="manuscript", argument=request.manuscript_id)


@register_teller
def tell_reviewers(act: ReviewAct, before: User | None) -> None:
    """Spare reviewers the work where the text is decided on without them."""
    if act.move not in (Move.PUBLISH, Move.DECLINE):
        return
    open_before = OpinionRequest.objects.filter(
        manuscript=act.manuscript_id, declined_at__isnull=True, withdrawn_at__isnull=True, opinions__isnull=True
    )
    for request in open_before.filter(due_on__gte=act.at.date()).with_answers():
        write_not_needed(request)


@register_wording("opinion given")
def _given(told: dict[str, Any]) -> Words:
    return Words(_("Opinion given: %(title)s") % told, _("%(by)s gave the opinion that you asked for.") % told)


@register_wording("opinion replaced")
def _replaced(told: dict[str, Any]) -> Words:
    return Words(
        _("Opinion replaced: %(title)s") % told, _("%(by)s gave another opinion in the place of theirs.") % told
    )


@register_wording("opinion declined")
def _declined(told: dict[str, Any]) -> Words:
    text = _("%(by)s gives no opinion. You can ask somebody else.") % told
    return Words(_("No opinion given: %(title)s") % told, text, told["text"])


@register_wording("opinion expired")
def _expired(told: dict[str, Any]) -> Words:
    text = _("%(by)s gave no opinion in time, and the address of the letter is closed. You can ask anew.") % told
    return Words(_("No opinion came: %(title)s") % told, text)


@register_wording("opinion ended")
def _ended(told: dict[str, Any]) -> Words:
    text = _("The address of the reviewer was erased, and no opinion comes. You can ask somebody else.")
    return Words(_("No opinion comes: %(title)s") % told, text)


@register_wording("opinion handed over")
def _handed_over(told: dict[str, Any]) -> Words:
    text = _("Whoever asked %(by)s for an opinion has left. It comes to you now.") % told
    return Words(_("An opinion comes to you: %(title)s") % told, text)


@register_wording("opinion shared")
def _shared(told: dict[str, Any]) -> Words:
    text = _("%(by)s shares with you what a reviewer of another institution says of it.") % told
    return Words(_("Opinion on your text: %(title)s") % told, text)
