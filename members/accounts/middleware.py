"""What stands between a session and the site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import get_language

from core.limits import is_limited, too_many_requests
from core.users.tokens import is_by_link
from members.accounts.second_factor import gave_second_factor, has_second_factor, needs_second_factor

# Pages of accounts, by the names of the library.
OF_ACCOUNTS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_")
# Where a session may go that did not give the second factor which its person has: to where it is given, and out.
TO_GIVE = frozenset({"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
# Where one may go who has none: to what sets one up, which asks for the password again, and out.
TO_SET_UP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    }
)
SIGNING_OUT = frozenset({"account_logout", "wagtailadmin_logout"})
INVITATION = "invitation"
# Pages of one's own data.
OWN_DATA = ("own-", "close-account")
# What is tried at: the field that names the account, or nothing where the session does.
TRIED = {
    "account_login": "login",
    "account_reset_password": "email",
    "account_signup": "email",
    "account_reauthenticate": "",
    "mfa_authenticate": "",
    "mfa_reauthenticate": "",
}
PER_CLIENT, PER_ACCOUNT = 30, 10
WITHOUT_A_SESSION = ("/static/", "/healthz", "/readyz", "/preferences/")


def _name_of(request: HttpRequest) -> str:
    """Return the name of what is asked for; nothing where it has none, or one that belongs to another part."""
    match = request.resolver_match
    return (match.url_name or "") if match is not None and not match.namespaces else ""


class SpokenLanguages(MiddlewareMixin):
    """Leads pages of accounts to English where the interface is not translated: their words come from elsewhere."""

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Redirect who reads; whoever sends a form came from a page in English."""
        if request.method not in ("GET", "HEAD") or not _name_of(request).startswith(OF_ACCOUNTS):
            return None
        if get_language() in settings.INTERFACE_LANGUAGES:
            return None
        return HttpResponseRedirect(translate_url(request.get_full_path(), settings.LANGUAGE_CODE))


class SignInLimits(MiddlewareMixin):
    """Lets few tries at passwords and codes through in a minute, counted over all processes and one by one.

    The library has limits of its own, over longer times; they are counted in a store that is not exact.
    """

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Answer 429 where there were too many, from this client or at this account."""
        name = _name_of(request)
        if request.method != "POST" or name not in TRIED:
            return None
        whose = request.POST.get(TRIED[name], "").strip().casefold() if TRIED[name] else request.session.session_key
        too_many = is_limited(request, "sign-in", PER_CLIENT)
        if whose:
            too_many = is_limited(request, "sign-in of one", PER_ACCOUNT, subject=whose) or too_many
        return too_many_requests(request) if too_many else None


class SecondFactor(MiddlewareMixin):
    """Lets a session of somebody who needs a second factor do nothing before it was given.

    Whoever has none sets one up; a session that came by another door than the sign-in is shown out and in again.
    """

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Lead to the page of second factors where one is missing."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(WITHOUT_A_SESSION):
            return None
        if not needs_second_factor(request.user):
            return None
        has_one = has_second_factor(request.user)
        if has_one and gave_second_factor(request):
            return None
        name = _name_of(request)
        if name in (TO_GIVE if has_one else TO_SET_UP):
            return None
        place = reverse("mfa_reauthenticate" if has_one else "mfa_index")
        if is_by_link(request):  # it would stand in another address
            return HttpResponseRedirect(place)
        return HttpResponseRedirect(f"{place}?{urlencode({'next': request.get_full_path()})}")


class PrivateAddresses:
    """Pages of accounts tell no other site where one came from, and are kept by nobody: links there open accounts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers."""
        response = self.get_response(request)
        if _name_of(request).startswith((*OF_ACCOUNTS, *OWN_DATA, INVITATION, "accept-invitation")):
            # Without any referrer browsers send a form as from nowhere, and it is refused as another site's.
            response["Referrer-Policy"] = "no-referrer" if "Location" in response else "same-origin"
            response["Cache-Control"] = "no-store, private"
        if _name_of(request) in SIGNING_OUT and request.method == "POST":
            # What an editor had kept in this browser goes with whoever typed it.
            response["Clear-Site-Data"] = '"storage"'
        return response
