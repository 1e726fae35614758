"""Who may erase a person from texts."""

from __future__ import annotations

from typing import Any

from core.users.roles import Role
from core.users.terms import has_role


def can_erase(user: Any) -> bool:
    """Whether ``user`` may erase people: the secretariat may."""
    return has_role(user, Role.SECRETARIAT)
