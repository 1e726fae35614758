"""The pictures of a draft, for whoever reads it at an address of their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from core.uploads.views import RENDITIONS

PLACE = "PLACE"


def show_pictures_under(response: Any, view: str, of: str | int) -> None:
    """Let a page show its pictures at the addresses of ``view``: where they lie they are nobody's but its writers'.

    ``of`` is by what that view finds the text: the token of a link, or the number of a request.
    """
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    response = response.render() if hasattr(response, "render") else response
    under = reverse(view, args=[of, RENDITIONS + PLACE]).removesuffix(PLACE)
    response.content = response.content.replace(f"{settings.MEDIA_URL}{RENDITIONS}".encode(), under.encode())
