"""Who gets in with an identity of the provider: whom an account connected with it, and who was invited."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from core.users.models import User
from members.accounts import invitations
from members.accounts.operations import is_confirmed
from members.accounts.views import HELD
from members.models import Invitation, InvitationState

logger = logging.getLogger(__name__)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Makes no account but for who was invited, and connects none but for whose it is."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Make no account by itself: readers make theirs with an address and a password."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who is known, let who was invited accept, and tell everybody else what they can do.

        Of the claims of the provider count ``sub``, which names the identity, and ``email`` where ``email_verified``
        is true; what else it says (name, groups, roles, how somebody signed in there) counts for nothing.
        """
        if sociallogin.state.get("process") == "connect":
            self._refuse_another_address(request, sociallogin)
        elif not sociallogin.is_existing:
            self._accept_invitation(request, sociallogin)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say what happened in our own words; the log holds what the provider said."""
        logger.warning("Signing in with OpenID Connect failed: %s %s", error, exception)
        refuse_as_away(request) if isinstance(exception, RequestException) else refuse(
            request, _("The sign-in was not completed"), _("It was broken off, took too long, or began elsewhere.")
        )

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Return the page that says whether one is connected."""
        return reverse("openid_identity")

    def _refuse_another_address(self, request: HttpRequest, sociallogin: Any) -> None:
        user, address = request.user, confirmed_address(sociallogin)
        if not isinstance(user, User) or address != user.email.lower() or not is_confirmed(user):
            refuse(
                request,
                _("This identity has another address"),
                _("Connect one whose confirmed e-mail address is that of your account."),
            )

    def _accept_invitation(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take up an invitation whose letter was opened in this browser, and whose address is that of the identity."""
        address = confirmed_address(sociallogin)
        if not address:
            refuse(
                request,
                _("Your e-mail address is not confirmed"),
                _("The provider does not say that the address is yours. Confirm it there, or sign in with a password."),
            )
        if User.objects.filter(email__iexact=address).exists():
            refuse(
                request,
                _("Connect your account first"),
                _("There is an account with your address. Sign in with its password once, then connect it."),
                is_known=True,
            )
        found = Invitation.objects.filter(token_hash=request.session.get(HELD, "")).first()
        if found is None or found.state() != InvitationState.WAITING or found.email != address:
            refuse(
                request,
                _("You have no account here"),
                _("Were you invited? Open the address in the letter first. Readers make an account with a password."),
            )
        try:
            person = invitations.accept(invitation=found)
        except ValidationError as error:
            refuse(request, _("The invitation cannot be accepted"), " ".join(error.messages))
        request.session.pop(HELD, None)
        sociallogin.connect(request, person)


def confirmed_address(sociallogin: Any) -> str:
    """Return the address that the provider confirms, in small letters; nothing where it confirms none."""
    claims = sociallogin.account.extra_data.get("id_token", {})
    address = claims.get("email")
    # Not what looks true: a provider that says so in words may mean anything.
    return address.strip().lower() if isinstance(address, str) and claims.get("email_verified") is True else ""


def refuse(request: HttpRequest, title: str, text: str, *, status: int = 403, is_known: bool = False) -> NoReturn:
    """Answer with a page that says why, and leads to the sign-in with a password."""
    context = {"title": title, "text": text, "is_known": is_known}
    raise ImmediateHttpResponse(render(request, "members/openid_refused.html", context, status=status))


def refuse_as_away(request: HttpRequest) -> NoReturn:
    """Answer that the provider is away."""
    refuse(
        request,
        _("The provider does not answer"),
        _("Try again in some minutes, or sign in with your password."),
        status=503,
    )
