"""Rights on files: what roles allow, of what the user may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.audience.providers import tokens_of
from core.users.policies import RoleFilePolicy


class FilePolicy(RoleFilePolicy):
    """What the roles allow, of the files whose audience the user belongs to.

    Whoever may not read a file neither finds it in lists and choosers nor changes for whom it is.
    """

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Return the files a user may act on."""
        return super().instances_user_has_any_permission_for(user, actions).filter(audience__in=tokens_of(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether a user may act on a file."""
        is_reader = instance.audience in tokens_of(user)
        return is_reader and super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether a user may do any of this with a file."""
        is_reader = instance.audience in tokens_of(user)
        return is_reader and super().user_has_any_permission_for_instance(user, actions, instance)
