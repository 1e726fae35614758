"""What members bring to the editors' side."""

from typing import Any

from django.utils.translation import gettext_lazy as _
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


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in words what happened to invitations and accounts."""
    actions.register_action("members.invite", _("Invite"), _("Invited"))
    actions.register_action("members.resend_invitation", _("Send again"), _("Invitation sent again"))
    actions.register_action("members.withdraw_invitation", _("Withdraw"), _("Invitation withdrawn"))
    actions.register_action("members.ask_factor_reset", _("Second factor"), _("Removal of the second factor asked for"))
    actions.register_action("members.confirm_factor_reset", _("Second factor"), _("Second factor removed"))
    actions.register_action("members.refuse_factor_reset", _("Second factor"), _("Removal of a second factor refused"))
    actions.register_action("members.accept_invitation", _("Accept"), _("Invitation accepted"))
    actions.register_action("members.close_account", _("Close the account"), _("Account closed by its person"))
    actions.register_action("members.ask_closure", _("Close the account"), _("Closing of the account asked for"))
    actions.register_action("members.withdraw_closure", _("Leave it open"), _("The account stays open"))
    actions.register_action("members.confirm_closure", _("Close the account"), _("Account closed by two people"))
    actions.register_action("members.remove_identity", _("Sign-in"), _("Identity of a provider removed"))
    actions.register_action("members.ask_export", _("Your data"), _("File of personal data asked for"))
    actions.register_action("members.take_export", _("Your data"), _("File of personal data downloaded"))
