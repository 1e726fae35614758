"""What the library brings to the editors' side."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.permissions import RowPermissionPolicy
from core.records.kinds import Kind
from core.viewsets.finding import register_editor
from core.viewsets.pages import page_address
from knowledge.models import Adoption, PracticePage
from knowledge.panels import PRACTICE_EDITOR
from knowledge.viewsets import AdoptionViewSet

register_permission_policy(Adoption, RowPermissionPolicy(Adoption))
register_editor([Kind.PRACTICE], page_address(PracticePage))
PracticePage.edit_handler = PRACTICE_EDITOR


@hooks.register("register_admin_viewset")
def register_adoptions() -> AdoptionViewSet:
    """Bring the list and form of adoptions."""
    return AdoptionViewSet()
