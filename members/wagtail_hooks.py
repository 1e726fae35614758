"""What members bring to the editors' side."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.permissions import RowPermissionPolicy
from members.models import Country, Institution, Programme
from members.viewsets import MembersGroup

for model in (Country, Institution, Programme):
    register_permission_policy(model, RowPermissionPolicy(model))


@hooks.register("register_admin_viewset")
def register_members() -> MembersGroup:
    """Bring lists and forms."""
    return MembersGroup()
