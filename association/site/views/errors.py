"""What a reader meets when something is not there, not allowed or broken: in the language of the address.

Programs, under ``/api/``, get the same as problem+json.
"""

from __future__ import annotations

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from core.context import interface
from core.middleware import language_prefix
from core.unsent.middleware import answer_unsent, show_unsent
from core.unsent.operations import origin_of, typed_in
from core.unsent.reading import comes_from_here

API = "/api/"
# When to come again after the database did not answer, in seconds.
RETRY_AFTER = 60
LAST_RESORT = "<!doctype html><html lang=en><title>Something broke</title><h1>Something broke on our side</h1>"

log = logging.getLogger("django.request")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, for what is not there and for what is not for this reader.

    Above the interface stands the page about it, in a language: ``/api`` leads there.
    """
    if request.path == API:
        return HttpResponseRedirect(API.rstrip("/"))
    return _page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without its token; ``reason`` goes to the log, where Django writes it.

    Words typed on a page of this site are not lost: they are kept for whom the page was made, or shown to be copied.
    A program, and a form from elsewhere, gets the bare page.
    """
    if request.path.startswith(API) or not comes_from_here(request):
        return _page(request, 403)
    with translation.override(language_of(request)):
        origin = origin_of(request.POST)
        if origin is not None:
            return answer_unsent(request, origin)
        return show_unsent(request, typed_in(request.POST, request.FILES))


def senseless(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 to what cannot be understood."""
    return _page(request, 400)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405, naming the methods that are ``allowed``."""
    response = _page(request, 405)
    response["Allow"] = allowed
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where the database does not answer; asks nothing of database, session or processors."""
    status = 503 if _database_is_away(sys.exc_info()[1]) else 500
    response = _problem(request, status) if request.path.startswith(API) else _plain_page(request, status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith(API):
        return _problem(request, status)
    with translation.override(language_of(request)):
        return render(request, f"{status}.html", {"ui": interface(request)}, status=status)


def _plain_page(request: HttpRequest, status: int) -> HttpResponse:
    context: dict[str, Any] = {"request_id": getattr(request, "id", "")}
    with translation.override(language_of(request)):
        try:
            content: str = render_to_string(f"{status}.html", context)
        except Exception:
            log.exception("The page for errors is broken itself")
            content = LAST_RESORT
    return HttpResponse(content, status=status)


def _problem(request: HttpRequest, status: int) -> HttpResponse:
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JsonResponse(problem, status=status, content_type="application/problem+json")


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names, whether or not any page stands there; else the one chosen so far.

    An error may come before any language was chosen, while the thread still speaks that of its last reader.
    """
    prefix = language_prefix(request.path_info)
    if prefix in settings.OPEN_LANGUAGES:
        return prefix
    chosen: str = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    return chosen if chosen in settings.OPEN_LANGUAGES else settings.LANGUAGE_CODE


def _database_is_away(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # SQLite says SQLITE_ERROR of a query that is wrong: a fault of ours, not of the machine.
    return getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR"
