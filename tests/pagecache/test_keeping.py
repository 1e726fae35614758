"""What is kept, for whom, under which address, and how browsers and proxies are told."""

from __future__ import annotations

import gzip
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from core.generations.noting import shows
from core.pagecache import early, entries, kept_page
from core.pagecache.addresses import Asked
from core.records.operations import register_record, set_audience, touch
from knowledge.models import PracticePage
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.pagecache.conftest import Ask, is_kept, queries_of
from tests.pagecache.world import World
from tests.signing_in import let_in

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db,
    # Wagtail leaves the file open in which it makes a rendition.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
PRACTICE = "/en/library/practices/asan/"
OTHER = "/en/library/practices/huduma/"
LIBRARY = "/en/library/"


@pytest.fixture(autouse=True)
def nothing_is_kept_before(world: World) -> None:
    caches["pages"].clear()


class TestWhatIsPurged:
    PAGES = (
        PRACTICE,
        OTHER,
        LIBRARY,
        "/en/countries/kenya/",
        "/en/countries/azerbaijan/",
        "/en/library/topics/one-stop/",
        "/en/library/topics/trust/",
        "/en/institutions/bureau/",
        "/en/about/",
        "/en/sources/source-only/",
        "/en/terms/",
    )

    def purged_by(self, record: Any) -> set[str]:
        """Which of the pages are not shown again after a change of a record."""
        for address in self.PAGES:
            Client().get(address)
            assert is_kept(address), address
        touch(record=record, by=None)
        return {address for address in self.PAGES if not is_kept(address)}

    def test_what_shows_a_practice_and_nothing_else(self, world: World) -> None:
        # On that of the other as one that is like it.
        shown_on = {
            PRACTICE,
            OTHER,
            LIBRARY,
            "/en/countries/kenya/",
            "/en/library/topics/trust/",
            "/en/institutions/bureau/",
        }
        assert self.purged_by(world.other.record) == shown_on

    def test_what_shows_a_term(self, world: World) -> None:
        assert self.purged_by(world.term.record) == {"/en/terms/"}

    def test_what_shows_a_source(self, world: World) -> None:
        assert self.purged_by(world.only.record) == {PRACTICE, "/en/sources/source-only/"}

    def test_a_plain_page(self, world: World) -> None:
        assert self.purged_by(world.about.record) == {"/en/about/"}


class TestWhoIsNobody:
    def test_a_reader_who_is_signed_in_has_her_own_page(self, world: World, client: Client, admin_user: Any) -> None:
        set_audience(record=world.other.record, tokens=["secretariat"], by=None)
        world.other.title = "Canary of the secretariat"
        site_make.publish(PracticePage.objects.get(pk=world.other.pk))
        let_in(client, admin_user)
        for _time in range(2):
            answer = client.get(LIBRARY)
            assert answer["Cache-Control"] == "no-cache, private"
        assert not any("Cookie" not in answer["Vary"] for answer in (client.get(LIBRARY), Client().get(LIBRARY)))
        assert len(caches["pages"]._cache) == 1  # that of the anonymous reader

    def test_what_is_restricted_is_never_kept(self, world: World, client: Client, django_user_model: Any) -> None:
        page = PracticePage.objects.get(pk=world.other.pk)
        page.title, page.summary = "Canarybird", "Canarybird sings."
        site_make.publish(page)
        set_audience(record=world.other.record, tokens=["secretariat"], by=None)
        reader = a_reader_of_the_secretariat(django_user_model)
        let_in(client, reader)
        for address in (OTHER, LIBRARY, "/en/countries/kenya/", "/en/library/topics/trust/", "/en/sitemap/"):
            assert client.get(address).status_code == 200, address
            Client().get(address)
            Client().get(address)
        assert b"Canarybird" in client.get(OTHER).content
        kept = b"".join(caches["pages"]._cache.values())
        assert kept
        assert b"Canarybird" not in kept
        assert Client().get(OTHER).status_code == 404

    def test_who_brings_a_key_is_somebody(self, ask: Ask) -> None:
        ask(LIBRARY)
        assert queries_of(LIBRARY, Authorization="Bearer x") > 1
        assert ask(LIBRARY, Authorization="Bearer x")["Cache-Control"] == "no-cache, private"

    @pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
    def test_who_brings_such_a_cookie_is_somebody(self, cookie: str, client: Client) -> None:
        client.cookies[cookie] = "anything"
        client.get(LIBRARY)
        assert not caches["pages"]._cache

    def test_a_message_is_for_one_reader(self, client: Client) -> None:
        storage = CookieStorage(RequestFactory().get("/"))
        client.cookies["messages"] = storage._encode([Message(constants.INFO, "For your eyes only")])
        client.get(LIBRARY)
        assert not caches["pages"]._cache

    def test_other_cookies_make_nobody_somebody(self, client: Client, ask: Ask) -> None:
        ask(LIBRARY)
        client.cookies["_ga"] = "1"
        with CaptureQueriesContext(connection) as asked:
            client.get(LIBRARY)
        assert len(asked) == 1

    def test_the_chosen_look_is_kept_apart(self, client: Client, ask: Ask) -> None:
        client.cookies["reader"] = "dark.large"
        assert b'data-theme="dark"' in client.get(LIBRARY).content
        assert b"data-theme" not in ask(LIBRARY).content
        assert b'data-theme="dark"' in client.get(LIBRARY).content

    def test_a_preview_is_not_kept(self, world: World, admin_user: Any) -> None:
        page = PracticePage.objects.get(pk=world.practice.pk)
        page.title = "Not yet published"
        assert b"Not yet published" in page.make_preview_request().content
        assert not caches["pages"]._cache


