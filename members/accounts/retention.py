"""The rows of the table of retention, and of what somebody takes along, that accounts bring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.privacy.places import LEFT
from core.privacy.rules import ACTS, delete_some
from core.privacy.sections import Section, register_sections
from core.privacy.table import DELETED, NAMELESS, Rule, days, register_rules
from core.users.models import User
from members.accounts.closing import identities
from members.accounts.exporting import forget_old
from members.models import AccountClosure, DataExport, FactorReset, Invitation
from members.models.data_export import KEPT as EXPORT_KEPT

UNUSED_KEPT, USED_KEPT, RESETS_KEPT = timedelta(days=90), timedelta(days=365), timedelta(days=365)
UNCONFIRMED_KEPT = timedelta(days=30)
AT_ONCE = 500
GONE = "invitation"

LEFT["members.DataExport"] = "of the person alone, packed; goes after days, or with the account"


def forget_invitations() -> None:
    """Delete invitations that were never accepted, and whom an accepted one was for."""
    now = timezone.now()
    unused = Q(expires_at__lt=now - UNUSED_KEPT, used_at__isnull=True)
    used = Q(used_at__lt=now - USED_KEPT) & ~Q(email="")
    while pks := list(Invitation.objects.filter(unused | used).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            _forget_in_log(pks)
            Invitation.objects.filter(unused, pk__in=pks).delete()
            Invitation.objects.filter(used, pk__in=pks).update(email="", name="")


def _forget_in_log(pks: list[int]) -> None:
    """Take the addresses out of what the log of the editors' side says of these invitations."""
    told = ModelLogEntry.objects.filter(content_type__app_label="members", content_type__model="invitation")
    told.filter(object_id__in=[str(pk) for pk in pks]).update(label=GONE)


def forget_resets() -> None:
    """Delete how somebody lost a second factor."""
    delete_some(FactorReset.objects.filter(asked_at__lt=timezone.now() - RESETS_KEPT))


def forget_session_notes() -> None:
    """Delete from where somebody was signed in."""
    over = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    delete_some(UserSession.objects.filter(last_seen_at__lt=over))


def forget_unconfirmed() -> None:
    """Delete accounts that somebody made with an address and never confirmed, and addresses that were to be new."""
    old = timezone.now() - UNCONFIRMED_KEPT
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    never = User.objects.filter(
        pk__in=EmailAddress.objects.values("user"), date_joined__lt=old, last_login__isnull=True,
        is_superuser=False, role_terms__isnull=True,
    ).exclude(pk__in=confirmed)  # fmt: skip
    for user in never[:AT_ONCE]:
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:  # somebody did something with it all the same
            continue


def forget_closures() -> None:
    """Let closings that nobody confirmed in time be over."""
    open_ones = AccountClosure.objects.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)
    open_ones.exclude(pk__in=AccountClosure.objects.open().values("pk")).update(withdrawn_at=timezone.now())


IDENTITIES = ("socialaccount.SocialAccount.user",) if settings.OPENID_SERVER_URL else ()
if IDENTITIES:
    LEFT["socialaccount.SocialAccount"] = "belongs to the account, and goes with it"

