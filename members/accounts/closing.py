"""The verbs of leaving: an account is closed by whose it is, or by two people of the secretariat for who has left."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from core.audit.operations import hold_the_end
from core.letters.operations import NOWHERE
from core.models import (
    Following,
    Letter,
    Manuscript,
    Notice,
    NoticeChoice,
    PrintOrder,
    RoleTerm,
    SavedRecord,
    UnsentForm,
)
from core.notices.operations import language_of, notify
from core.opinions.operations import hand_over_requests
from core.privacy.operations import erase_traces
from core.review.people import focal_points_of, keepers_of, secretariat
from core.review.releasing import end_links_of, release_held
from core.users.models import User
from core.users.operations import end_role, end_sessions
from core.users.permissions import can_reset_factors, is_settled
from core.users.roles import Role
from core.users.terms import held_terms
from members.accounts.invitations import withdraw_all_to
from members.accounts.letters import send_account_closed, send_closure_asked, send_closure_withdrawn
from members.accounts.naming import country_name
from members.models import AccountClosure, DataExport, Institution
from members.models.closure import WAIT
from members.notifications import NO_FOCAL_POINT, RELEASED

CLOSED, ASKED, WITHDRAWN, CONFIRMED = (
    "members.close_account",
    "members.ask_closure",
    "members.withdraw_closure",
    "members.confirm_closure",
)
# The rows that belong to a person alone and go with the account, by model and field.
THEIRS: tuple[tuple[Any, str], ...] = (
    (Authenticator, "user"),
    (EmailAddress, "user"),
    (UserSession, "user"),
    (Notice, "to"),
    (NoticeChoice, "user"),
    (Following, "user"),
    (SavedRecord, "user"),
    (UnsentForm, "user"),
    (PrintOrder, "ordered_by"),
    (DataExport, "user"),
    (EditingSession, "user"),
    (FormState, "user"),
    (APIToken, "user"),
    (PageSubscription, "user"),
    (UserProfile, "user"),
)


class AccountState(models.TextChoices):
    """What an account is; computed from what was done to it."""

    OPEN = "open", "open"
    CLOSING = "closing", "closing"
    CLOSED = "closed", "closed"


# From which state each act is done, and where it leads.
MOVES: dict[str, tuple[frozenset[AccountState], AccountState]] = {
    ASKED: (frozenset({AccountState.OPEN}), AccountState.CLOSING),
    WITHDRAWN: (frozenset({AccountState.CLOSING}), AccountState.OPEN),
    CONFIRMED: (frozenset({AccountState.CLOSING}), AccountState.CLOSED),
    CLOSED: (frozenset({AccountState.OPEN, AccountState.CLOSING}), AccountState.CLOSED),
}


def state_of(user: User) -> AccountState:
    """Return what an account is now."""
    if user.closed_at is not None:
        return AccountState.CLOSED
    is_closing = AccountClosure.objects.open().filter(user=user).exists()
    return AccountState.CLOSING if is_closing else AccountState.OPEN


def open_closure_of(user: User) -> AccountClosure | None:
    """Return the closing of an account that waits to be confirmed."""
    found: AccountClosure | None = AccountClosure.objects.open().filter(user=user).first()
    return found


@transaction.atomic
def close_account(*, of: User, by: User) -> None:
    """Close one's own account, now and for good.

    Raises ``PermissionDenied`` where it is another's, and ``ValidationError`` where it is closed already or nobody
    else could do what only this person may.
    """
    if of.pk != by.pk:
        raise PermissionDenied
    held = _held(of, CLOSED)
    _close(held, by=held, action=CLOSED, reason=_("Closed by the person."))


@transaction.atomic
def ask_closure(*, of: User, reason: str, by: User) -> AccountClosure:
    """Ask that the account of somebody who has left is closed, and write to them.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` without a reason, where it is asked for
    already, or nobody else could do what only this person may.
    """
    if not can_reset_factors(by, of):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say how you know that this person has left.")})
    _refuse_the_last(_held(of, ASKED))
    AccountClosure.objects.filter(user=of, confirmed_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    closure = AccountClosure.objects.create(user=of, reason=reason.strip(), asked_by=by)
    log(of, ASKED, user=by, data={"closure": closure.pk, "reason": closure.reason})
    send_closure_asked(of, closure.opens_at, language_of(of))
    return closure


@transaction.atomic
def withdraw_closure(*, closure: AccountClosure, by: User) -> None:
    """Let the account stay open: whose it is says that they have not left, or the secretariat was wrong.

    Raises ``PermissionDenied``, and ``ValidationError`` where it was confirmed or withdrawn.
    """
    if by.pk != closure.user_id and not can_reset_factors(by, closure.user):
        raise PermissionDenied
    person = _held(closure.user, WITHDRAWN)
    AccountClosure.objects.filter(pk=closure.pk).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    log(person, WITHDRAWN, user=by, data={"closure": closure.pk})
    if by.pk != person.pk:
        send_closure_withdrawn(person, language_of(person))


@transaction.atomic
def confirm_closure(*, closure: AccountClosure, by: User) -> None:
    """Close the account, as a second person, when its person had time to answer.

    Raises ``PermissionDenied`` where ``by`` may not or asked for it, and ``ValidationError`` where it is too early or
    no longer open.
    """
    person = _held(closure.user, CONFIRMED)
    held = AccountClosure.objects.select_for_update().get(pk=closure.pk)
    if not can_reset_factors(by, person) or held.asked_by_id == by.pk:
        raise PermissionDenied
    if not can_reset_factors(held.asked_by, person):
        raise ValidationError(_("Who asked for this may no longer do so: ask anew."))
    if not is_settled(by, at=held.asked_at):
        raise ValidationError(_("The second of two people has to be of the secretariat for a week already."))
    if not AccountClosure.objects.open().filter(pk=held.pk).exists():
        raise ValidationError(_("This was confirmed or withdrawn meanwhile, or is too old: ask anew."))
    if held.opens_at > timezone.now():
        days = {"days": WAIT.days}
        raise ValidationError(_("The person was written to, and has %(days)s days to answer. Wait until then.") % days)
    held.confirmed_by, held.confirmed_at = by, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    _close(person, by=by, action=CONFIRMED, reason=_("The account was closed."))


def _held(user: User, move: str) -> User:
    """Return the account under a lock, where the move is allowed in the state it is in."""
    hold_the_end()
    held: User = User.objects.select_for_update().get(pk=user.pk)
    state = state_of(held)
    if state not in MOVES[move][0]:
        raise ValidationError(_REFUSED[state]())
    return held


_REFUSED = {
    AccountState.OPEN: lambda: _("This was confirmed or withdrawn meanwhile, or is too old: ask anew."),
    AccountState.CLOSING: lambda: _("This is asked for already, and waits for a second person."),
    AccountState.CLOSED: lambda: _("This account is closed already."),
}


def _refuse_the_last(user: User) -> None:
    """Refuse to close the account without which nobody could do what it may."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    if user.is_superuser and user.is_active and not others.filter(is_superuser=True).exists():
        raise ValidationError(
            _("This is the last administrator. Make another one first: manage.py createsuperuser on the machine.")
        )
    is_of_it = any(term.role == Role.SECRETARIAT for term in held_terms(user))
    if is_of_it and not secretariat().exclude(pk=user.pk).exists() and not others.filter(is_superuser=True).exists():
        raise ValidationError(_("This is the last person of the secretariat. Invite somebody else first."))


def _close(user: User, *, by: User, action: str, reason: str) -> None:
    _refuse_the_last(user)
    name, address, language = user.name, user.email, language_of(user)
    terms = held_terms(user)
    left_from = _where(user)
    for term in terms:
        end_role(term=term, reason=reason, by=by)
    released = release_held(of=user, by=by)
    hand_over_requests(of=user, by=by)
    end_links_of(user)
    AccountClosure.objects.open().filter(user=user).update(withdrawn_at=timezone.now(), withdrawn_by=user)
    withdraw_all_to(address, by=by)
    _forget(user, address)
    _make_nameless(user, left_from)
    log(user, action, user=by, data={"roles": len(terms), "released": [one.pk for one in released]})
    erase_traces(name=name, address=address, evidence=_("Account closed: %(number)s") % {"number": user.pk}, by=by)
    _tell_who_stays(terms, released)
    send_account_closed(name, address, language)


def _where(user: User) -> str:
    """Return where somebody worked, as far as their last role tells: for an institution, or for the association."""
    terms = user.all_terms()
    if not terms:
        return ""
    country = terms[-1].country
    if country is None:
        return settings.WAGTAIL_SITE_NAME
    institutions = list(Institution.objects.filter(country__record=country).values_list("name", flat=True)[:2])
    return str(institutions[0] if len(institutions) == 1 else country_name(country, settings.LANGUAGE_CODE))


def _forget(user: User, address: str) -> None:
    """Delete the rows that are about nobody but this person."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        profile.avatar.delete(save=False)
    for upload in UploadedFile.objects.filter(uploaded_by_user=user):
        upload.file.delete(save=False)
        upload.delete()
    for model, field in (*THEIRS, *identities()):
        model._base_manager.filter(**{field: user.pk}).delete()
    for letter in Letter.objects.filter(to__icontains=address).only("pk", "recipients"):
        if [one.lower() for one in letter.recipients] == [address.lower()]:
            letter.delete()
    user.groups.clear()
    user.user_permissions.clear()


def identities() -> tuple[tuple[Any, str], ...]:
    """Return the rows of identities of another provider, where one is set up."""
    if not apps.is_installed("allauth.socialaccount"):
        return ()
    label = "socialaccount"  # types know of models that are there with the settings of the tests alone
    return ((apps.get_model(label, "SocialAccount"), "user"),)


def _make_nameless(user: User, left_from: str) -> None:
    user.email, user.name, user.left_from = f"closed-{user.pk}-{secrets.token_hex(4)}@{NOWHERE}", "", left_from[:300]
    user.closed_at, user.is_active, user.is_staff, user.is_superuser = timezone.now(), False, False, False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    end_sessions(of=user)
    of_accounts = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    of_accounts.filter(object_id=str(user.pk)).update(label=f"account {user.pk}")


def _tell_who_stays(terms: Iterable[RoleTerm], released: Iterable[Manuscript]) -> None:
    """Tell whoever keeps a gate of what is free again, and the secretariat of a country without a focal point."""
    for manuscript in released:
        told = {"title": str(manuscript)}
        notify(to=keepers_of(manuscript), kind=RELEASED, told=told, view="manuscript", argument=manuscript.pk)
    for term in terms:
        country = term.country
        if country is not None and term.role == Role.FOCAL_POINT and not focal_points_of(country.pk).exists():
            told = {"country": country_name(country, settings.LANGUAGE_CODE)}
            notify(to=secretariat(), kind=NO_FOCAL_POINT, told=told, view="people")
