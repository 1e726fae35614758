"""Who the authors of a text are: colleagues are named, taken off, and follow one another.

Whoever writes for the country may write on its texts. Its authors are those who are told of requests and decisions, who
are asked for answers, and who decide who else is one. Whoever saves a text becomes one of them.
"""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.review.models import Manuscript
from core.review.moving import moving
from core.review.people import authors_of, writers_of
from core.review.permissions import is_named_author
from core.review.states import Move
from core.users.models import User


def name_author(*, manuscript: Manuscript, person: User, by: User, text: str = "", evidence: str = "") -> None:
    """Make a colleague one of the authors; they are told. Raises ``ValidationError`` where they are no colleague."""
    with moving(manuscript, Move.NAME, by, text=text, evidence=evidence) as move:
        if manuscript.authors.filter(pk=person.pk).exists():
            raise ValidationError({"person": _("%(name)s is one of the authors already.") % {"name": person}})
        _refuse_others(manuscript, person)
        manuscript.authors.add(person)
        replace(move, person=person).write()


def remove_author(*, manuscript: Manuscript, person: User, by: User, text: str = "", evidence: str = "") -> None:
    """Take somebody off the authors; they are told. Raises ``ValidationError`` for the last: a text has an author."""
    with moving(manuscript, Move.REMOVE, by, text=text, evidence=evidence) as move:
        if not manuscript.authors.filter(pk=person.pk).exists():
            raise ValidationError(_("%(name)s is none of the authors any more.") % {"name": person})
        if not authors_of(manuscript).exclude(pk=person.pk).exists():
            raise ValidationError(_("A text has an author: name another one first."))
        manuscript.authors.remove(person)
        replace(move, person=person).write()


def hand_on(*, manuscript: Manuscript, person: User, by: User, text: str = "") -> None:
    """Let a colleague be an author in the place of ``by``. Raises ``ValidationError`` where ``by`` is none."""
    with moving(manuscript, Move.HAND_ON, by, text=text) as move:
        if not is_named_author(by, manuscript):
            raise ValidationError(_("You are none of the authors: there is nothing that you could hand over."))
        if person == by:
            raise ValidationError({"person": _("Choose somebody else.")})
        _refuse_others(manuscript, person)
        manuscript.authors.add(person)
        manuscript.authors.remove(by)
        replace(move, person=person).write()


def _refuse_others(manuscript: Manuscript, person: User) -> None:
    if not writers_of(manuscript.country_id).filter(pk=person.pk).exists():
        raise ValidationError({"person": _("Choose an expert or a focal point of the country.")})
