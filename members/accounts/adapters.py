"""How the library for accounts meets this site: whose address counts, what is asked for, how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
import io
import ipaddress
import logging
import secrets
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from core.limits import client_address
from core.notices.operations import keep_language
from members.accounts.second_factor import has_second_factor, needs_second_factor

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens here
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with one name and an e-mail address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client, as our own limits know it; that of nobody where there is none."""
        try:
            return str(ipaddress.ip_address(client_address(request)))
        except ValueError:
            return NO_ADDRESS

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after signing in: to the editors' side, to the desk, or to set up what is missing."""
        if needs_second_factor(request.user) and not has_second_factor(request.user):
            return reverse("mfa_index")
        return reverse("wagtailadmin_home" if request.user.has_perm("wagtailadmin.access_admin") else "desk")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the front page in the language that is spoken."""
        return f"/{get_language()}/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the name of the association, not in that of a machine."""
        site = {"name": gettext("ASAN International Association"), "domain": settings.BASE_URL}
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Take the name beside the address and the password, and the language that is spoken."""
        user.name = form.cleaned_data.get("name", "")
        saved = super().save_user(request, user, form, commit)
        if commit:
            keep_language(of=saved, language=get_language() or "")
        return saved

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether readers may make an account by themselves; who is invited always may."""
        return settings.OPEN_SIGN_UP


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept under the key of the site, codes are drawn by what draws ours."""

    def get_totp_issuer(self) -> str:
        """Return the name that an application shows beside its codes."""
        return gettext("ASAN International Association")

    def build_totp_svg(self, url: str) -> str:
        """Return the code to scan; on white, as not every camera reads light on dark."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=5, light="#fff", border=4)
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Return a secret as it stands in the database."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that ``encrypt`` wrote, under this key of the site or one before it."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Of a site whose key is lost: another secret each time, so that no code fits. To be set up anew.
            logger.error(
                "A second factor cannot be read: SECRET_KEY changed, and SECRET_KEY_FALLBACKS lacks the old one."
            )
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret)) for secret in known])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(f"members.accounts.second_factor {secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
