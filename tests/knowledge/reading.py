"""Pages as a reader sees them: words without markup, links, numbers of queries."""

import re
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def page(client: Client, address: str) -> str:
    """The page at an address, as markup."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def words(markup: str) -> str:
    """What is read of a piece of markup."""
    body = markup.split("<main", 1)[-1]
    body = re.sub(r"<(script|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def titles(markup: str) -> list[str]:
    """The linked titles of a list, in order."""
    return [words(found) for found in re.findall(r"<h3>\s*<a href=[^>]+>(.*?)</a>", markup, flags=re.DOTALL)]


def count(markup: str, name: str, value: str) -> str:
    """The number beside a value of a filter."""
    option = markup.split(f'type="checkbox" name="{name}" value="{value}"')[1].split("</label>")[0]
    return words(option).split()[-1]


def section(markup: str, anchor: str) -> str:
    """What stands from the heading with this id to the next heading of the same rank."""
    return re.split(r"<h2\b", markup.split(f'id="{anchor}"', 1)[1])[0]


def queries(client: Client, address: str, *, status: int = 200) -> int:
    """How many queries a page takes that was not asked for before."""
    with CaptureQueriesContext(connection) as made:
        response = client.get(address)
    assert response.status_code == status
    return len(made)


def links(markup: str) -> list[str]:
    """Every address linked to."""
    return [unescape(found) for found in re.findall(r'<a [^>]*href="([^"]+)"', markup)]


def similar(markup: str) -> list[str]:
    """What stands under the heading of practices like the one of the page."""
    _before, heading, found = markup.partition("Similar practices</h2>")
    if not heading:
        _before, heading, found = markup.partition("Oxşar təcrübələr</h2>")
    return [words(item) for item in found.split("</ul>")[0].split("<li>")[1:]]
