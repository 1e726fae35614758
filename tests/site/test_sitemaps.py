"""What search engines are told."""

from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from association.site import sitemaps
from core.models import Record
from core.records.kinds import Kind
from core.records.operations import register_record, withdraw_record
from members.operations import save_country
from tests.factories import site as make

# What is shown is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HERE = "http://testserver"


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)


def parts(client: Client) -> list[str]:
    index = read(client, "/sitemap.xml")
    return [loc.text.removeprefix(HERE) for loc in index.findall("s:sitemap/s:loc", NAMES)]


def entries(client: Client) -> dict[str, dict[str, str]]:
    """Every address, with its alternates by language."""
    found: dict[str, dict[str, str]] = {}
    for part in parts(client):
        for url in read(client, part).findall("s:url", NAMES):
            links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
            address = url.findtext("s:loc", namespaces=NAMES)
            assert address not in found
            found[address] = links
    return found


def a_record(number: int) -> Record:
    return register_record(
        key=f"topic-{number}",
        kind=Kind.TOPIC,
        slug=f"topic-{number}",
        language="en",
        titles={"en": f"Topic {number}"},
        address=lambda language: f"/{language}/library/topics/topic-{number}/",
        by=None,
    )


def test_names_every_page_in_every_language(client: Client, both: Any) -> None:
    make.translated(make.a_standard_page(both, "about"))
    save_country(
        iso2="AZ", names={"en": "Azerbaijan"}, roles=[], source_keys=[make.a_source("press").record.key], by=None
    )
    found = entries(client)
    for address in ("", "news/", "about/", "sources/press/", "countries/azerbaijan/", "sitemap/", "terms/", "api/"):
        assert found[f"{HERE}/en/{address}"] == {
            "en": f"{HERE}/en/{address}",
            "az": f"{HERE}/az/{address}",
            "x-default": f"{HERE}/en/{address}",
        }
        assert f"{HERE}/az/{address}" in found


def test_names_a_page_only_in_the_languages_it_has(client: Client, both: Any) -> None:
    make.a_standard_page(both, "about")
    found = entries(client)
    assert set(found[f"{HERE}/en/about/"]) == {"en", "x-default"}
    assert f"{HERE}/az/about/" not in found


def test_leaves_out_what_is_hidden_withdrawn_or_without_a_page(client: Client, home: Any) -> None:
    hidden, gone, _shown = (make.a_standard_page(home, slug) for slug in ("about", "privacy", "contact"))
    make.hide(hidden.record)
    withdraw_record(record=gone.record, on=date(2026, 1, 1), reason="a test", by=None)
    register_record(
        key="term-a",
        kind=Kind.TERM,
        slug="term-a",
        language="en",
        titles={"en": "A term"},
        address=lambda language: f"/{language}/terms/#term-a",
        by=None,
    )
    found = entries(client)
    assert f"{HERE}/en/contact/" in found
    assert [address for address in found if "about" in address or "privacy" in address or "#" in address] == []


def test_says_when_a_page_changed(client: Client, home: Any) -> None:
    part = read(client, parts(client)[1])
    dates = {url.findtext("s:loc", namespaces=NAMES): url.findtext("s:lastmod", namespaces=NAMES) for url in part}
    home.record.refresh_from_db()
    assert datetime.fromisoformat(dates[f"{HERE}/en/"]) == home.record.changed_at


def test_is_cut_into_parts_that_each_take_the_same_queries(
    client: Client, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 40)
    for number in range(35):
        a_record(number)
    assert len(parts(client)) >= 4
    counts = set()
    for part in parts(client)[1:]:
        with CaptureQueriesContext(connection) as made:
            assert len(read(client, part)) <= 40
        counts.add(len(made))
    assert len(counts) == 1
    assert sum("topics/topic-" in address for address in entries(client)) == 70


@pytest.mark.parametrize("name", ["99", "x", "-1", "²", "9" * 30])
def test_no_part_of_another_name(client: Client, home: Any, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_robots_stay_out_where_the_site_is_not_for_readers(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().split("\n")[1] == "Disallow: /"


@override_settings(DEVELOPMENT=False)
def test_robots_find_the_sitemap_and_not_the_editors(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().split("\n")
    assert "Disallow: /admin/" in lines
    assert "Disallow: /" not in lines
    assert f"Sitemap: {HERE}/sitemap.xml" in lines
