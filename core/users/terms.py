"""Who holds which role now: the one place that reads the terms of a person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.audience.providers import SECRETARIAT, register_provider
from core.users.models import RoleTerm
from core.users.roles import OF_A_COUNTRY, Role

COUNTRY_TOKEN = "country:"  # noqa: S105 - of an audience


def held_terms(user: Any) -> list[RoleTerm]:
    """Return the terms that ``user`` holds at this moment; an account that is closed holds none.

    One query for a user, and none when asked again of the same object: a request has its own.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    now = timezone.now()
    return [term for term in user.all_terms() if term.is_held(at=now)]


def has_role(user: Any, role: Role) -> bool:
    """Whether ``user`` is active and holds ``role``; administrators have every role but those of a country."""
    if user is not None and user.is_authenticated and user.is_active and user.is_superuser and role not in OF_A_COUNTRY:
        return True
    return any(term.role == role for term in held_terms(user))


def countries_of(user: Any, *roles: Role) -> frozenset[int]:
    """Return the records of the countries for which ``user`` holds one of ``roles``."""
    return frozenset(term.country_id for term in held_terms(user) if term.role in roles and term.country_id is not None)


@register_provider
def token_of_the_secretariat(user: Any) -> list[str]:
    """Give the people of the secretariat its token, so that they see what is kept for it."""
    return [SECRETARIAT] if has_role(user, Role.SECRETARIAT) else []


@register_provider
def tokens_of_countries(user: Any) -> list[str]:
    """Give the people of a country its token: ``country:`` and the key of its record."""
    return [f"{COUNTRY_TOKEN}{term.country.key}" for term in held_terms(user) if term.country is not None]