register_rules([
    Rule(
        "E-mail addresses of an account, and whether they are confirmed",
        "to write to nobody else",
        f"until the account is closed; an account whose address is not confirmed, {days(UNCONFIRMED_KEPT)}",
        DELETED,
        "at once",
        ("account.EmailAddress.user",),
        forget_unconfirmed,
    ),
    Rule(
        "Second factors: keys and secrets, under the key of the site",
        "to let nobody else in",
        "until they are removed",
        DELETED,
        "at once",
        ("mfa.Authenticator.user",),
    ),
    Rule(
        "Identities of another provider, with the name and address that it told",
        "to sign in with them, where that is set up",
        "until they are removed",
        DELETED,
        "at once",
        IDENTITIES,
    ),
    Rule(
        "From where and with which browser somebody is signed in",
        "so that they can end sessions that they do not know",
        days(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        DELETED,
        "at once",
        ("usersessions.UserSession.user",),
        forget_session_notes,
    ),
    Rule(
        "Invitations that were not accepted, with name and address",
        "to send them again",
        f"{days(UNUSED_KEPT)} after they opened nothing more",
        DELETED,
        "those to the address are withdrawn; name and address go",
        ("members.Invitation.withdrawn_by",),
        forget_invitations,
    ),
    Rule(
        "Invitations that were accepted, with name and address",
        ACTS,
        days(USED_KEPT),
        NAMELESS,
        "name and address go",
        ("members.Invitation.invited_by", "members.Invitation.used_by"),
    ),
    Rule(
        "Lost second factors: why, and which two people decided",
        ACTS,
        days(RESETS_KEPT),
        DELETED,
        "kept under the number of the account; a name in the words goes",
        (
            "members.FactorReset.user", "members.FactorReset.asked_by", "members.FactorReset.confirmed_by",
            "members.FactorReset.refused_by",
        ),
        forget_resets,
    ),
    Rule(
        "Closings of accounts: why, and which two people decided",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; a name in the words goes",
        (
            "members.AccountClosure.user", "members.AccountClosure.asked_by", "members.AccountClosure.confirmed_by",
            "members.AccountClosure.withdrawn_by",
        ),
        forget_closures,
    ),
    Rule(
        "Files that somebody takes along",
        "to be downloaded",
        days(EXPORT_KEPT),
        DELETED,
        "at once",
        ("members.DataExport.user",),
        forget_old,
    ),
    Rule(
        "How often somebody tried to sign in or asked for something: hashes of addresses",
        "to slow down whoever guesses",
        "2 days",
        DELETED,
        "as for everybody",
    ),
])  # fmt: skip


def _identities(user: User) -> Any:
    return [row for model, field in identities() for row in model.objects.filter(**{field: user}).order_by("pk")]


def _invitations(user: User) -> Any:
    return Invitation.objects.filter(Q(used_by=user) | Q(email__iexact=user.email)).order_by("pk")


register_sections([
    Section(
        "addresses",
        "e-mail addresses of the account",
        lambda user: EmailAddress.objects.filter(user=user).order_by("pk"),
        {"email": "email", "is_confirmed": "verified", "is_first": "primary"},
    ),
    Section(
        "second_factors",
        "second factors, without their secrets",
        lambda user: Authenticator.objects.filter(user=user).order_by("pk"),
        {"type": "type", "made_at": "created_at", "last_used_at": "last_used_at"},
    ),
    Section(
        "sessions",
        "where the person is signed in",
        lambda user: UserSession.objects.filter(user=user).order_by("pk"),
        {"begun_at": "created_at", "last_seen_at": "last_seen_at", "address": "ip", "browser": "user_agent"},
    ),
    Section(
        "identities",
        "identities of another provider, as it told them",
        _identities,
        {"provider": "provider", "number": "uid", "told": "extra_data", "connected_at": "date_joined"},
    ),
    Section(
        "invitations",
        "invitations to the person",
        _invitations,
        {
            "email": "email",
            "name": "name",
            "role": "role",
            "evidence": "evidence",
            "sent_at": "sent_at",
            "used_at": "used_at",
            "withdrawn_at": "withdrawn_at",
        },
    ),
    Section(
        "lost_second_factors",
        "removals of the person's second factors",
        lambda user: FactorReset.objects.filter(user=user).order_by("pk"),
        {"asked_at": "asked_at", "reason": "reason", "confirmed_at": "confirmed_at"},
    ),
    Section(
        "closings",
        "closings of the account that were asked for",
        lambda user: AccountClosure.objects.filter(user=user).order_by("pk"),
        {"asked_at": "asked_at", "reason": "reason", "withdrawn_at": "withdrawn_at"},
    ),
    Section(
        "exports",
        "files like this one",
        lambda user: DataExport.objects.filter(user=user).defer("content").order_by("pk"),
        {"asked_at": "asked_at", "made_at": "made_at", "expires_at": "expires_at"},
    ),
])  # fmt: skip
