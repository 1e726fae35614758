"""What the history says of roles that were given and ended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from core.users.roles import Role


def _role_in(log_entry: Any) -> str:
    data = log_entry.data or {}
    role = str(Role(data["role"]).label) if data.get("role") in Role.values else ""
    return f"{role} ({data['country']})" if data.get("country") else role


class GiveRoleFormatter(LogFormatter):
    """Says which role was given."""

    label = gettext_lazy("Give a role")

    def format_message(self, log_entry: Any) -> str:
        """Name the role, and the country where it has one."""
        return _("Given the role: %(role)s") % {"role": _role_in(log_entry)}


class EndRoleFormatter(LogFormatter):
    """Says which role ended."""

    label = gettext_lazy("End a role")

    def format_message(self, log_entry: Any) -> str:
        """Name the role."""
        return _("The role ended: %(role)s") % {"role": _role_in(log_entry)}


OF_ERASURES = {
    "core.ask_erasure": gettext_lazy("Asked what would change"),
    "core.confirm_erasure": gettext_lazy("Confirmed"),
    "core.withdraw_erasure": gettext_lazy("Withdrawn, and the name forgotten"),
    "core.erase_person": gettext_lazy("Erased"),
}
FORMATTERS = {"core.give_role": GiveRoleFormatter, "core.end_role": EndRoleFormatter}
