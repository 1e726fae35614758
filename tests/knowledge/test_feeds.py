"""Lists as feeds: the newest of what an address asks for, and nothing that the list would not show."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from core.feeds import MOST_ENTRIES
from core.models import Record
from core.records.operations import withdraw_record
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.reading import HOSTILE, words
from tests.search.shelf import fill, searching

# What is shown is the same on every database.
pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LISTS = {
    "library": "/en/library/",
    "topic": "/en/library/topics/one-stop/",
    "service type": "/en/library/services/notary/",
    "goal": "/en/library/goals/sdg-16/",
    "country": "/en/library/countries/azerbaijan/",
    "news": "/en/news/",
}


@pytest.fixture
def shelf(world: World, engine: None) -> World:
    """Three practices, of which the last is the newest, and an item of news."""
    make_site.a_news_item(make_site.news_index(), "opening", title="A centre opens", on="2024-05")
    for number, slug in enumerate(["first", "second", "third"]):
        page = world.practice(
            slug,
            title=f"The {slug} & best",
            summary=f"What the {slug} does, <br> & why.",
            institution=world.agency,
            service_types=[world.notary],
            goals=[world.peace],
        )
        if slug == "third":
            make_site.translated(page, title="Üçüncü")
        Record.objects.filter(pk=page.record_id).update(listed_at=datetime(2026, 1, 14 + number, tzinfo=UTC))
    return world


def atom(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(feed: Any) -> list[str]:
    return feed.xpath("a:entry/a:title/text()", namespaces=ATOM)


def test_the_library_is_a_feed_in_two_formats(client: Client, shelf: World) -> None:
    feed = atom(client, "/en/library/feed.atom")
    assert titles(feed) == ["The third & best", "The second & best", "The first & best"]
    assert feed.get(XML_LANG) == "en"
    for name in ("title", "id", "updated", "author"):
        assert len(feed.findall(f"a:{name}", ATOM)) == 1, name
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "alternate": "http://testserver/en/library/",
        "self": "http://testserver/en/library/feed.atom",
    }
    entry = feed.find("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == "http://testserver/id/practice-third"
    assert entry.findtext("a:published", namespaces=ATOM).startswith("2026-01-16T00:00:00")
    summary = entry.find("a:summary", ATOM)
    assert summary.get("type") == "html"
    assert html.fromstring(f"<p>{summary.text}</p>").text_content() == "What the third does, <br> & why."
    response = client.get("/en/library/feed.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    read = json.loads(response.content)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["feed_url"] == "http://testserver/en/library/feed.json"
    assert [item["title"] for item in read["items"]] == titles(feed)
    first = read["items"][0]
    assert (first["id"], first["url"]) == (
        "http://testserver/id/practice-third",
        "http://testserver/en/library/practices/third/",
    )
    assert first["content_text"] == "What the third does, <br> & why."
    assert first["date_published"] == "2026-01-16T00:00:00+00:00"


def test_an_entry_is_the_same_in_every_language_and_says_which_it_speaks(client: Client, shelf: World) -> None:
    feed = atom(client, "/az/library/feed.atom")
    assert feed.get(XML_LANG) == "az"
    entries = feed.findall("a:entry", ATOM)
    assert [entry.get(XML_LANG) for entry in entries] == ["az", "en", "en"]
    assert entries[0].findtext("a:title", namespaces=ATOM) == "Üçüncü"
    assert entries[0].findtext("a:id", namespaces=ATOM) == "http://testserver/id/practice-third"


@pytest.mark.parametrize("which", LISTS)
def test_every_list_names_its_feeds_and_they_hold_what_it_shows(client: Client, shelf: World, which: str) -> None:
    page = words(client.get(LISTS[which]))
    for ending, kind in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        address = f"{LISTS[which]}feed.{ending}"
        assert page.count(f'href="{address}"') == 2
        assert f'<link rel="alternate" type="{kind}"' in page
        assert client.get(address).status_code == 200
    found = titles(atom(client, f"{LISTS[which]}feed.atom"))
    assert found == (
        ["A centre opens"] if which == "news" else [f"The {n} & best" for n in ("third", "second", "first")]
    )


def test_filters_and_words_of_the_list_are_those_of_the_feed(client: Client, shelf: World) -> None:
    shelf.practice("kenyan", title="Kenyan", country=shelf.kenya)
    fill()
    page = words(client.get("/en/library/?country=kenya&sort=title&page=1"))
    assert 'href="/en/library/feed.atom?country=kenya"' in page
    feed = atom(client, "/en/library/feed.atom?country=kenya")
    assert titles(feed) == ["Kenyan"]
    assert feed.findtext("a:title", namespaces=ATOM) == "Library of practices: Country: Kenya"
    assert titles(atom(client, "/en/library/feed.atom?q=second")) == ["The second & best"]
    assert titles(atom(client, "/en/search/feed.atom?q=second")) == ["The second & best"]
    assert titles(atom(client, "/en/search/feed.atom?q=opens&kind=news")) == ["A centre opens"]
    assert titles(atom(client, "/en/news/feed.atom?year=2024")) == ["A centre opens"]
    assert titles(atom(client, "/en/news/feed.atom?year=2019")) == []
    assert client.get("/en/news/feed.atom?year=abc").status_code == 404


def test_what_is_not_for_the_reader_is_in_no_feed(client: Client, shelf: World) -> None:
    fill()
    hidden, gone = (Record.objects.get(key=f"practice-{slug}") for slug in ("first", "second"))
    make_site.hide(hidden)
    withdraw_record(record=gone, on=date(2026, 2, 1), reason="It was wrong.", by=None)
    for address in ("/en/library/", "/en/library/topics/one-stop/", "/en/library/countries/azerbaijan/"):
        assert titles(atom(client, f"{address}feed.atom")) == ["The third & best"]
    assert titles(atom(client, "/en/search/feed.atom?q=best")) == ["The third & best"]
    make_site.hide(shelf.one_stop.record)
    hidden_topic = client.get("/en/library/topics/one-stop/feed.atom")
    unknown = client.get("/en/library/topics/nothing/feed.atom")
    assert (hidden_topic.status_code, unknown.status_code) == (404, 404)
    withdraw_record(record=shelf.azerbaijan.record, on=date(2026, 2, 1), reason="It was wrong.", by=None)
    assert client.get("/en/library/countries/azerbaijan/feed.json").status_code == 410


@pytest.mark.parametrize("ending", ["atom", "json"])
def test_who_has_it_already_is_told_so(client: Client, shelf: World, ending: str) -> None:
    first = client.get(f"/en/library/feed.{ending}")
    again = client.get(f"/en/library/feed.{ending}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    shelf.practice("fourth", title="The fourth")
    assert client.get(f"/en/library/feed.{ending}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_without_entries_does_not_change(client: Client, world: World) -> None:
    first = client.get("/en/library/feed.atom?topic=trust")
    assert titles(etree.fromstring(first.content)) == []
    assert client.get("/en/library/feed.atom?topic=trust").content == first.content


@pytest.mark.parametrize("address", ["/en/library/feed.rss", "/en/library/feed.", "/en/feed.atom"])
def test_other_endings_are_not_there(client: Client, world: World, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("ending", ["atom", "json"])
def test_believes_nothing(client: Client, shelf: World, ending: str, value: str) -> None:
    fill()
    for address in ("/en/library/", "/en/search/"):
        response = client.get(f"{address}feed.{ending}?q={quote(value, safe='%')}&topic={quote(value, safe='%')}")
        assert response.status_code == 200
        if ending == "atom":
            etree.fromstring(response.content)
        else:
            json.loads(response.content)


def test_while_the_search_does_not_answer_no_empty_feed_is_given(client: Client, shelf: World, tmp_path: Path) -> None:
    with searching(tmp_path / "away"):
        away = client.get("/en/search/feed.atom?q=second")
        assert (away.status_code, away["Retry-After"]) == (503, "60")
        assert titles(atom(client, "/en/library/feed.atom?q=second")) == ["The second & best"]


def test_a_feed_is_bounded_and_takes_the_same_queries_however_long_the_list(client: Client, world: World) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            client.get("/en/library/feed.atom")
        return len(made)

    world.practice("one")
    world.practice("two")
    client.get("/en/library/feed.atom")
    few = queries()
    for number in range(MOST_ENTRIES):
        page = world.practice(f"more-{number}")
        listed = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
        Record.objects.filter(pk=page.record_id).update(listed_at=listed)
    assert queries() == few
    assert len(titles(atom(client, "/en/library/feed.atom"))) == MOST_ENTRIES
