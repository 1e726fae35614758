"""What a page tells machines about itself."""

import json
import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from core.context import interface
from core.templatetags.structured_data import description_of
from tests.factories import site as make

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite


def head_of(context: dict[str, Any], address: str = "/en/library/") -> str:
    request = RequestFactory().get(address)
    given = {"request": request, "ui": interface(request), **context}
    return Template('{% include "components/structured_data.html" %}').render(Context(given))


def graph(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(found) == 1
    said = json.loads(found[0])
    assert said["@context"] == "https://schema.org"
    return said["@graph"]


def test_nothing_in_a_text_ends_the_element() -> None:
    page = head_of({"meta_title": "</script><script>alert(1)</script>&"})
    assert graph(page)[0]["name"] == "</script><script>alert(1)</script>&"
    assert "alert(1)</script><" not in page
    assert 'content="&lt;/script&gt;' in page


def test_names_place_and_kind() -> None:
    crumbs = [{"name": "Front page", "url": "/en/"}, {"name": "Library", "url": "/en/library/"}]
    kind, trail = graph(head_of({"crumbs": crumbs, "title": "A topic", "json_ld": {"@type": "DefinedTerm"}}))
    assert (kind["@type"], kind["name"], kind["inLanguage"]) == ("DefinedTerm", "A topic", "en")
    assert [item.get("item") for item in trail["itemListElement"]] == [
        "http://testserver/en/",
        "http://testserver/en/library/",
        None,
    ]
    assert [item["position"] for item in trail["itemListElement"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/library/?topic=a&sort=new", "/en/library/"),
        ("/en/library/?topic=a&page=3", "/en/library/?page=3"),
        ("/en/library/?page=1", "/en/library/"),
        ("/en/library/?page=%22%3E", "/en/library/"),
    ],
)
def test_a_list_has_one_address_however_it_is_filtered(address: str, canonical: str) -> None:
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in head_of({}, address)


def test_says_nothing_outside_the_site() -> None:
    assert Template('{% include "components/structured_data.html" %}').render(Context({})).strip() == ""


def test_a_description_is_one_short_line_of_text() -> None:
    assert description_of("<p>One\n  line</p>") == "One line"
    assert len(description_of("word " * 100)) <= 200


@pytest.mark.django_db
class TestPages:
    def test_home_is_the_site(self, client: Client, home: Any) -> None:
        page = client.get("/en/").content.decode()
        assert graph(page)[0]["@type"] == "WebSite"
        assert "<title>ASAN International Association</title>" in page
        assert '<meta name="description" content="Practices and their sources.">' in page
        assert '<meta property="og:image" content="http://testserver/static/img/card.png">' in page

    def test_news_is_an_article_with_its_sources(self, client: Client, home: Any) -> None:
        source = make.a_source("press", title="A press release")
        make.a_news_item(make.news_index(), "experts", title="Experts meet", on="2019", sources=[source])
        page = client.get("/en/news/experts/").content.decode()
        article, trail = graph(page)
        assert article["@type"] == "Article"
        assert article["citation"] == ["A press release"]
        assert [item["name"] for item in trail["itemListElement"]] == ["Front page", "News", "Experts meet"]
        assert '<meta property="og:type" content="article">' in page
        assert '<meta property="og:title" content="Experts meet">' in page
