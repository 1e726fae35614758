"""What the library brings to the editors' side."""

from __future__ import annotations

from typing import Any

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
from knowledge.viewsets import AdoptionViewSet

register_permission_policy(Adoption, RowPermissionPolicy(Adoption))
register_editor([Kind.PRACTICE], page_address(PracticePage))
PracticePage.edit_handler = PRACTICE_EDITOR


@hooks.register("register_beginnings", order=-1)
def offer_practice(user: Any) -> list[Beginning]:
    """Offer to write a practice."""
    return beginning_under(PracticeIndexPage, PracticePage, _("New practice"), user)


@hooks.register("register_admin_viewset")
def register_adoptions() -> AdoptionViewSet:
    """Bring the list and form of adoptions."""
    return AdoptionViewSet()
