"""The verbs of lost second factors: two people of the secretariat decide, neither of them the one who lost it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.users.models import User
from core.users.permissions import can_reset_factors, is_settled
from members.accounts.letters import send_factors_removed
from members.accounts.operations import forget_factors
from members.models import FactorReset

ASKED, CONFIRMED = "members.ask_factor_reset", "members.confirm_factor_reset"


@transaction.atomic
def ask_for_reset(*, of: User, reason: str, by: User) -> FactorReset:
    """Ask for the removal of the second factors of a person.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` without a reason, where the person has
    none or it is asked for already.
    """
    if not can_reset_factors(by, of):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say how you know that this person asks, and how the factor was lost.")})
    if not Authenticator.objects.filter(user=of).exists():
        raise ValidationError({"reason": _("This person has no second factor.")})
    User.objects.select_for_update().get(pk=of.pk)
    if FactorReset.objects.waiting().filter(user=of).exists():
        raise ValidationError({"reason": _("This is asked for already, and waits for a second person.")})
    reset = FactorReset(user=of, reason=reason.strip(), asked_by=by)
    reset.save()
    log(of, ASKED, user=by, data={"reason": reset.reason})
    return reset


@transaction.atomic
def confirm_reset(*, reset: FactorReset, by: User) -> None:
    """Remove the second factors of a person, end all sessions and write to them.

    Raises ``PermissionDenied`` where ``by`` may not or asked for it, and ``ValidationError`` where it is no longer
    open.
    """
    held = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if not can_reset_factors(by, held.user) or held.asked_by_id == by.pk:
        raise PermissionDenied
    if not can_reset_factors(held.asked_by, held.user):
        raise ValidationError(_("Who asked for this may no longer do so: ask anew."))
    if not is_settled(by, at=held.asked_at):
        raise ValidationError(_("The second of two people has to be of the secretariat for a week already."))
    if not FactorReset.objects.waiting().filter(pk=held.pk).exists():
        raise ValidationError(_("This was confirmed meanwhile, or is too old: ask anew."))
    held.confirmed_by, held.confirmed_at = by, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    forget_factors(of=held.user)
    log(held.user, CONFIRMED, user=by)
    send_factors_removed(held.user)
