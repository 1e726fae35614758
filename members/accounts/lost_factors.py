"""The verbs of lost second factors: two people of the secretariat decide, neither of them the one who lost it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.notices.operations import notify
from core.notices.wording import Words, register_wording
from core.users.models import User
from core.users.permissions import can_reset_factors, is_settled
from members.accounts.letters import send_factors_removed, send_reset_refused
from members.accounts.operations import forget_factors
from members.models import FactorReset

ASKED, CONFIRMED, REFUSED = "members.ask_factor_reset", "members.confirm_factor_reset", "members.refuse_factor_reset"
REFUSED_NOTICE = "factor reset refused"


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
        raise ValidationError(_("This was confirmed or refused meanwhile, or is too old: ask anew."))
    held.confirmed_by, held.confirmed_at = by, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    forget_factors(of=held.user)
    log(held.user, CONFIRMED, user=by)
    send_factors_removed(held.user)


@transaction.atomic
def refuse_reset(*, reset: FactorReset, reason: str, by: User) -> None:
    """Leave the second factors of a person as they are; they are written to, and whoever asked is told.

    One person is enough, also the one who asked. Raises ``PermissionDenied`` where ``by`` may not, and
    ``ValidationError`` without a reason or where it is no longer open.
    """
    held = FactorReset.objects.select_for_update().select_related("user", "asked_by").get(pk=reset.pk)
    if not can_reset_factors(by, held.user):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the person reads it.")})
    if not FactorReset.objects.waiting().filter(pk=held.pk).exists():
        raise ValidationError(_("This was confirmed or refused meanwhile, or is too old: ask anew."))
    held.refused_by, held.refused_at, held.refusal = by, timezone.now(), reason.strip()
    held.save(update_fields=["refused_by", "refused_at", "refusal"])
    log(held.user, REFUSED, user=by, data={"reason": held.refusal})
    send_reset_refused(held.user, held.refusal)
    if held.asked_by_id != by.pk:
        told = {"title": str(held.user), "by": str(by), "text": held.refusal}
        notify(to=[held.asked_by], kind=REFUSED_NOTICE, told=told, view="people")


@register_wording(REFUSED_NOTICE)
def _refused(told: dict[str, Any]) -> Words:
    text = _("%(by)s refused to remove it.") % told
    return Words(_("Second factor stays: %(title)s") % told, text, told["text"])
