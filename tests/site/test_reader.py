"""What a public page sends beside its text: no cookie, compressed, cacheable; and what a reader may keep."""

from typing import Any

import pytest
from django.test import Client

from core.reader import COOKIE
from tests.factories import site as make

# What is shown is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


class TestPreferences:
    def choose(self, client: Client, **fields: str) -> Any:
        return client.post("/preferences/", {"theme": "dark", "text": "large", "next": "/en/", **fields})

    def test_are_kept_and_shown(self, client: Client, home: Any) -> None:
        answer = self.choose(client)
        assert (answer.status_code, answer["Location"]) == (303, "/en/")
        page = client.get("/en/").content.decode()
        assert 'data-theme="dark"' in page
        assert 'data-text="large"' in page

    def test_need_no_token(self, home: Any) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert self.choose(strict).status_code == 303

    def test_the_pressed_button_comes_last_and_wins(self, client: Client) -> None:
        form = "theme=auto&text=normal&next=/en/&theme=light"
        client.post("/preferences/", form, "application/x-www-form-urlencoded")
        assert client.cookies[COOKIE].value == "light.normal"

    def test_the_usual_look_needs_no_cookie(self, client: Client) -> None:
        self.choose(client)
        self.choose(client, theme="auto", text="normal")
        assert client.cookies[COOKIE].value == ""

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "http:///example.org", ""],
    )
    def test_lead_nowhere_else(self, client: Client, elsewhere: str) -> None:
        assert self.choose(client, next=elsewhere)["Location"] == "/"

    def test_the_query_of_a_list_is_kept(self, client: Client) -> None:
        assert self.choose(client, next="/en/news/?year=2019&page=2")["Location"] == "/en/news/?year=2019&page=2"

    @pytest.mark.parametrize(("theme", "text"), [("pink", "large"), ("dark", "huge")])
    def test_what_is_not_known_is_not_kept(self, client: Client, theme: str, text: str) -> None:
        assert not self.choose(client, theme=theme, text=text).cookies

    def test_a_forged_cookie_counts_as_none(self, client: Client, home: Any) -> None:
        client.cookies[COOKIE] = '"><script>.large'
        page = client.get("/en/").content.decode()
        assert "data-theme" not in page
        assert 'data-text="large"' in page

    def test_the_cookie_is_for_the_server_alone(self, client: Client) -> None:
        kept = self.choose(client).cookies[COOKIE]
        assert kept["httponly"]
        assert kept["samesite"] == "Lax"


PUBLIC = [
    "/en/",
    "/en/news/",
    "/en/news/item/",
    "/en/about/",
    "/en/sitemap/",
    "/en/nothing/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemaps/lists.xml",
]


@pytest.fixture
def site(home: Any) -> Any:
    make.a_news_item(make.news_index(), "item", on="2019-12-24")
    make.a_standard_page(home)
    return home


@pytest.mark.parametrize("address", PUBLIC)
def test_no_public_page_sets_a_cookie(client: Client, site: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {200, 404}
    assert not answer.cookies


@pytest.mark.parametrize("address", PUBLIC[:5])
def test_pages_are_compressed_and_answer_304(client: Client, site: Any, address: str) -> None:
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", PUBLIC[:6])
def test_caches_know_on_what_a_page_depends(client: Client, site: Any, address: str) -> None:
    varies = {name.strip() for name in client.get(address, headers={"Accept-Encoding": "gzip"})["Vary"].split(",")}
    # The language stands in the address, so what the browser prefers changes nothing.
    assert varies == {"Cookie", "Accept-Encoding"}


def test_a_page_changes_with_its_reader(client: Client, site: Any) -> None:
    plain = client.get("/en/")
    client.cookies[COOKIE] = "dark.normal"
    assert client.get("/en/", headers={"If-None-Match": plain["ETag"]}).status_code == 200


def test_the_front_door_leads_to_the_readers_language(client: Client, site: Any) -> None:
    answer = client.get("/", headers={"Accept-Language": "az,en;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, "/az/")
    assert "Accept-Language" in answer["Vary"]
    assert client.get("/", headers={"Accept-Language": "ar"})["Location"] == "/en/"
