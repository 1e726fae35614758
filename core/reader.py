"""What a reader may choose to keep: theme and text size. No cookie is set before they do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "reader"
A_YEAR = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")
SIZES = ("small", "normal", "large")


@dataclass(frozen=True)
class Reader:
    """The look a reader keeps."""

    theme: str = "auto"
    text: str = "normal"


def reader_of(request: HttpRequest) -> Reader:
    """Read the cookie; anything unknown in it counts as not chosen."""
    theme, _dot, text = request.COOKIES.get(COOKIE, "").partition(".")
    return Reader(theme if theme in THEMES else "auto", text if text in SIZES else "normal")


# Without a token: a token would set a cookie on every page. A forged request could change a text size, no more.
@csrf_exempt
@require_POST
def keep_preferences(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and lead back to the page it was made on."""
    theme, text = request.POST.get("theme", "auto"), request.POST.get("text", "normal")
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    response = HttpResponseRedirect(onward)
    response.status_code = 303
    if (theme, text) == ("auto", "normal"):
        response.delete_cookie(COOKIE, samesite="Lax")
    elif theme in THEMES and text in SIZES:
        response.set_cookie(
            COOKIE,
            f"{theme}.{text}",
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response
