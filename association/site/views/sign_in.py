"""The editors' door, which opens slowly to whoever tries many keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.account import LoginView

from core.limits import is_limited, too_many_requests

PER_ADDRESS = 30
PER_ACCOUNT = 10

_login = LoginView.as_view()


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Show and take the form. Attempts are counted by client address, and by account from anywhere."""
    if request.method == "POST" and _is_too_often(request):
        return too_many_requests(request)
    return _login(request)


def _is_too_often(request: HttpRequest) -> bool:
    account = request.POST.get("username", "").strip().casefold()
    by_address = is_limited(request, "sign-in", PER_ADDRESS)
    by_account = bool(account) and is_limited(request, "sign-in of account", PER_ACCOUNT, subject=account)
    return by_address or by_account
