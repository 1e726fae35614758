"""The first panel of the dashboard: what an editor comes to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail import hooks
from wagtail.admin.ui.components import Component

HOOK = "register_beginnings"


@dataclass(frozen=True)
class Beginning:
    """A way to a form or list."""

    label: Any
    url: str


class BeginningsPanel(Component):
    """Shows the ways that the apps offer to this editor."""

    name = "beginnings"
    template_name = "core/admin/beginnings.html"
    order = 50

    def __init__(self, user: Any) -> None:
        """Ask the apps; each offers only what this user may do."""
        self.beginnings = [beginning for offer in hooks.get_hooks(HOOK) for beginning in offer(user)]

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Hand them over."""
        return {"beginnings": self.beginnings}
