"""What people are told when somebody leaves, in which words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.notices.wording import Words, register_wording

RELEASED, NO_FOCAL_POINT = "manuscript released", "no focal point"


@register_wording(RELEASED)
def _released(told: dict[str, Any]) -> Words:
    text = _("Whoever had it has left, and nobody has it now. Take it on the desk, or hand it over.")
    return Words(_("Free again: %(title)s") % told, text)


@register_wording(NO_FOCAL_POINT)
def _no_focal_point(told: dict[str, Any]) -> Words:
    text = _("Its last focal point has left. What waits for endorsement comes to you until you invite another one.")
    return Words(_("No focal point any more: %(country)s") % told, text)
