"""Every fact of the whole record leads to its source, every source back to what rests on it, and no link is broken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import html

from tests.house.site import RunningSite
from tests.site.crawling import Visited, crawl

# What pages say does not depend on the database, and a thousand pages take two minutes: one worker reads them.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("crawl")]

LANGUAGES = ["en", "az"]
# Dates that are no facts of the record: of a source in the list of sources, and of the site itself.
DATES_OF_THEIR_OWN = {"refs", "own"}
Pages = dict[str, Visited]


@pytest.fixture(scope="module")
def pages(running_site: RunningSite) -> Pages:
    return crawl(running_site.url, [f"/{language}/" for language in LANGUAGES])


def read(pages: Pages) -> Iterator[Visited]:
    """The pages, each once, though several addresses lead there."""
    return iter({page.address: page for page in pages.values() if b"<main" in page.content}.values())


def classes(element: html.HtmlElement) -> set[str]:
    return {name for other in [element, *element.iterancestors()] for name in (other.get("class") or "").split()}


def facts(page: Visited) -> list[html.HtmlElement]:
    return page.tree.xpath("//main//*[contains(concat(' ', @class, ' '), ' fact ')]")


def path(address: str) -> str:
    return urlsplit(address).path


def leads_to_a_source(page: Visited, element: html.HtmlElement) -> bool:
    """By a sign that is a link to its page, or by a number of the list at the foot of this page."""
    for href in element.xpath(".//a/@href"):
        if "/sources/" in href:
            return True
        if href.startswith("#source-"):
            entry = page.tree.get_element_by_id(href[1:], None)
            return entry is not None and any("/sources/" in link for link in entry.xpath(".//a/@href"))
    return False


def test_the_record_is_there_and_every_link_leads_somewhere(pages: Pages) -> None:
    assert {page.asked: page.status for page in pages.values() if page.status != 200} == {}
    for language in LANGUAGES:
        found = {path(page.address) for page in read(pages)}
        practices = re.compile(rf"/{language}/library/practices/[^/]+/")
        assert len([one for one in found if practices.fullmatch(one)]) == 28
        assert len([one for one in found if one.startswith(f"/{language}/sources/")]) == 227 + 1


def test_every_fact_leads_to_its_source(pages: Pages) -> None:
    found = [(page, element) for page in read(pages) for element in facts(page)]
    assert len(found) > 1_000
    assert [(p.address, e.text_content()[:80]) for p, e in found if not leads_to_a_source(p, e)] == []


def test_every_date_stands_in_a_fact_or_is_of_the_source_itself(pages: Pages) -> None:
    for page in read(pages):
        for date in page.tree.xpath("//main//time"):
            around = classes(date)
            if "fact" in around or around & DATES_OF_THEIR_OWN:
                continue
            tally = date.xpath("ancestor::div[1]")
            assert "tally" in around, (page.address, date.text_content())
            assert leads_to_a_source(page, tally[0]), (page.address, date.text_content())


def test_every_source_leads_back_to_what_rests_on_it(pages: Pages) -> None:
    """To the page that names it, or to the neighbour whose fact that page shows: an adoption, a contradiction."""
    links: dict[str, set[str]] = defaultdict(set)
    for page in read(pages):
        links[path(page.address)] |= {path(link) for link in records_in(page)}
    missing = []
    for page in read(pages):
        here = path(page.address)
        if "/sources/" in here:
            continue
        for source in page.tree.xpath("//ol[contains(@class, 'refs')]//a/@href"):
            if "/sources/" in source and not links[path(source)] & ({here} | links[here]):
                missing.append((here, source))
    assert missing == []


def records_in(page: Visited) -> list[str]:
    """What the page leads to between its frames, but for sources and lists."""
    found = page.tree.xpath("//main//a[not(ancestor::nav)]/@href")
    return [href for href in found if href.startswith("/") and "/sources/" not in href and href.count("/") > 3]
