"""What an address asks for: the parameters that its view knows, in one order; whatever else stands there is dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from core.pagecache.release import release
from core.reader import reader_of

# Longer ones are nobody's bookmark: whoever writes thousands of them shall not drive out what readers ask for.
LONGEST_QUERY = 500


def known_query(given: QueryDict, parameters: Iterable[str]) -> QueryDict:
    """Return the parameters that are known and say something: names in their order, values as they stand."""
    known = QueryDict(mutable=True)
    for name in sorted(parameters):
        if values := [value for value in given.getlist(name) if value]:
            known.setlist(name, values)
    return known


@contextmanager
def asking_only(request: Any, query: QueryDict) -> Iterator[None]:
    """Let the request ask for ``query`` and nothing else, as if the rest had not been written."""
    given, written = request.GET, request.META.get("QUERY_STRING", "")
    request.GET, request.META["QUERY_STRING"] = query, query.urlencode()
    try:
        yield
    finally:
        # Who comes after the view (a redirect of an old address) sees what was asked.
        request.GET, request.META["QUERY_STRING"] = given, written


@dataclass(frozen=True)
class Asked:
    """What a page is kept by: all that the same view can answer differently for."""

    scheme: str
    host: str
    path: str
    language: str
    query: str
    look: tuple[str, ...]

    def key_today(self) -> str:
        """Return the key of the page; a day's page is not the next day's: pages print the day."""
        asked = (release(), self, timezone.localdate().isoformat())
        return f"page-{hashlib.sha256(repr(asked).encode('utf-8', 'replace')).hexdigest()}"


def asked_by(request: HttpRequest, query: QueryDict, *, is_printed: bool = False) -> Asked:
    """Return what a request asks for. What is printed looks the same to every reader."""
    reader = reader_of(request)
    look = () if is_printed else (reader.theme, reader.text)
    language = get_language() or ""
    return Asked(request.scheme or "", request.get_host(), request.path, language, query.urlencode(), look)
