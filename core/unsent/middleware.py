"""Keeps what is sent after a session had ended, before any view asks for a sign-in and forgets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core.acting import see_other
from core.limits import is_limited
from core.unsent.operations import FIELD, HAD_FILES, Origin, forget, keep, origin_of, typed_in
from core.unsent.reading import lines_of
from core.users.tokens import is_by_link

KEPT_PER_MINUTE = 20
ADMIN = "/admin/"
# Where an act leads that asks for the password or the second factor first: nothing is sent yet.
ASKING_AGAIN = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class UnsentForms:
    """Whoever was signed out while they typed signs in and gets their form back, filled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Forget what was kept once it is sent."""
        response = self.get_response(request)
        origin = getattr(request, "typed_at", None)
        if origin is not None and origin.kept and response.status_code < 400 and not _asks_again(response):
            forget(origin=origin)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Answer a form of a session that has ended, or of somebody else, in the place of the view."""
        if request.method != "POST" or FIELD not in request.POST or is_by_link(request):
            return None
        origin = origin_of(request.POST)
        if origin is None:
            return None
        if request.user.pk == origin.user:
            request.typed_at = origin  # type: ignore[attr-defined]
            return None
        return answer_unsent(request, origin)


def _asks_again(response: HttpResponseBase) -> bool:
    try:
        return resolve(urlsplit(response.get("Location", "")).path).url_name in ASKING_AGAIN
    except Resolver404:
        return False


def answer_unsent(request: HttpRequest, origin: Origin) -> HttpResponse:
    """Keep what was typed for whom the page was made and lead to the sign-in; what cannot be kept is shown."""
    words = typed_in(request.POST, request.FILES)
    is_too_much = is_limited(request, "unsent", KEPT_PER_MINUTE)
    kept = None if is_too_much else keep(origin=origin, words=words)
    if kept is not None and not request.user.is_authenticated:
        told = [_("You had been signed out. What you typed is kept: sign in, and the form has it again.")]
        if HAD_FILES in words:
            told.append(_("The file is not kept: choose it again."))
        messages.info(request, " ".join(told))
        return see_other(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': origin.page})}")
    return show_unsent(request, words, way=origin.page if kept is not None and request.user.pk == origin.user else "")


def show_unsent(request: HttpRequest, words: dict[str, list[str]], *, way: str = "") -> HttpResponse:
    """Say that a form was not taken, with what was typed for copying; ``way`` leads to the form that has it again."""
    context = {
        "lines": lines_of(words, only_long=request.path.startswith(ADMIN)),
        "way": way,
        "has_lost_files": HAD_FILES in words,
        "is_other": request.user.is_authenticated and not way,
    }
    response = render(request, "core/unsent.html", context, status=403)
    add_never_cache_headers(response)
    return response
