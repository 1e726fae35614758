"""Pages as they are kept. A store that is away, full or holds something else costs time and nothing more."""

from __future__ import annotations

import gzip
import hashlib
import logging
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.http import http_date
from django.utils.text import compress_string

from core.middleware import TEXT

STORE = "pages"
A_DAY = 24 * 3600
# So long may a page be kept that shows what no generation tells of.
A_MOMENT = 60
# Of two pages made in the same second, in different processes, one may be older than a change between them. Later the
# older one is known to be so: only then may its moment be named.
SETTLED = 60
LARGEST = 2 * 1024 * 1024
# Shorter ones are not compressed, as the middleware that compresses all others has it.
SMALLEST = 200
# The log says once in so many seconds that the store is away.
SAID_EVERY = 60

logger = logging.getLogger(__name__)
_said: dict[str, float] = {"at": float("-inf")}


@dataclass(frozen=True)
class KeptPage:
    """A page with the generations of what it shows, as they were before it was made and after.

    ``content`` is compressed where ``is_compressed`` says so: whoever does not take that has it unpacked.
    """

    content: bytes
    is_compressed: bool
    headers: dict[str, str]
    generations: dict[str, int]
    names: frozenset[str]
    etag: str
    made_at: float

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, compressed already where the browser takes that."""
        if not self.is_compressed:
            response = HttpResponse(self.content, headers=self.headers)
            response["ETag"] = self.etag
        elif re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response = HttpResponse(self.content, headers={**self.headers, "Content-Encoding": "gzip"})
            response["ETag"] = f"W/{self.etag}"  # as the middleware that compresses says of its own
        else:
            response = HttpResponse(gzip.decompress(self.content), headers=self.headers)
            response["ETag"] = self.etag
        if time.time() - self.made_at >= SETTLED:
            response["Last-Modified"] = http_date(self.made_at)
        return response


def kept(response: HttpResponse, names: set[str], generations: dict[str, int]) -> KeptPage:
    """Return an answer as it is kept."""
    is_compressed = _is_compressed(response)
    return KeptPage(
        content=compress_string(response.content) if is_compressed else response.content,
        is_compressed=is_compressed,
        headers=dict(response.items()),
        generations=generations,
        names=frozenset(names),
        etag=f'"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        made_at=time.time(),
    )


def _is_compressed(response: HttpResponse) -> bool:
    """Text is, as the middleware has it that compresses all others."""
    return len(response.content) >= SMALLEST and bool(TEXT.match(response.get("Content-Type", "")))


def is_on() -> bool:
    """Whether pages are kept at all."""
    return not settings.CACHES[STORE]["BACKEND"].endswith("DummyCache")


def find(key: str) -> KeptPage | None:
    """Return the page of this key, however old."""
    try:
        found = caches[STORE].get(key)
    except Exception as error:  # whatever a store, or bytes that were damaged, may raise
        _say(error)
        return None
    return found if isinstance(found, KeptPage) else None


def keep(key: str, page: KeptPage, seconds: int) -> None:
    """Keep the page in the place of any other of this key, for so long."""
    if len(page.content) > LARGEST:
        return
    try:
        caches[STORE].set(key, page, seconds)
    except Exception as error:  # see above
        _say(error)


def _say(error: Any) -> None:
    now = time.monotonic()
    if now - _said["at"] >= SAID_EVERY:
        _said["at"] = now
        logger.warning("Pages are not kept: %s: %s", type(error).__name__, error)
