"""Who needs a second factor, and whether it was given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from core.users.roles import Role
from core.users.terms import held_terms

# Who decides for others, or sees what is restricted.
NEEDING = frozenset({Role.FOCAL_POINT, Role.SECRETARIAT})
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# How the library notes in a session that a code or key was given.
GIVEN = "mfa"


def needs_second_factor(user: Any) -> bool:
    """Whether the roles of ``user`` ask for a second factor; to be an administrator does."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or any(term.role in NEEDING for term in held_terms(user))


def has_second_factor(user: Any) -> bool:
    """Whether ``user`` has set one up. One query."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def people_with_factors(user_ids: Iterable[int]) -> set[int]:
    """Return those of the accounts that have set one up. One query."""
    found = Authenticator.objects.filter(user__in=set(user_ids), type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))


def gave_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session, at its beginning or since."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == GIVEN for record in records)
