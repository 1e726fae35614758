"""Who may work on adoptions, and withdraw a version. Rights on pages stand with the groups."""

from __future__ import annotations

from typing import Any

from core.users.roles import OF_THE_RECORD, Role, grant, work_on
from knowledge.models import PracticeVersion

grant(work_on("knowledge", "adoption"), to=OF_THE_RECORD)
# To withdraw is what deleting is elsewhere.
grant({"knowledge.delete_practiceversion"}, to=[Role.SECRETARIAT])


def can_withdraw_version(user: Any, version: PracticeVersion | None = None) -> bool:
    """Whether ``user`` may withdraw versions of practices, this one among them."""
    return bool(user is not None and user.is_active and user.has_perm("knowledge.delete_practiceversion"))
