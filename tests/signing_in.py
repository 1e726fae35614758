"""People of every role, and their sessions, begun as the sign-in begins them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from core.models import Record, RoleTerm, User
from core.users.operations import give_role
from core.users.roles import Role
from members.accounts.second_factor import has_second_factor, needs_second_factor

SECRET = "JBSWY3DPEHPK3PXP"
EVIDENCE = "Synthetic, for tests."
# Whatever day a test lives in.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PASSWORD = "long enough to be let in"


@dataclass(frozen=True)
class People:
    """One account per role."""

    administrator: User
    secretariat: User
    editor: User
    nobody: User


def everybody() -> People:
    """Make one account per role."""
    made = {
        name: User.objects.create_user(f"{name}@example.org", PASSWORD) for name in ("secretariat", "editor", "nobody")
    }
    give(made["secretariat"], Role.SECRETARIAT)
    give(made["editor"], Role.EDITOR)
    return People(administrator=User.objects.create_superuser("administrator@example.org", PASSWORD), **made)


def let_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Begin a session of ``user`` that gave a second factor just now, where asked for."""
    if second_factor and needs_second_factor(user) and not has_second_factor(user):
        TOTP.activate(user, SECRET)
    client.force_login(user)
    given = ["password", *(["mfa"] if second_factor else [])]
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time(), "reauthenticated": True} for method in given
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def give(user: User, role: Role, country: Record | None = None, *, since: datetime = LONG_AGO) -> RoleTerm:
    """Give a role as the system does."""
    return give_role(to=user, role=role, country=country, evidence=EVIDENCE, by=None, begins_at=since)
