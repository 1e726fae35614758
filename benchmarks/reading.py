"""A reader who asks the site for pages, through everything that stands between the web server and a view."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from benchmarks import urls

_site = WSGIHandler()
# As the web server does, see association/wsgi.py.
gc.collect()
gc.freeze()
_browser = RequestFactory(headers={"Accept": "text/html", "Accept-Encoding": "gzip"})


def read(address: str, *, cookie: str = "") -> bytes:
    """Return what the site sends for an address, compressed as for a browser; anything but a page is an error."""
    headers = {"Cookie": cookie} if cookie else {}
    response: Any = _site(_browser.get(address, headers=headers).environ, _start)
    sent = b"".join(response)
    response.close()  # as the web server does; the connection to the database ends with it
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return sent


def _start(*told: Any) -> Callable[[bytes], object]:
    """Take status and headers, as the web server does."""
    return lambda written: None


def say(content: bytes) -> None:
    """Let the bare view answer with this."""
    urls.said[0] = content
