"""Who may look after the index."""

from __future__ import annotations

from typing import Any

from core.users.roles import Role, grant

grant({"search.view_duty"}, to=[Role.SECRETARIAT])


def can_see_index(user: Any) -> bool:
    """Whether ``user`` may see how the search is."""
    return bool(user.is_active and user.has_perm("search.view_duty"))


def can_rebuild_index(user: Any) -> bool:
    """Whether ``user`` may ask for a rebuild: administrators, to whom no group is needed."""
    return bool(user.is_active and user.has_perm("search.change_duty"))
