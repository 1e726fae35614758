"""A form or a button that acts: what the operation refuses is said where it belongs, and the browser is led on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect

from core.users.models import User


def person_of(request: HttpRequest) -> User:
    """Return who acts, where everybody who comes is signed in."""
    return cast("User", request.user)


def see_other(address: str) -> HttpResponseRedirect:
    """Lead on after a POST, to a page that is read."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def put_on_fields(form: Any, error: ValidationError, names: Mapping[str, str] | None = None) -> None:
    """Put what an operation refused on the fields it speaks of; ``names`` are those that the form calls otherwise."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = (names or {}).get(name, name)
        form.add_error(field if field in form.fields else None, errors)


def act_and_say(request: HttpRequest, act: Callable[[], Any], success: str) -> None:
    """Act on a button, and say on the next page that it went through, or what the operation refused.

    ``PermissionDenied`` is for the caller.
    """
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, success)


def is_done(form: Any, act: Callable[[], Any], *, forbidden: Any) -> bool:
    """Whether the act went through; otherwise the form says why, in the words ``forbidden`` to who may not."""
    try:
        act()
    except ValidationError as error:
        put_on_fields(form, error)
        return False
    except PermissionDenied:
        form.add_error(None, forbidden)
        return False
    return True
