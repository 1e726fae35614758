"""Who may do what with the site's own records."""

from __future__ import annotations

from typing import Any

from core.models import Record


def can_set_mentions(user: Any, record: Record) -> bool:
    """Whether ``user`` may say what ``record`` speaks of: who may work on it."""
    return bool(user.is_active and user.has_perm("core.change_record"))
