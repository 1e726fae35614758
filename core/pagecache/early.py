"""A page that is kept is answered before sessions, languages and accounts are asked: it is the same for everybody.

What an address asks for is learnt from the answer that passed them all. The store decides as ever whether the page is
still true: what is learnt here only saves the way to it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.middleware import language_prefix
from core.pagecache.addresses import LONGEST_QUERY, Asked
from core.pagecache.entries import find, is_on
from core.pagecache.validity import READING, is_nobody, is_still_true
from core.reader import reader_of

# Addresses that one process remembers: those that were read last.
MOST = 10_000
# What the steps that are left out say of an answer.
SAID = ("Cache-Control", "Content-Language", "Vary")


@dataclass(frozen=True)
class Learnt:
    """What an address asks for, and what the steps left out say of its answer."""

    asked: Asked
    said: tuple[tuple[str, str], ...]


class KeptPages:
    """Answers with a page that is kept, where nobody in particular asks for one that was asked for before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Begin without any address."""
        self.get_response = get_response
        self.learnt: OrderedDict[Any, Learnt] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass on and learn."""
        if not _is_for_this(request):
            return self.get_response(request)
        written = _written(request)
        known = self.learnt.get(written)
        if known is not None and (response := _found(request, known)) is not None:
            self._learn(written, known)
            return response
        response = self.get_response(request)
        if (asked := getattr(request, "asked_of_the_store", None)) is not None and response.status_code == 200:
            self._learn(written, Learnt(asked, tuple((name, response[name]) for name in SAID if name in response)))
        return response

    def _learn(self, written: Any, learnt: Learnt) -> None:
        with self.lock:
            self.learnt[written] = learnt
            self.learnt.move_to_end(written)
            if len(self.learnt) > MOST:
                self.learnt.popitem(last=False)


def _is_for_this(request: HttpRequest) -> bool:
    """Whether the address alone says what is asked: where it names no language, the browser does.

    Who writes thousands of long ones shall not drive out what readers ask for.
    """
    is_reading = request.method in READING and bool(language_prefix(request.path_info))
    is_short = len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    return is_reading and is_short and is_on() and is_nobody(request)


def _found(request: HttpRequest, known: Learnt) -> HttpResponseBase | None:
    found = find(known.asked.key_today())
    if found is None or not is_still_true(found):
        return None
    response = found.response(request)
    for name, value in known.said:
        response[name] = value
    response["Content-Length"] = str(len(response.content))
    return response


def _written(request: HttpRequest) -> tuple[str, ...]:
    """Return the address as it is written, with the look that its reader chose."""
    host, query = request.META.get("HTTP_HOST", ""), request.META.get("QUERY_STRING", "")
    reader = reader_of(request)
    return request.scheme or "", host, request.path, query, reader.theme, reader.text
