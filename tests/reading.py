"""What tests of readers' pages ask of an answer."""

import html
import re
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Values that a list must neither fail on nor believe.
HOSTILE = [
    "0",
    "-1",
    "9" * 40,
    "²",
    "x' OR 1=1 --",
    "<script>",
    "a\x00b",
    "\u202eevil",
    "😀",
    "ə" * 500,
    "a_b_c_d_e",
]


def words(answer: Any, status: int = 200) -> str:
    """The page, of an answer with this status."""
    assert answer.status_code == status, (answer.status_code, answer.content[:2000])
    return html.unescape(answer.content.decode())


def main_of(page: str) -> str:
    """What stands between the frames of a page."""
    return page.split("<main")[1].split("</main>")[0]


def titles(page: str) -> list[str]:
    """The linked titles of the entries of a page, in order, without markup."""
    found = re.findall(r"<h3><a href=[^>]+>(.*?)</a></h3>", page)
    return [re.sub(r"<[^>]+>", "", title) for title in found]


def section(page: str, anchor: str) -> str:
    """The section of a page whose heading has this anchor."""
    return page.split(f'aria-labelledby="{anchor}"')[1].split("</section>")[0]


def queries(client: Client, address: str) -> int:
    """How many queries a page takes when nothing of it is kept."""
    client.get(address)  # what Django keeps of the site itself
    cache.clear()
    with CaptureQueriesContext(connection) as made:
        words(client.get(address))
    return len(made)