def a_reader_of_the_secretariat(model: Any) -> Any:
    """A user who carries the token; providers say who does."""
    return model.objects.create_superuser("office@example.org", name="Office")


class TestWhichAnswers:
    def answers(self, response: HttpResponse, *, method: str = "get", shown: bool = True) -> int:
        """How many pages are kept after a view answered so."""

        @kept_page()
        def view(request: Any) -> HttpResponse:
            if shown:
                shows(["record 1"])
            return response

        view(getattr(RequestFactory(), method)("/en/synthetic/"))
        return len(caches["pages"]._cache)

    def test_a_page_that_says_what_it_shows(self) -> None:
        assert self.answers(HttpResponse("text")) == 1

    def test_a_head_is_as_good(self) -> None:
        assert self.answers(HttpResponse("text"), method="head") == 1

    @pytest.mark.parametrize("address", ["/en/library/?page=7", "/en/news/?page=7", "/en/library/?country=no-such"])
    def test_not_what_there_is_not(self, ask: Ask, address: str) -> None:
        """Of such addresses there is no end, and they would drive out the others."""
        caches["pages"].clear()
        assert ask(address).status_code == 200
        assert not caches["pages"]._cache

    def test_not_one_that_says_nothing(self) -> None:
        assert self.answers(HttpResponse("text"), shown=False) == 0

    @pytest.mark.parametrize("method", ["post", "put", "options", "delete"])
    def test_not_what_is_no_reading(self, method: str) -> None:
        assert self.answers(HttpResponse("text"), method=method) == 0

    @pytest.mark.parametrize("status", [201, 301, 404, 410, 429, 500, 503])
    def test_not_what_is_no_page(self, status: int) -> None:
        assert self.answers(HttpResponse("text", status=status)) == 0

    @pytest.mark.parametrize("told", ["private", "no-store", "max-age=0, private"])
    def test_not_what_says_so(self, told: str) -> None:
        assert self.answers(HttpResponse("text", headers={"Cache-Control": told})) == 0

    def test_not_what_sets_a_cookie(self) -> None:
        response = HttpResponse("text")
        response.set_cookie("any", "thing")
        assert self.answers(response) == 0

    def test_not_what_changes_while_it_is_made(self, world: World) -> None:
        @kept_page()
        def view(request: Any) -> HttpResponse:
            shows([f"record {world.term.record.pk}"])
            touch(record=world.other.record, by=None)
            return HttpResponse("text")

        view(RequestFactory().get("/en/synthetic/"))
        assert not caches["pages"]._cache

    def test_what_a_head_asked_for_is_there_for_a_get(self, client: Client) -> None:
        client.head(LIBRARY)
        assert is_kept(LIBRARY)
        with CaptureQueriesContext(connection) as asked:
            assert client.head(LIBRARY).status_code == 200
        assert len(asked) == 1

    def test_an_unknown_practice_is_not_kept_and_appears_at_once(self, world: World, ask: Ask) -> None:
        address = "/en/library/practices/to-come/"
        assert ask(address).status_code == 404
        make.a_practice(world.library, "to-come")
        assert ask(address).status_code == 200


