"""Who writes a manuscript, and who keeps a gate."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from core.review.models import Manuscript
from core.review.states import MOVES, Move, Part, Stage
from core.users.policies import is_worked_on
from core.users.roles import OF_A_COUNTRY, Role
from core.users.terms import countries_of, has_role


def is_author(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` writes for the country: its experts and focal points."""
    return manuscript.country_id in countries_of(user, *OF_A_COUNTRY)


def is_named_author(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` writes for the country and is one of the authors of this text."""
    return is_author(user, manuscript) and bool(manuscript.authors.filter(pk=user.pk).exists())


def is_secretariat(user: Any) -> bool:
    """Whether ``user`` may do for a country what it asks for by letter."""
    return has_role(user, Role.SECRETARIAT)


def endorses(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` speaks for the institution of the country."""
    return manuscript.country_id in countries_of(user, Role.FOCAL_POINT)


def endorses_what_they_accept(user: Any, manuscript: Manuscript) -> bool:
    """Whether what ``user`` accepts is endorsed with it: whoever endorses, and who enters the letter of a country."""
    return endorses(user, manuscript) or not is_author(user, manuscript)


def can_see_manuscript(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` may know of a manuscript at all: the people of its country, and the secretariat.

    Not where the practice is kept for others by now.
    """
    if is_secretariat(user):
        return True
    number = manuscript.page_id
    return is_author(user, manuscript) and bool(Page.objects.filter(is_worked_on(user, number), pk=number).exists())


def has_desk(user: Any) -> bool:
    """Whether manuscripts are anything to ``user``."""
    return bool(countries_of(user, *OF_A_COUNTRY)) or is_secretariat(user)


def has_part(user: Any, manuscript: Manuscript, part: Part) -> bool:
    """Whether ``user`` is what a move asks for; the secretariat is everything, for a country by letter."""
    if part == Part.AUTHOR:
        return is_author(user, manuscript) or is_secretariat(user)
    if part == Part.NAMER:
        return is_named_author(user, manuscript) or endorses(user, manuscript) or is_secretariat(user)
    if part == Part.KEEPER and manuscript.stage == Stage.ENDORSED:
        return is_secretariat(user)
    return endorses(user, manuscript) or is_secretariat(user)


def acts_for_country(user: Any, manuscript: Manuscript, move: Move) -> bool:
    """Whether ``user`` would make this move for somebody else, so that a letter has to be named.

    To write and to endorse is the country's; what the secretariat does at its own gate it does for itself.
    """
    if MOVES[move].part == Part.AUTHOR:
        return not is_author(user, manuscript)
    if MOVES[move].part == Part.NAMER:
        return not is_author(user, manuscript)
    if MOVES[move].part == Part.ENDORSER:
        return not endorses(user, manuscript)
    return manuscript.stage == Stage.SUBMITTED and not endorses(user, manuscript)


def can_move(user: Any, manuscript: Manuscript, move: Move) -> bool:
    """Whether ``user`` may make a move with a manuscript as it stands."""
    rule = MOVES[move]
    if manuscript.stage not in rule.stages or not has_part(user, manuscript, rule.part):
        return False
    gate = manuscript.stands_at
    if gate is None:
        return True
    if gate.is_paused and not rule.while_paused:
        return False
    if move == Move.RESUME:
        return gate.is_paused
    if move == Move.CLAIM:
        return gate.holder_id != user.pk
    return not rule.by_holder or rule.part != Part.KEEPER or gate.holder_id in (None, user.pk)
