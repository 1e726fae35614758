"""What every request to the interface passes: method, limit, language, headers, and an answer whatever happens.

The ETag is made of the bytes of the answer. The generation of its record would be cheaper and sometimes wrong: an
answer shows titles of neighbours and sources and the state of translations, and changes with each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import URLPattern, re_path
from django.utils import translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.log import log_response
from django.utils.translation import gettext as _

from core.api.problems import not_found, problem, senseless
from core.limits import MINUTE, is_limited

PER_MINUTE = 600
METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)

View = Callable[..., HttpResponseBase]


def gated(patterns: Sequence[Any]) -> list[Any]:
    """Return the address patterns with the gate before each view, and one more for addresses that are not there."""
    known = [
        URLPattern(pattern.pattern, gate(pattern.callback), pattern.default_args, pattern.name) for pattern in patterns
    ]
    return [*known, re_path("^(?P<rest>.*)$", gate(_nowhere(known)))]


def _nowhere(known: Sequence[URLPattern]) -> View:
    """Return the view for addresses that are not there; one with a stroke too many leads to what it means."""

    def answer(request: HttpRequest, rest: str) -> HttpResponse:
        meant = rest.rstrip("/")
        if meant == rest or not meant or not any(pattern.resolve(meant) for pattern in known):
            return not_found(request)
        query = request.META.get("QUERY_STRING", "")
        address = request.path.rstrip("/")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, preserve_request=True)

    return answer


def gate(view: View) -> View:
    """Put the gate before a view."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(_language(request)):
            response = _before(request) or _answer(view, request, *args, **kwargs)
            return _with_headers(request, _unless_known(request, response))

    # Nothing here changes anything, and programs of other sites hold no token.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _language(request: HttpRequest) -> str:
    """The language asked for by name, else by ``Accept-Language``. One that is not open is refused later, by name."""
    asked = str(request.GET.get("lang", ""))
    return asked if asked in settings.OPEN_LANGUAGES else translation.get_language() or settings.LANGUAGE_CODE


def _before(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":
        headers = {"Allow": ALLOW, "Access-Control-Allow-Methods": ALLOW, "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers={**headers, "Access-Control-Allow-Headers": "If-None-Match"})
    if request.method not in METHODS:
        detail = _("This interface is for reading only. Use one of: %(methods)s.") % {"methods": ALLOW}
        return problem(request, 405, detail, headers={"Allow": ALLOW})
    if is_limited(request, "api", PER_MINUTE):
        detail = _("More than %(count)s requests in a minute. Please wait a minute.") % {"count": PER_MINUTE}
        return problem(request, 429, detail, headers=_later())
    return None


def _later() -> dict[str, str]:
    return {"Retry-After": str(MINUTE)}


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    method, request.method = request.method, "GET"  # HEAD is GET without the body, which the server leaves out
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return not_found(request)
    except (BadRequest, SuspiciousOperation) as error:
        return senseless(request, error)
    except Exception as error:
        return _broken(request, error)
    finally:
        request.method = method


def _unless_known(request: HttpRequest, response: Any) -> Any:
    """Give the answer its ETag, and answer 304 where the program has it already.

    ``ConditionalGetMiddleware`` does the same later, but drops what lets programs of other sites read the 304.
    """
    if response.status_code != 200:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    got_request_exception.send(sender=None, request=request)
    detail = _("Something broke on our side. Please try again later, and give us the request id if it stays so.")
    is_away = isinstance(error, OperationalError | InterfaceError)
    response = problem(request, 503, detail, headers=_later()) if is_away else problem(request, 500, detail)
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=error)
    return response


def _with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Request-ID"
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    if not response.has_header("Cache-Control"):
        # Caches ask each time, and mostly hear 304: what was withdrawn is gone from them at once.
        owner = "private" if request.user.is_authenticated else "public"
        response["Cache-Control"] = f"{owner}, no-cache"
    return response
