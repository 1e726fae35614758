"""Who may give and end roles: the secretariat, and focal points for the experts of their country."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.records.models import Record
from core.users.models import RoleTerm, User
from core.users.roles import Role
from core.users.terms import countries_of, has_role, held_terms


def can_see_people(user: Any) -> bool:
    """Whether ``user`` may see who holds which role: all of it, or that of a country of theirs."""
    return has_role(user, Role.SECRETARIAT) or bool(countries_of(user, Role.FOCAL_POINT))


def can_give_role(user: Any, role: str, country: Record | None, to: User) -> bool:
    """Whether ``user`` may give ``to`` a role; nobody gives one to themselves."""
    return user != to and decides_on(user, role, country.pk if country is not None else None)


def can_end_role(user: Any, term: RoleTerm) -> bool:
    """Whether ``user`` may end a term; everybody may lay down their own."""
    return term.user_id == user.pk or decides_on(user, term.role, term.country_id)


# So long somebody is of the secretariat before they are the second of two people: nobody makes one for the purpose.
SETTLED = timedelta(days=7)


def can_reset_factors(user: Any, of: User) -> bool:
    """Whether ``user`` may take part in removing the second factors of ``of``: not of themselves.

    Those of an administrator are a matter of administrators.
    """
    if user == of or (of.is_superuser and not user.is_superuser):
        return False
    return has_role(user, Role.SECRETARIAT)


def is_settled(user: User, *, at: datetime) -> bool:
    """Whether ``user`` was of the secretariat, or had an account as an administrator, for a while at a moment."""
    if user.is_superuser:
        return user.date_joined <= at - SETTLED
    return any(term.role == Role.SECRETARIAT and term.begins_at <= at - SETTLED for term in held_terms(user))


def decides_on(user: Any, role: str, country: int | None) -> bool:
    """Whether ``user`` decides who holds ``role``, for the country with this record."""
    if has_role(user, Role.SECRETARIAT):
        return True
    return role == Role.EXPERT and country is not None and country in countries_of(user, Role.FOCAL_POINT)
