"""The verbs of invitations: the secretariat invites focal points, these the experts of their country."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.letters.operations import NOWHERE
from core.notices.operations import keep_language
from core.privacy.places import register_writer
from core.records.models import Record
from core.users.models import RoleTerm, User
from core.users.operations import give_role, refuse_wrong_country
from core.users.permissions import decides_on
from core.users.tokens import hash_of, new_token
from members.accounts.letters import send_invitation
from members.accounts.operations import confirm_address, forget_factors, is_confirmed
from members.models.invitation import LASTS, Invitation, InvitationState

INVITED, RESENT, WITHDRAWN, ACCEPTED = (
    "members.invite",
    "members.resend_invitation",
    "members.withdraw_invitation",
    "members.accept_invitation",
)


Act = TypeVar("Act", bound=Callable[..., Any])


def _told_where_two_meet(act: Act) -> Act:
    """Say in words what the database refuses where somebody else did the same at the same moment."""

    @wraps(act)
    def done(**given: Any) -> Any:
        try:
            return act(**given)
        except IntegrityError as error:
            raise ValidationError(_("Somebody did this at the same moment. Load the page anew.")) from error

    return cast(Act, done)


@_told_where_two_meet
@transaction.atomic
def invite(
    *, email: str, name: str, role: str, country: Record | None, language: str, evidence: str, by: User
) -> Invitation:
    """Invite somebody to hold a role, for 30 days; the letter is written in the same transaction.

    Raises ``PermissionDenied`` where ``by`` may not give that role, and ``ValidationError`` where it does not go with
    the country, is held already or an invitation to it is open.
    """
    if not decides_on(by, role, country.pk if country is not None else None):
        raise PermissionDenied
    address = email.strip().lower()
    _refuse_what_does_not_fit(address, role, country)
    token, now = new_token(), timezone.now()
    invitation = Invitation(
        email=address,
        name=name.strip(),
        language=language,
        role=role,
        country=country,
        evidence=evidence.strip(),
        invited_by=by,
        created_at=now,
        sent_at=now,
        expires_at=now + LASTS,
        token_hash=hash_of(token),
    )
    invitation.full_clean(exclude=["country"], validate_constraints=False)
    invitation.save()
    log(invitation, INVITED, user=by, data={"role": role, "country": country.key if country is not None else ""})
    send_invitation(invitation, token)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> None:
    """Send a new link, for 30 days from now, in one's own name; the one before no longer opens anything.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` where it was accepted or withdrawn.
    """
    held = _held(invitation, by, InvitationState.WAITING, InvitationState.EXPIRED)
    token = new_token()
    held.token_hash, held.sent_at, held.invited_by = hash_of(token), timezone.now(), by
    held.expires_at = held.sent_at + LASTS
    held.save(update_fields=["token_hash", "sent_at", "expires_at", "invited_by"])
    log(held, RESENT, user=by)
    send_invitation(held, token)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back: its link opens nothing any more.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` where it was accepted or withdrawn.
    """
    held = _held(invitation, by, InvitationState.WAITING, InvitationState.EXPIRED)
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    log(held, WITHDRAWN, user=by)


def withdraw_all_to(address: str, *, by: User) -> None:
    """Take back what an address is invited to, as its account is closed. Whoever calls this has asked."""
    for invitation in Invitation.objects.unused().filter(email__iexact=address).select_for_update():
        invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log(invitation, WITHDRAWN, user=by)


def write_invitation(pk: int, values: dict[str, Any], by: User | None) -> None:
    """Take a name or address out of an invitation; one to an address that goes is taken back."""
    held = Invitation.objects.unused().filter(pk=pk).first() if "email" in values else None
    if held is not None:
        # Another for each: two of one address are open side by side.
        values = {**values, "email": f"invited-{pk}@{NOWHERE}", "withdrawn_at": timezone.now(), "withdrawn_by": by}
    Invitation.objects.filter(pk=pk).update(**values)
    if held is not None:
        held.refresh_from_db()  # the log names what it is called now
        log(held, WITHDRAWN, user=by)


register_writer("members.Invitation", write_invitation)


@_told_where_two_meet
@transaction.atomic
def accept(*, invitation: Invitation, password: str = "", user: User | None = None) -> User:
    """Use an invitation up: make the account, or take that of ``user``, and give the role.

    Who has the link has read the letter: the address counts as confirmed, and the language of the letter as that of
    the account until another is chosen. Raises ``ValidationError`` where the invitation is no longer open, where who
    invited may no longer give the role, or where the address has an account and ``user`` is somebody else.
    """
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.state() != InvitationState.WAITING:
        raise ValidationError(_("This invitation is no longer open. Ask whoever invited you for a new one."))
    country = held.country_id
    if held.invited_by is None or not decides_on(held.invited_by, held.role, country):
        raise ValidationError(_("Whoever invited you may no longer do so. Ask the secretariat for a new invitation."))
    if user is not None and user.email.lower() != held.email:
        raise ValidationError(_("This invitation is for another address than that of your account."))
    person = user or _new_account(held, password)
    confirm_address(of=person)
    keep_language(of=person, language=held.language)
    evidence = _("Invitation of %(day)s: %(evidence)s") % {
        "day": timezone.localtime(held.created_at).date().isoformat(),
        "evidence": held.evidence,
    }
    if not _holds(person, held.role, held.country):
        give_role(to=person, role=held.role, country=held.country, evidence=evidence, by=held.invited_by)
    held.used_at, held.used_by = timezone.now(), person
    held.save(update_fields=["used_at", "used_by"])
    log(held, ACCEPTED, user=person)
    return person


def _new_account(invitation: Invitation, password: str) -> User:
    """Make the account, or take over one that somebody made with this address and could never confirm."""
    known = User.objects.select_for_update().filter(email__iexact=invitation.email).first()
    if known is None:
        return User.objects.create_user(invitation.email, password or None, name=invitation.name)
    if is_confirmed(known) or known.is_superuser or known.all_terms():
        raise ValidationError(_("There is an account with this address: sign in with it to accept."))
    forget_factors(of=known)
    known.name, known.is_active = invitation.name, True
    known.set_password(password or None)
    known.save(update_fields=["name", "is_active", "password"])
    return known


def _held(invitation: Invitation, by: User, *states: InvitationState) -> Invitation:
    """Return the row under a lock, where ``by`` decides on it and it is in one of these states."""
    if not decides_on(by, invitation.role, invitation.country_id):
        raise PermissionDenied
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.state() not in states:
        raise ValidationError(_("This invitation was accepted or withdrawn meanwhile."))
    return held


def _refuse_what_does_not_fit(email: str, role: str, country: Record | None) -> None:
    refuse_wrong_country(role, country)
    known = User.objects.filter(email__iexact=email).first()
    if known is not None and _holds(known, role, country):
        raise ValidationError({"email": _("This person holds the role already.")})
    if Invitation.objects.unused().filter(email=email, role=role, country=country).exists():
        raise ValidationError({"email": _("An invitation to this role is open already: send it again or withdraw it.")})


def _holds(user: User, role: str, country: Record | None) -> bool:
    return bool(RoleTerm.objects.held().filter(user=user, role=role, country=country).exists())
