"""What each role of the editors' side may do, as data; each app adds what it brings.

An app grants in its ``permissions.py``; ``ensure_groups`` reads them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from core.audience.providers import SECRETARIAT, register_provider

WORK = ("add", "change", "view")


class Role(StrEnum):
    """The groups of people who work on the site. Administrators are Django's superusers and in no group."""

    EDITORS = "Editors"
    SECRETARIAT = "Secretariat"


_granted: dict[Role, set[str]] = defaultdict(set)


def grant(permissions: Iterable[str], *, to: Iterable[Role]) -> None:
    """Give each of ``to`` these permissions, named as ``app.codename``."""
    wanted = set(permissions)
    for role in to:
        _granted[role] |= wanted


def granted(role: Role) -> frozenset[str]:
    """Return the permissions of a role."""
    return frozenset(_granted[role])


def work_on(app: str, *models: str) -> set[str]:
    """Return the permissions to see, add and change rows of these models; rows are withdrawn, never deleted."""
    return {f"{app}.{action}_{model}" for model in models for action in WORK}


def has_role(user: Any, role: Role) -> bool:
    """Whether ``user`` is active and in the group of ``role``; administrators have every role."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.groups.filter(name=role).exists())


@register_provider
def token_of_the_secretariat(user: Any) -> list[str]:
    """Give the people of the secretariat its token, so that they see what is kept for it."""
    return [SECRETARIAT] if has_role(user, Role.SECRETARIAT) else []
