"""Who may follow and save what: whoever has an account, what they may see."""

from __future__ import annotations

from typing import Any

from core.records.kinds import Kind
from core.records.models import Record

# What may be followed: practices, and what practices are found under.
FOLLOWED_KINDS = frozenset(
    {
        Kind.PRACTICE,
        Kind.COUNTRY,
        Kind.TOPIC,
        Kind.SERVICE_TYPE,
        Kind.SDG_GOAL,
        Kind.INSTITUTION,
        Kind.PROGRAMME,
    }
)
# What may be saved: what has a page to read.
SAVED_KINDS = frozenset({Kind.PRACTICE, Kind.NEWS, Kind.INSTITUTION, Kind.PROGRAMME, Kind.SOURCE})


def can_follow(user: Any, record: Record) -> bool:
    """Whether ``user`` may follow ``record``."""
    return record.kind in FOLLOWED_KINDS and _may_read(user, record)


def can_save(user: Any, record: Record) -> bool:
    """Whether ``user`` may put ``record`` on their list."""
    return record.kind in SAVED_KINDS and _may_read(user, record)


def _may_read(user: Any, record: Record) -> bool:
    is_somebody = user.is_authenticated and user.is_active
    return bool(is_somebody and Record.objects.visible_to(user).filter(pk=record.pk).exists())
