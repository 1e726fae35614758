"""What the library brings to the editors' side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.permissions import RowPermissionPolicy
from core.records.kinds import Kind
from core.viewsets.beginnings import Beginning
from core.viewsets.finding import register_editor
from core.viewsets.pages import beginning_under, page_address
from knowledge.models import Adoption, PracticeIndexPage, PracticePage
from knowledge.panels import PRACTICE_EDITOR
from knowledge.viewsets import AdoptionViewSet, WithdrawVersionFormatter, version_urls, withdraw_version_button

register_permission_policy(Adoption, RowPermissionPolicy(Adoption))
register_editor([Kind.PRACTICE], page_address(PracticePage))
PracticePage.edit_handler = PRACTICE_EDITOR


@hooks.register("register_beginnings", order=-1)
def offer_practice(user: Any) -> list[Beginning]:
    """Offer to write a practice."""
    return beginning_under(PracticeIndexPage, PracticePage, _("New practice"), user)


@hooks.register("register_admin_urls")
def register_versions() -> list[URLPattern]:
    """Bring the act on versions of practices."""
    return version_urls()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in words what our own entry of the log means."""
    actions.register_action("knowledge.withdraw_version")(WithdrawVersionFormatter)


@hooks.register("register_page_header_buttons")
def offer_withdrawal(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    """Lead from a practice to the withdrawal of one of its versions."""
    specific = page.specific
    if isinstance(specific, PracticePage) and specific.record is not None:
        button = withdraw_version_button(specific.record, user)
        if button is not None:
            yield button


@hooks.register("register_admin_viewset")
def register_adoptions() -> AdoptionViewSet:
    """Bring the list and form of adoptions."""
    return AdoptionViewSet()
