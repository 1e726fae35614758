"""The texts of the site's own pages, as they are kept in the record."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.urls import resolve

pytestmark = pytest.mark.sqlite

Entry = dict[str, Any]


def entries(name: str) -> dict[str, Entry]:
    return {entry["id"]: entry for entry in yaml.safe_load((settings.RECORD_DIR / name).read_text())}


PAGES, AZERBAIJANI = entries("pages.yaml"), entries("texts/az/pages.yaml")
TEXTS = {"title", "statement", "standfirst", "about", "body"}
SOURCES = {entry["id"] for entry in yaml.safe_load((settings.RECORD_DIR / "sources.yaml").read_text())}


def links(entry: Entry) -> list[str]:
    return re.findall(r"\]\((/[^)]+)\)", entry.get("body", "") + entry.get("about", ""))


def shape(text: str) -> list[str]:
    """Headings and list items, by their first letters."""
    return re.findall(r"^(?:##|-) ", text, re.M)


@pytest.mark.parametrize("key", PAGES)
def test_every_text_is_translated_in_the_same_shape(key: str) -> None:
    page, translation = PAGES[key], AZERBAIJANI[key]
    assert set(page) & TEXTS == set(translation) - {"id"}
    for field in set(page) & TEXTS:
        assert shape(page[field]) == shape(translation[field])
        assert page[field] != translation[field]


@pytest.mark.parametrize("key", PAGES)
def test_links_stay_in_their_language_and_lead_somewhere(key: str) -> None:
    for language, entry in (("en", PAGES[key]), ("az", AZERBAIJANI[key])):
        local = [link for link in links(entry) if not link.startswith("/api/")]
        assert [link for link in local if not link.startswith(f"/{language}/")] == []
        for link in local:
            assert resolve(f"/en{link[3:]}").url_name not in {None, "wagtail_serve"}
    assert [link[3:] for link in links(PAGES[key])] == [link[3:] for link in links(AZERBAIJANI[key])]


@pytest.mark.parametrize("key", PAGES)
def test_sources_are_known(key: str) -> None:
    assert set(PAGES[key]["sources"]) <= SOURCES
