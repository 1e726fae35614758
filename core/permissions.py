"""Who may do what with the rows of the record."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from core.models import Record
from core.users.roles import OF_A_COUNTRY, OF_THE_RECORD, Role, grant, work_on

grant(
    {
        "wagtailadmin.access_admin",
        "simple_translation.submit_translation",
        "core.view_record",
        "core.change_record",
        *work_on("core", "source", "figure", "concept", "contradiction", "gap"),
    },
    to=OF_THE_RECORD,
)
# Who writes for a country does so on the editors' side, and names sources.
grant({"wagtailadmin.access_admin", "core.view_source", "core.add_source"}, to=OF_A_COUNTRY)
# To withdraw is what deleting is elsewhere; to confirm is to enter a confirmation.
grant(
    {
        "core.delete_record",
        "core.add_confirmation",
        "core.view_letter",
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    },
    to=[Role.SECRETARIAT],
)


class RowPermissionPolicy(ModelPermissionPolicy):
    """Rows of the record can be seen, added and changed, and by nobody deleted: they are withdrawn with a reason."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user may take this action on any row."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may take this action on this row."""
        return self.user_has_permission(user, action)


def can_withdraw(user: Any, record: Record) -> bool:
    """Whether ``user`` may withdraw ``record``, and take the withdrawal back."""
    return bool(user.is_active and user.has_perm("core.delete_record"))


def can_confirm(user: Any, record: Record) -> bool:
    """Whether ``user`` may enter that an institution confirmed ``record``."""
    return bool(user.is_active and user.has_perm("core.add_confirmation"))


def can_translate(user: Any, record: Record) -> bool:
    """Whether ``user`` may write and review the translations of the texts of ``record``."""
    return bool(user.is_active and user.has_perm("core.change_record"))
