"""Parts of the pages of an account."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.context import Link
from core.users.permissions import can_see_people
from members.accounts.second_factor import has_second_factor, needs_second_factor

register = template.Library()

# What the library says of a button, and how ours of that kind looks.
QUIET = frozenset({"link", "cancel", "secondary", "outline"})
# Pages that ask for a passkey or security key, by the names of the library.
ASKING_FOR_KEYS = frozenset(
    {
        "account_login",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    }
)
KINDS = {"info": "info", "debug": "info", "success": "good", "warning": "warn", "error": "stop"}


@register.simple_tag
def button_class(tags: Any = "") -> str:
    """Return the classes of a button."""
    said = set(tags) if isinstance(tags, list | tuple | set) else set(str(tags or "").split(","))
    if said & {"danger", "delete"}:
        return "btn btn--stop"
    return "btn btn--line" if said & QUIET else "btn"


@register.filter
def kind_of_note(level: str) -> str:
    """Return the kind of notice for the level of a message."""
    return KINDS.get(level, "info")


@register.simple_tag
def openid_name() -> str:
    """Return what the provider of other identities is called, nothing where none is set up."""
    return str(settings.OPENID_NAME) if settings.OPENID_SERVER_URL else ""


@register.simple_tag(takes_context=True)
def account_places(context: Context) -> list[Link]:
    """Return the pages of one's own account."""
    request = context["request"]
    places = [
        (_("Desk"), "desk"),
        (_("Notices"), "notices"),
        (_("Following"), "following"),
        (pgettext("readers", "Saved"), "saved"),
        (_("E-mail address"), "account_email"),
        (pgettext("readers", "Password"), "account_change_password"),
        (_("Second factor"), "mfa_index"),
        (pgettext("readers", "Sessions"), "usersessions_list"),
        *([(settings.OPENID_NAME, "openid_identity")] if settings.OPENID_SERVER_URL else []),
        (_("Your data"), "own-data"),
        *([(_("People"), "people")] if can_see_people(request.user) else []),
    ]
    return [Link(name, reverse(view), request.path == reverse(view)) for name, view in places]


@register.simple_tag
def sign_up_is_open() -> bool:
    """Whether readers may make an account by themselves."""
    return bool(settings.OPEN_SIGN_UP)


@register.simple_tag(takes_context=True)
def no_keys_here(context: Context) -> dict[str, str] | None:
    """Return what is to be said on pages that ask for a key, where browsers give none: at an address of numbers.

    ``url`` is the same page under the name of this machine, where it is one of one's own; else there is none.
    """
    request = context["request"]
    match = request.resolver_match
    if match is None or match.url_name not in ASKING_FOR_KEYS:
        return None
    parts = urlsplit(f"//{request.get_host()}")
    try:
        number = ip_address(parts.hostname or "")
    except ValueError:
        return None
    port = f":{parts.port}" if parts.port else ""
    is_own = settings.DEVELOPMENT and number.is_loopback
    return {"url": f"{request.scheme}://localhost{port}{request.get_full_path()}" if is_own else ""}


@register.simple_tag(takes_context=True)
def lacks_second_factor(context: Context) -> bool:
    """Whether the reader can do nothing before a second factor is set up."""
    user = context["request"].user
    return needs_second_factor(user) and not has_second_factor(user)
