"""Who may see what was written to whom."""

from __future__ import annotations

from typing import Any


def can_see_letters(user: Any) -> bool:
    """Whether ``user`` may see the list of letters, and send one again."""
    return bool(user.is_active and user.has_perm("core.view_letter"))
