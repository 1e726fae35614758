"""What is written to people about their accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.letters.operations import reaches
from core.notices.operations import language_of
from core.users.models import RoleTerm, User
from members.accounts.naming import country_name
from members.models.invitation import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Write to somebody who is invited, in the language that was chosen for them."""
    with override(invitation.language):
        inviter = invitation.invited_by
        told = {
            "name": invitation.name,
            "role": invitation.get_role_display(),
            "country": country_name(invitation.country, invitation.language),
            "inviter": str(inviter) if inviter is not None else "",
            "link": settings.BASE_URL + reverse("invitation", args=[token]),
            "until": invitation.expires_at,
        }
        _send("invitation", told, subject=_("Invitation to the ASAN International Association"), to=invitation.email)


def send_factors_removed(user: User) -> None:
    """Write to somebody that their second factors were removed: who did not ask for it hears of it."""
    with override(language_of(user)):
        told = {"name": str(user), "link": settings.BASE_URL + reverse("account_login")}
        _send("factors_removed", told, subject=_("Your second factor was removed"), to=user.email)


def send_reset_refused(user: User, reason: str) -> None:
    """Write to somebody that their second factors stay, though it was asked to remove them, and why."""
    with override(language_of(user)):
        told = {"name": str(user), "reason": reason, "link": settings.BASE_URL + reverse("account_login")}
        _send("factors_kept", told, subject=_("Your second factor was not removed"), to=user.email)


def send_role_ended(term: RoleTerm) -> None:
    """Write to somebody that a role of theirs has ended; the reason is for the record of the secretariat."""
    language = language_of(term.user)
    with override(language):
        country = country_name(term.country, language)
        told = {"name": str(term.user), "role": term.get_role_display(), "country": country}
        _send("role_ended", told, subject=_("A role of yours has ended"), to=term.user.email)


def send_closure_asked(user: User, until: datetime, language: str) -> None:
    """Write to somebody that the secretariat will close their account, as they have left."""
    with override(language):
        told = {"name": str(user), "until": until, "link": settings.BASE_URL + reverse("own-data")}
        _send("closure_asked", told, subject=_("Your account will be closed"), to=user.email)


def send_closure_withdrawn(user: User, language: str) -> None:
    """Write to somebody that their account stays open."""
    with override(language):
        _send("closure_withdrawn", {"name": str(user)}, subject=_("Your account stays open"), to=user.email)


def send_account_closed(name: str, address: str, language: str) -> None:
    """Write the last letter to an account; with it the site forgets the address."""
    with override(language):
        told = {"name": name or address}
        _send("account_closed", told, subject=_("Your account is closed"), to=address, is_last=True)


def send_export_ready(user: User, language: str) -> None:
    """Write to somebody that the file with their data is ready."""
    with override(language):
        told = {"name": str(user), "link": settings.BASE_URL + reverse("own-data")}
        _send("export_ready", told, subject=_("Your data is ready"), to=user.email)


def _send(letter: str, told: dict[str, Any], *, subject: str, to: str, is_last: bool = False) -> None:
    if not reaches(to):
        return
    message = EmailMessage(subject, render_to_string(f"emails/{letter}.txt", told), to=[to])
    message.is_forgotten = is_last  # type: ignore[attr-defined]  # read by core.letters.backend
    message.send()
