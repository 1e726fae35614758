"""Who hears of what happens to a manuscript, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.notices.operations import notify
from core.notices.wording import Words, register_wording
from core.review.models import Manuscript, ReviewAct
from core.review.people import authors_of, focal_points_of, keepers_of, secretariat
from core.review.states import Move
from core.review.telling import register_teller
from core.users.models import User

DUE_SOON, OVERDUE = "manuscript due soon", "manuscript overdue"
CONFIRM_AGAIN, NOBODY_TO_CONFIRM = "confirmations due", "confirmations without a focal point"
NOT_CONFIRMED = "confirmations overdue"
# A letter names so many practices and counts the others.
MOST_LINES = 20


@register_teller
def tell_people(act: ReviewAct, before: User | None) -> None:
    """Tell everybody whom a move concerns, but not whoever made it."""
    manuscript = act.manuscript
    if act.move == Move.SUBMIT:
        _tell("manuscript submitted", act, keepers_of(manuscript))
    elif act.move == Move.RETURN:
        _tell("manuscript returned", act, authors_of(manuscript), count=_open_requests(manuscript))
    elif act.move == Move.ENDORSE:
        _tell("manuscript endorsed", act, authors_of(manuscript))
        _tell("manuscript to publish", act, secretariat())
    elif act.move in (Move.PUBLISH, Move.DECLINE):
        concerned = [*authors_of(manuscript), *focal_points_of(manuscript.country_id)]
        _tell("manuscript published" if act.move == Move.PUBLISH else "manuscript declined", act, concerned)
    elif act.move in (Move.PAUSE, Move.RESUME):
        _tell(f"manuscript {'paused' if act.move == Move.PAUSE else 'resumed'}", act, authors_of(manuscript))
    elif act.move == Move.HAND_OVER:
        _tell("manuscript handed over", act, _holder(manuscript))
    elif act.move == Move.CLAIM and before is not None:
        _tell("manuscript taken over", act, [before])
    elif act.move == Move.TAKE_BACK:
        _tell("manuscript taken back", act, keepers_of(manuscript))


def remind(manuscript: Manuscript, kind: str, people: Iterable[User]) -> None:
    """Tell people that a manuscript waits for them."""
    gate = manuscript.at_gate
    due = gate.due_on.isoformat() if gate is not None and gate.due_on is not None else ""  # said in words by ``_day``
    notify(to=people, kind=kind, told={"title": str(manuscript), "due": due}, view="manuscript", argument=manuscript.pk)


def tell_due(kind: str, people: Iterable[User], due: list[tuple[str, date]], *, on: date) -> None:
    """Tell people of practices whose confirmation ends or has ended, by title and last day, in one notice."""
    lines = [{"title": title, "due": day.isoformat()} for title, day in due[:MOST_LINES]]
    told = {"lines": lines, "count": len(due), "on": on.isoformat()}
    notify(to=people, kind=kind, told=told, view="due-confirmations")


def _tell(kind: str, act: ReviewAct, people: Iterable[User], **more: Any) -> None:
    told = {"title": str(act.manuscript), "by": str(act.by), "text": act.text, **more}
    concerned = [person for person in people if person.pk != act.by_id]
    notify(to=concerned, kind=kind, told=told, view="manuscript", argument=act.manuscript_id)


def _holder(manuscript: Manuscript) -> list[User]:
    gate = manuscript.at_gate
    return [gate.holder] if gate is not None and gate.holder is not None else []


def _open_requests(manuscript: Manuscript) -> int:
    return int(manuscript.requests.filter(closed_at__isnull=True).count())


@register_wording("manuscript submitted")
def _submitted(told: dict[str, Any]) -> Words:
    title = _("To endorse: %(title)s") % told
    text = _("%(by)s submitted it. Read it, and endorse it or return it with requests.") % told
    return Words(title, text, told["text"])


@register_wording("manuscript returned")
def _returned(told: dict[str, Any]) -> Words:
    text = ngettext(
        "%(by)s asks for %(count)s change. Answer it, then submit the text again.",
        "%(by)s asks for %(count)s changes. Answer each, then submit the text again.",
        told["count"],
    )
    return Words(_("Returned to you: %(title)s") % told, text % told, told["text"])


@register_wording("manuscript endorsed")
def _endorsed(told: dict[str, Any]) -> Words:
    text = _("%(by)s endorsed it in the name of the institution. The secretariat publishes it next.") % told
    return Words(_("Endorsed: %(title)s") % told, text, told["text"])


@register_wording("manuscript to publish")
def _to_publish(told: dict[str, Any]) -> Words:
    return Words(_("To publish: %(title)s") % told, _("%(by)s endorsed it.") % told, told["text"])


@register_wording("manuscript published")
def _published(told: dict[str, Any]) -> Words:
    return Words(_("Published: %(title)s") % told, _("Everybody can read it in the library now."), told["text"])


@register_wording("manuscript declined")
def _declined(told: dict[str, Any]) -> Words:
    text = _("%(by)s declined it. The page stays a draft.") % told
    return Words(_("Declined: %(title)s") % told, text, told["text"])


@register_wording("manuscript paused")
def _paused(told: dict[str, Any]) -> Words:
    return Words(_("Paused: %(title)s") % told, _("%(by)s waits for something.") % told, told["text"])


@register_wording("manuscript resumed")
def _resumed(told: dict[str, Any]) -> Words:
    return Words(_("Taken up again: %(title)s") % told, _("The review goes on."))


@register_wording("manuscript handed over")
def _handed_over(told: dict[str, Any]) -> Words:
    return Words(_("Handed over to you: %(title)s") % told, _("%(by)s asks you to decide.") % told, told["text"])


@register_wording("manuscript taken over")
def _taken_over(told: dict[str, Any]) -> Words:
    return Words(_("Taken over from you: %(title)s") % told, _("%(by)s decides about it now.") % told)


@register_wording("manuscript taken back")
def _taken_back(told: dict[str, Any]) -> Words:
    return Words(
        _("Taken back: %(title)s") % told, _("%(by)s works on it again: nothing is to be done.") % told, told["text"]
    )


@register_wording(DUE_SOON)
def _due_soon(told: dict[str, Any]) -> Words:
    return Words(_("Due soon: %(title)s") % told, _("It should be decided by %(due)s.") % {"due": _day(told)})


@register_wording(OVERDUE)
def _overdue(told: dict[str, Any]) -> Words:
    return Words(_("Overdue: %(title)s") % told, _("It should have been decided by %(due)s.") % {"due": _day(told)})


def _day(told: dict[str, Any]) -> str:
    return date_format(date.fromisoformat(told["due"])) if told["due"] else "–"


@register_wording(CONFIRM_AGAIN)
def _confirm_again(told: dict[str, Any]) -> Words:
    title = ngettext("To confirm: %(count)s practice", "To confirm: %(count)s practices", told["count"]) % told
    text = _(
        "Say on the desk of each that it is still true as it stands, or begin an update. "
        "After its last day readers see that it was not confirmed since."
    )
    return Words(title, text, points=_due_lines(told))


@register_wording(NOBODY_TO_CONFIRM)
def _nobody_to_confirm(told: dict[str, Any]) -> Words:
    title = ngettext(
        "Nobody to confirm %(count)s practice", "Nobody to confirm %(count)s practices", told["count"]
    ) % told  # fmt: skip
    text = _("No focal point of the country can be asked. Invite one, or confirm by a letter of the institution.")
    return Words(title, text, points=_due_lines(told))


@register_wording(NOT_CONFIRMED)
def _not_confirmed(told: dict[str, Any]) -> Words:
    title = ngettext(
        "Not confirmed for 60 days: %(count)s practice", "Not confirmed for 60 days: %(count)s practices", told["count"]
    ) % told  # fmt: skip
    text = _("The focal points were asked. Ask the institution, or confirm by its letter.")
    return Words(title, text, points=_due_lines(told))


def _due_lines(told: dict[str, Any]) -> tuple[str, ...]:
    """Return a line for each practice that is named, and one that counts the others."""
    lines = [_due_line(line, told["on"]) for line in told["lines"]]
    more = told["count"] - len(lines)
    if more > 0:
        words = ngettext("and %(count)s more on the desk", "and %(count)s more on the desk", more)
        lines.append(words % {"count": more})
    return tuple(lines)


def _due_line(line: dict[str, str], on: str) -> str:
    words = _("%(title)s (was due on %(due)s)") if line["due"] < on else _("%(title)s (due on %(due)s)")
    return words % {"title": line["title"], "due": _day(line)}
