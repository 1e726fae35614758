"""How often one reader may ask in a minute, or in a day. Counted over all processes, in the cache ``limits``.

The count belongs to a minute or day of the clock and is forgotten soon after it. On a cache without atomic counting
two requests of the very same moment may count as one: this slows down whoever asks too much, it is no accounting.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

MINUTE, DAY = 60, 24 * 3600
API = "/api/"
View = Callable[..., Any]


def limited(name: str, *, per_minute: int) -> Callable[[View], View]:
    """Let one client address through ``per_minute`` times in a minute; answer 429 from then on.

    Views of the same ``name`` share one count.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if is_limited(request, name, per_minute):
                return too_many_requests(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def is_limited(request: HttpRequest, name: str, most: int, *, within: int = MINUTE, subject: str = "") -> bool:
    """Count this request under ``name`` and say whether it is one too many of ``most`` in ``within`` seconds.

    Counted is the client address, or ``subject`` where one is given (an account). The cache holds a hash of either.
    """
    counted = subject or client_network(request)
    key = salted_hmac("core.limits", f"{name} {counted} {int(time.time()) // within}", algorithm="sha256").hexdigest()
    cache = caches["limits"]
    if cache.add(key, 1, timeout=2 * within):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # lapsed between the two calls
        return False


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429, saying after how many seconds to come again: a page, or problem+json under ``/api/``."""
    seconds = MINUTE - int(time.time()) % MINUTE
    response: HttpResponse
    if request.path.startswith(API):
        detail = _("Too many requests. Please wait %(seconds)s seconds.") % {"seconds": seconds}
        problem = {"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": detail}
        response = JsonResponse(problem, status=429, content_type="application/problem+json")
    else:
        response = render(request, "429.html", {"retry_after": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def client_address(request: HttpRequest) -> str:
    """Return the address the request comes from.

    ``X-Forwarded-For`` can be written by anybody. Each of our own proxies (``PROXY_COUNT``) adds one address at its
    end, so the entry that the outermost of them added is believed and nothing before it.
    """
    count = settings.PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if count and len(forwarded) >= count:
        return forwarded[-count]
    return str(request.META.get("REMOTE_ADDR") or "")


def client_network(request: HttpRequest) -> str:
    """Return what stands for one client: its address, or the /64 of an IPv6 address, all of which one household has."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))
