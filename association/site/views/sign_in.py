"""The editors' door, which opens slowly to whoever tries many keys or asks for many letters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.account import LoginView, PasswordResetView

from core.limits import is_limited, too_many_requests

PER_ADDRESS = 30
PER_ACCOUNT = 10

_login = LoginView.as_view()
_password_reset = PasswordResetView.as_view()


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Show and take the form. Attempts are counted by client address, and by account from anywhere."""
    if _is_too_often(request, "sign-in", account="username"):
        return too_many_requests(request)
    return _login(request)


def reset_password(request: HttpRequest) -> HttpResponseBase:
    """Show and take the form that sends a letter with a way in. Counted as signing in is."""
    if _is_too_often(request, "password reset", account="email"):
        return too_many_requests(request)
    return _password_reset(request)


def _is_too_often(request: HttpRequest, name: str, *, account: str) -> bool:
    if request.method != "POST":
        return False
    whose = request.POST.get(account, "").strip().casefold()
    by_address = is_limited(request, name, PER_ADDRESS)
    by_account = bool(whose) and is_limited(request, f"{name} of account", PER_ACCOUNT, subject=whose)
    return by_address or by_account
