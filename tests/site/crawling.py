"""Going through the running site as a reader with much time does: every link, in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from urllib.request import Request, urlopen

from lxml import html

AT_ONCE = 4
# Lists in other orders and under filters show what is shown elsewhere.
FOLLOWED_PARAMETERS = {"page", "gaps", "figures", "records", "adoptions", "claims", "year"}
NO_PAGES = ("/admin/", "/api/", "/static/", "/media/", "/documents/", "/preferences/", "/styleguide/")


@dataclass(frozen=True)
class Visited:
    """A page that was read; ``address`` is where it was found after being led there."""

    asked: str
    address: str
    status: int
    content: bytes
    request_id: str = ""

    @cached_property
    def tree(self) -> html.HtmlElement:
        """Its elements."""
        return html.document_fromstring(self.content.decode())

    @property
    def links(self) -> Iterator[str]:
        """The whole addresses that it leads to, without anchors; what is no page, as a feed, leads nowhere.

        No machine is to follow what makes files and comparisons of lists: tests of their own read these.
        """
        if b"<main" not in self.content:
            return
        for href in self.tree.xpath("//a[not(contains(@rel, 'nofollow'))]/@href"):
            yield urldefrag(urljoin(self.address, href)).url


def crawl(site: str, starts: Iterable[str]) -> dict[str, Visited]:
    """Every page of ``site`` that can be reached from these paths, by the address it was asked for."""
    found: dict[str, Visited] = {}
    waiting = {site + path for path in starts}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting:
            pages = list(pool.map(visit, sorted(waiting)))
            found |= {page.asked: page for page in pages}
            led_to = {link for page in pages if page.status == 200 for link in page.links if _is_followed(site, link)}
            waiting = led_to - found.keys()
    return found


def visit(address: str) -> Visited:
    """Read a page as a reader who is led on; an error is an answer too."""
    request = Request(address, headers={"Accept-Language": "en"})
    try:
        with urlopen(request, timeout=60) as answer:
            return Visited(address, answer.url, answer.status, answer.read(), answer.headers["X-Request-ID"])
    except HTTPError as error:
        return Visited(address, address, error.code, error.read(), error.headers["X-Request-ID"])


def _is_followed(site: str, link: str) -> bool:
    parts = urlsplit(link)
    return (
        link.startswith(f"{site}/")
        and not parts.path.startswith(NO_PAGES)
        and not parts.path.endswith(".pdf")
        and {name for name, _value in parse_qsl(parts.query)} <= FOLLOWED_PARAMETERS
    )
