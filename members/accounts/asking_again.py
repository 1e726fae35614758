"""Acts that bind somebody ask for the password or second factor again, where it was not given just now."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest

from core.unsent.operations import HAD_FILES

__all__ = ["HAD_FILES", "has_lost_files", "note_files", "reauthentication_required"]


def note_files(request: HttpRequest) -> None:
    """Note in a form that files came with it: who is asked for a factor has the form sent again, without them."""
    if request.method == "POST" and request.FILES:
        noted = request.POST.copy()
        noted[HAD_FILES] = "1"
        request.POST = noted  # type: ignore[assignment]


def has_lost_files(request: HttpRequest) -> bool:
    """Whether files that came with a form are gone."""
    return request.POST.get(HAD_FILES) == "1" and not request.FILES
