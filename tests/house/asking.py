"""Asking a running site over HTTP: every answer as it is, redirects and errors included."""

import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from email.message import Message

from tests.house.site import RunningSite

Answer = tuple[int, Message, bytes]
# As many as the site has threads.
AT_ONCE = 4


class NotModified(urllib.request.HTTPErrorProcessor):
    """Hands back every answer as it is, 304 and 404 included."""

    def http_response(self, request, response):
        return response


def ask(site: RunningSite, path: str, **headers: str) -> Answer:
    request = urllib.request.Request(site.url + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    with urllib.request.build_opener(NotModified).open(request, timeout=30) as response:
        return response.status, response.headers, response.read()


def ask_all(site: RunningSite, paths: Iterable[str]) -> dict[str, Answer]:
    """The answer of each address, asked a few at a time."""
    wanted = list(paths)
    with ThreadPoolExecutor(AT_ONCE) as asking:
        return dict(zip(wanted, asking.map(lambda path: ask(site, path), wanted), strict=True))
