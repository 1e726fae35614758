"""Whom a kept page is for, and whether it is still true."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import LazyObject

from core.generations.operations import generations_of
from core.pagecache.entries import KeptPage

MESSAGES_COOKIE = "messages"
# Methods that are answered with a kept page.
READING = ("GET", "HEAD")


def is_still_true(page: KeptPage) -> bool:
    """Whether nothing that the page shows has changed since it was made."""
    return generations_of(page.names) == page.generations


def is_nobody(request: HttpRequest) -> bool:
    """Whether the request comes with nothing that could make its reader somebody."""
    cookies = (settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE)
    is_known = any(name in request.COOKIES for name in cookies) or "HTTP_AUTHORIZATION" in request.META
    return not is_known and not is_signed_in(request)


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in. Who comes without a session is not, and to ask it took a tenth of an answer."""
    user = getattr(request, "user", None)
    if isinstance(user, LazyObject) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        session = getattr(request, "session", None)
        if session is None or not session.modified:
            return False
    return user is not None and user.is_authenticated
