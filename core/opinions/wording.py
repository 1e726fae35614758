"""What the acts on opinions are called in lists of acts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.opinions.operations import ASKED, DECLINED, GIVEN, HANDED_OVER, SHARED, WITHDRAWN

ACTIONS: dict[str, Any] = {
    ASKED: _("Opinion asked for"),
    GIVEN: _("Opinion given"),
    DECLINED: _("Opinion declined"),
    WITHDRAWN: _("Request for an opinion withdrawn"),
    HANDED_OVER: _("Request for an opinion handed over"),
    SHARED: _("Opinion shared with the authors"),
}