class TestEarly:
    """A page that was asked for before is answered before sessions, languages and accounts are."""

    @pytest.mark.parametrize(
        "address", [PRACTICE, LIBRARY, "/en/library/?sort=title&nonsense=1", f"{PRACTICE}cite.bib"]
    )
    def test_it_is_the_answer_that_passes_them_all(
        self, world: World, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader = Client(headers={"accept-encoding": "gzip"})
        reader.get(address)
        late = Client(headers={"accept-encoding": "gzip"}).get(address)  # kept, by a process that learnt nothing yet
        monkeypatch.setattr("core.pagecache.views._found_or_made", never_asked)
        soon = reader.get(address)
        assert soon.content == late.content
        assert told(soon) == told(late)

    def test_the_look_and_the_query_are_told_apart(self, world: World) -> None:
        reader = Client()
        plain = [reader.get(LIBRARY).content for _time in range(2)]
        sorted_ = [reader.get(f"{LIBRARY}?sort=title").content for _time in range(2)]
        reader.cookies["reader"] = "dark.large"
        dark = [reader.get(LIBRARY).content for _time in range(2)]
        assert plain[0] == plain[1]
        assert dark[0] == dark[1]
        assert len({plain[1], sorted_[1], dark[1]}) == 3

    def test_what_changed_is_not_shown(self, world: World) -> None:
        reader = Client()
        for _time in range(2):
            reader.get(PRACTICE)
        page = PracticePage.objects.get(pk=world.practice.pk)
        page.title = "Another name since"
        site_make.publish(page)
        assert "Another name since" in reader.get(PRACTICE).content.decode()

    def test_who_is_somebody_passes_them_all(self, world: World, admin_user: Any) -> None:
        reader = Client()
        for _time in range(2):
            reader.get(PRACTICE)
        let_in(reader, admin_user)
        assert reader.get(PRACTICE)["Cache-Control"] == "no-cache, private"

    def test_an_address_without_a_language_asks_the_browser(self, world: World) -> None:
        reader = Client()
        for _time in range(2):
            assert reader.get("/", headers={"accept-language": "az"})["Location"] == "/az/"
            assert reader.get("/", headers={"accept-language": "en"})["Location"] == "/en/"

    def test_it_remembers_so_many_addresses(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(early, "MOST", 2)
        step = early.KeptPages(lambda request: HttpResponse())
        for number in range(4):
            step._learn(number, early.Learnt(Asked("", "", str(number), "", "", ()), ()))
        assert list(step.learnt) == [2, 3]


def never_asked(*args: Any, **kwargs: Any) -> HttpResponse:
    raise AssertionError("This passed all the steps.")


def told(answer: Any) -> dict[str, str]:
    """All that an answer says but for what is its own."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "known"),
        [
            (f"{PRACTICE}?utm_source=letter&fbclid=1", PRACTICE),
            (f"{LIBRARY}?sort=title&utm_medium=x&country=kenya", f"{LIBRARY}?country=kenya&sort=title"),
            (f"{LIBRARY}?country=", LIBRARY),
            ("/en/countries/kenya/?page=3&q=x", "/en/countries/kenya/"),
            ("/en/news/?utm_campaign=x&year=2020", "/en/news/?year=2020"),
            ("/en/?gclid=1", "/en/"),
            ("/en/library/feed.json?utm_source=feed", "/en/library/feed.json"),
        ],
    )
    def test_unknown_parameters_make_no_other_page(self, address: str, known: str, ask: Ask) -> None:
        assert ask(address).content == ask(known).content
        assert is_kept(known)
        assert is_kept(address)
        assert len(caches["pages"]._cache) == 1

    def test_nor_for_who_is_signed_in(self, client: Client, admin_user: Any) -> None:
        let_in(client, admin_user)
        assert client.get(f"{LIBRARY}?utm_source=x").content == client.get(LIBRARY).content

    def test_values_keep_their_order(self, ask: Ask) -> None:
        first, second = (f"{LIBRARY}?country={one}&country={two}" for one, two in ("ab", "ba"))
        assert ask(first).content != ask(second).content

    def test_words_are_asked_of_the_search(self, ask: Ask) -> None:
        ask(f"{LIBRARY}?q=synthetic")
        assert not caches["pages"]._cache

    def test_languages_and_hosts_are_kept_apart(self, ask: Ask) -> None:
        assert ask("/en/countries/").content != ask("/az/countries/").content
        Client().get("/en/countries/", headers={"Host": "localhost"})
        assert len(caches["pages"]._cache) == 3

    def test_an_endless_query_is_not_kept(self, ask: Ask) -> None:
        ask(LIBRARY + "?" + "&".join(f"topic={'x' * 70}{number}" for number in range(10)))
        assert not caches["pages"]._cache

    def test_a_redirect_of_an_old_address_still_sees_its_query(self, world: World, client: Client) -> None:
        from wagtail.contrib.redirects.models import Redirect

        Redirect.add_redirect("/en/old/?id=5", "/en/about/")
        assert client.get("/en/old/?id=5")["Location"].endswith("/en/about/")

    def test_a_link_of_every_page_asks_for_what_its_view_knows(self, world: World) -> None:
        """A parameter that a page writes into its links and its view does not know would lead nowhere."""
        for number in range(21):
            make.a_practice(world.library, f"more-{number}", country=world.kenya, topics=[world.trust])
        for address in ("/en/countries/kenya/", "/en/library/topics/trust/", "/en/library/countries/kenya/", LIBRARY):
            name = "practices" if address == "/en/countries/kenya/" else "page"
            assert Client().get(f"{address}?{name}=2").content != Client().get(address).content, address


class TestTime:
    def test_a_page_that_prints_the_day_is_of_its_day(self, world: World) -> None:
        with time_machine.travel(datetime(2031, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
            first = Client().get(PRACTICE).content
            assert is_kept(PRACTICE)
            clock.shift(timedelta(days=1))
            assert Client().get(PRACTICE).content != first

    def test_another_release_makes_its_own_pages(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        ask(LIBRARY)
        monkeypatch.setattr("core.pagecache.release._code", lambda: "another")
        assert not is_kept(LIBRARY)

    def test_other_settings_make_other_pages(self, ask: Ask) -> None:
        ask("/en/countries/")
        with override_settings(BASE_URL="https://elsewhere.example"):
            assert b"elsewhere.example" in ask("/en/countries/").content


class TestConditions:
    def test_a_page_that_is_the_same_is_not_sent_again(self, ask: Ask) -> None:
        made, found = ask(LIBRARY), ask(LIBRARY)
        assert made["ETag"] == found["ETag"]
        assert made["ETag"].startswith('"')
        with CaptureQueriesContext(connection) as asked:
            same = ask(LIBRARY, **{"If-None-Match": made["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        assert len(asked) == 1
        for name in ("ETag", "Cache-Control", "Vary"):
            assert same[name] == found[name]
        assert found["Cache-Control"] == "no-cache"

    def test_nor_a_compressed_one(self, ask: Ask) -> None:
        ask(LIBRARY)
        packed = ask(LIBRARY, **{"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == ask(LIBRARY).content
        assert {"Accept-Encoding", "Cookie"} <= {name.strip() for name in packed["Vary"].split(",")}
        same = ask(LIBRARY, **{"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
        assert same.status_code == 304
        assert "Accept-Encoding" in same["Vary"]

    def test_a_changed_page_is_sent(self, world: World, ask: Ask) -> None:
        before = ask(OTHER)["ETag"]
        page = PracticePage.objects.get(pk=world.other.pk)
        page.title = "Another title"
        site_make.publish(page)
        after = ask(OTHER, **{"If-None-Match": before})
        assert after.status_code == 200
        assert after["ETag"] != before

    def test_made_and_kept_answers_have_the_same_headers(self, ask: Ask) -> None:
        for address in (LIBRARY, PRACTICE, "/en/library/feed.atom", "/en/countries/"):
            made, found = ask(address), ask(address)
            own = {"X-Request-ID"}
            assert {n: v for n, v in made.items() if n not in own} == {n: v for n, v in found.items() if n not in own}

    def test_its_moment_is_named_when_no_other_can_be_meant(self, ask: Ask) -> None:
        with time_machine.travel(datetime(2031, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
            ask(LIBRARY)
            assert "Last-Modified" not in ask(LIBRARY)
            clock.shift(timedelta(seconds=90))
            settled = ask(LIBRARY)
            assert settled["Last-Modified"] == "Sat, 01 Mar 2031 09:00:00 GMT"
            assert ask(LIBRARY, **{"If-Modified-Since": settled["Last-Modified"]}).status_code == 304


class Broken:
    """A store that is away."""

    def get(self, key: str) -> Any:
        raise ConnectionError

    def set(self, key: str, value: Any, timeout: int) -> None:
        raise ConnectionError


class TestStore:
    def test_away(self, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
        monkeypatch.setattr(entries, "caches", {"pages": Broken()})
        monkeypatch.setitem(entries._said, "at", float("-inf"))
        for _time in range(3):
            assert ask(LIBRARY).status_code == 200
        assert [record.getMessage() for record in caplog.records if record.name == entries.__name__] == [
            "Pages are not kept: ConnectionError: "
        ]

    @pytest.mark.parametrize("garbage", [b"garbage", pickle.dumps({"a": 1}), pickle.dumps(None)])
    def test_holding_garbage(self, garbage: bytes, ask: Ask) -> None:
        right = ask(LIBRARY).content
        store = caches["pages"]
        for key in list(store._cache):
            store._cache[key] = garbage
        assert ask(LIBRARY).content == right
        assert is_kept(LIBRARY)

    def test_files_that_were_cut(self, tmp_path: Path, world: World, ask: Ask) -> None:
        store = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "pages"}
        with override_settings(CACHES={**settings.CACHES, "pages": store}):
            right = ask(LIBRARY).content
            assert is_kept(LIBRARY)
            for path in (tmp_path / "pages").iterdir():
                path.write_bytes(path.read_bytes()[:100])
            assert ask(LIBRARY).content == right

    def test_it_holds_no_more_than_it_may(self, tmp_path: Path, world: World, ask: Ask) -> None:
        store = {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "pages",
            "OPTIONS": {"MAX_ENTRIES": 5, "CULL_FREQUENCY": 2},
        }
        with override_settings(CACHES={**settings.CACHES, "pages": store}):
            for number in range(12):
                ask(f"{LIBRARY}?year={2000 + number}")
        assert len(list((tmp_path / "pages").iterdir())) <= 5

    def test_turned_off(self, ask: Ask) -> None:
        dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
        with override_settings(CACHES={**settings.CACHES, "pages": dummy}):
            assert ask(LIBRARY)["Cache-Control"] == "no-cache"
            assert not is_kept(LIBRARY)


def test_a_page_that_the_search_is_missing_on_is_kept_for_a_minute(
    world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engines import EngineUnavailable

    def away(*args: Any) -> list[int]:
        raise EngineUnavailable("away")

    monkeypatch.setattr("knowledge.presentation.similar.similar", away)
    register_record(key="t", kind="term", slug="t", language="en", titles={"en": "T"}, address=lambda _l: "/", by=None)
    touch(record=world.practice.record, by=None)
    ask(PRACTICE)
    assert is_kept(PRACTICE)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=70)):
        assert not is_kept(PRACTICE)
