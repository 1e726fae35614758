"""Whether whoever writes is still signed in, asked by the editor when a text could not be saved."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe


@require_safe
def presence(request: HttpRequest) -> JsonResponse:
    """Answer who it is and the token of forms, which changes with every sign-in; others get Wagtail's refusal."""
    response = JsonResponse({"user": str(request.user.pk), "token": get_token(request)})
    add_never_cache_headers(response)
    return response


def presence_urls() -> list[URLPattern]:
    """Return the address, under /admin/."""
    return [path("presence/", presence, name="editor_presence")]
