"""To follow and to save, from the page of a practice on; and one's own lists, which nobody else meets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.following import operations
from core.following.operations import follow, follow_search, save
from core.models import Following, Record, SavedRecord, Title
from core.records.operations import set_audience, withdraw_record
from tests.factories import site as site_make
from tests.following.conftest import World
from tests.pagecache.conftest import STORE
from tests.signing_in import PASSWORD, let_in

# What pages show is the same on every database.
pytestmark = pytest.mark.sqlite

PRACTICE = "/en/library/practices/known/"
FOLLOW, SAVE = "/en/following/begin/", "/en/saved/add/"


@pytest.fixture
def browser(world: World) -> Client:
    return let_in(Client(), world.reader)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def of(record: Record) -> str:
    return f"?of={record.key}"


def hide(record: Record) -> None:
    set_audience(record=record, tokens=["secretariat"], by=None)


# --- The story ---------------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_sign_in_and_back_and_then_follows(world: World) -> None:
    from members.accounts.operations import confirm_address

    confirm_address(of=world.reader)
    stranger = Client()
    assert f'href="{FOLLOW}{of(world.practice.record)}"' in page(stranger, PRACTICE)
    led = stranger.get(FOLLOW + of(world.practice.record))
    assert led["Location"] == f"/en/accounts/login/?next={quote(FOLLOW + of(world.practice.record), safe='/')}"
    signed = stranger.post(led["Location"], {"login": world.reader.email, "password": PASSWORD, "next": FOLLOW + of(
        world.practice.record)})  # fmt: skip
    assert signed["Location"] == FOLLOW + of(world.practice.record)
    assert "Follow “Synthetic known”?" in page(stranger, signed["Location"])
    assert not Following.objects.exists(), "to open an address does nothing"
    answer = stranger.post(signed["Location"])
    assert (answer.status_code, answer["Location"]) == (303, PRACTICE)
    assert Following.objects.get().record == world.practice.record
    assert "Stop following" in page(stranger, PRACTICE)


def test_one_saves_notes_reorders_takes_away_and_removes(world: World, browser: Client) -> None:
    other = world.publish("other", title="Synthetic other")
    for record in (world.practice.record, other.record):
        assert browser.post(SAVE + of(record)).status_code == 303
        assert browser.post(SAVE + of(record)).status_code == 303, "safe to repeat"
    first, second = SavedRecord.objects.all()
    assert "Remove from my list" in page(browser, PRACTICE)
    browser.post(f"/en/saved/{second.pk}/note/", {"note": "  =for the minister  "})
    browser.post(f"/en/saved/{second.pk}/move/", {"to": "up"})
    shown = page(browser, "/en/saved/")
    assert shown.index("Synthetic other") < shown.index("Synthetic known")
    assert "=for the minister" in shown
    answer = browser.get("/en/saved/list.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["Synthetic other", "Synthetic known"]
    assert rows[0]["note"] == "'=for the minister", "no formula for a spreadsheet"
    volume = page(browser, "/en/library/volume/?list=saved")
    assert volume.index("Synthetic other") < volume.index("Synthetic known")
    browser.post(f"/en/saved/{first.pk}/remove/", {"here": "1"})
    assert [one.record for one in SavedRecord.objects.all()] == [other.record]


def test_the_first_and_the_last_stay_where_they_are(world: World, browser: Client) -> None:
    saved = save(record=world.practice.record, by=world.reader)
    for way in ("up", "down", "sideways"):
        assert browser.post(f"/en/saved/{saved.pk}/move/", {"to": way, "page": "x"}).status_code == 303
    assert SavedRecord.objects.get().position == 0


def test_a_search_is_followed_from_the_library(world: World, browser: Client) -> None:
    asked = "/en/library/?country=azerbaijan&page=1&sort=title"
    address = f"{FOLLOW}?search=country%3Dazerbaijan"
    assert address in page(Client(), asked)
    assert "Follow this search" not in page(browser, "/en/library/")
    assert browser.post(address)["Location"] == "/en/library/?country=azerbaijan"
    assert "Stop following" in page(browser, asked)
    assert "Country: Azerbaijan" in page(browser, "/en/following/")
    browser.post(f"/en/following/{Following.objects.get().pk}/end/")
    assert not Following.objects.exists()


# --- Kept pages ----------------------------------------------------------------------------------------------


def test_pages_for_everybody_stay_kept_and_set_no_cookie(world: World, browser: Client, settings: Any) -> None:
    with override_settings(CACHES={**settings.CACHES, "pages": STORE}):
        caches["pages"].clear()
        for address in (PRACTICE, "/en/library/countries/azerbaijan/", "/en/library/?country=azerbaijan"):
            before = Client().get(address)
            page(browser, address)
            with CaptureQueriesContext(connection) as asked:
                again = Client().get(address)
            assert len(asked) == 1, address
            assert not before.cookies
            assert not again.cookies
            assert "csrfmiddlewaretoken" not in again.content.decode()
            assert "csrfmiddlewaretoken" in page(browser, address)
        caches["pages"].clear()


@pytest.mark.parametrize(
    ("address", "follows", "saves"),
    [
        (PRACTICE, True, True),
        ("/en/library/topics/synthetic/", True, False),
        ("/en/library/countries/azerbaijan/", True, False),
        ("/en/countries/azerbaijan/", True, False),
        ("/en/sources/src-known/", False, True),
    ],
)
def test_what_a_page_offers(world: World, browser: Client, address: str, follows: bool, saves: bool) -> None:
    site_make.a_source("src-known")
    for client in (Client(), browser):
        shown = page(client, address)
        assert (FOLLOW in shown, SAVE in shown) == (follows, saves)


# --- Nothing that is not for them -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [FOLLOW, SAVE])
def test_unknown_and_forbidden_are_the_same(world: World, browser: Client, place: str) -> None:
    hide(world.practice.record)
    for query in ("", "?of=", "?of=nothing", "?of=%00", of(world.practice.record), f"?of={'x' * 500}"):
        for answer in (browser.get(place + query), browser.post(place + query)):
            assert answer.status_code == 404, query
    assert not Following.objects.exists()
    assert not SavedRecord.objects.exists()


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_what_is_no_longer_public_has_no_title(world: World, browser: Client, how: str) -> None:
    follow(record=world.practice.record, by=world.reader)
    saved = save(record=world.practice.record, by=world.reader)
    if how == "hidden":
        hide(world.practice.record)
    else:
        withdraw_record(record=world.practice.record, on=timezone.localdate(), reason="Synthetic.", by=None)
    for address in ("/en/following/", "/en/saved/", f"/en/saved/{saved.pk}/note/"):
        shown = page(browser, address)
        assert "No longer public" in shown
        assert "Synthetic known" not in shown
        assert "/practices/known/" not in shown
    written = b"".join(browser.get("/en/saved/list.json").streaming_content).decode()
    assert "known" not in written
    assert "Synthetic known" not in page(browser, "/en/library/volume/?list=saved")
    assert browser.post(f"/en/saved/{saved.pk}/remove/", {"here": "1"})["Location"] == "/en/saved/"


def test_lists_of_others_are_not_there(world: World, browser: Client) -> None:
    followed = follow(record=world.practice.record, by=world.second)
    saved = save(record=world.practice.record, by=world.second)
    for path in (f"/en/following/{followed.pk}/end/", *(f"/en/saved/{saved.pk}/{act}/" for act in (
        "remove", "move", "note"))):  # fmt: skip
        assert browser.post(path, {"note": "x"}).status_code == 404
    assert "Synthetic known" not in page(browser, "/en/saved/") + page(browser, "/en/following/")
    with pytest.raises(operations.PermissionDenied):
        operations.let_go(saved=saved, by=world.reader)
    with pytest.raises(operations.PermissionDenied):
        operations.stop_following(following=followed, by=world.reader)


@pytest.mark.parametrize("path", ["following/", "saved/", "saved/list.csv", "following/begin/", "saved/add/"])
def test_without_an_account_there_are_no_lists(world: World, path: str) -> None:
    assert Client().get(f"/en/{path}")["Location"].startswith("/en/accounts/login/?next=")


def test_forms_ask_for_their_token(world: World) -> None:
    strict = let_in(Client(enforce_csrf_checks=True), world.reader)
    assert strict.post(FOLLOW + of(world.practice.record)).status_code == 403


# --- Edges ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "page=3", "sort=title", "nonsense=1"])
def test_a_search_for_nothing_is_refused_in_words(world: World, browser: Client, query: str) -> None:
    answer = browser.post(f"{FOLLOW}?search={quote(query)}")
    assert answer.status_code == 422
    assert "This search asks for nothing" in answer.content.decode()


def test_a_search_that_is_too_long_is_refused_in_words(world: World, browser: Client) -> None:
    answer = browser.post(f"{FOLLOW}?search={quote('q=' + 'word ' * 200)}")
    assert "too long to be followed" in answer.content.decode()


def test_there_is_an_end_to_what_one_follows_and_saves(
    world: World, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_FOLLOWED", 1)
    monkeypatch.setattr(operations, "MOST_SAVED", 1)
    other = world.publish("other")
    for place in (FOLLOW, SAVE):
        assert browser.post(place + of(world.practice.record)).status_code == 303
        answer = browser.post(place + of(other.record))
        assert answer.status_code == 422
        assert "as many as" in answer.content.decode()


def test_a_note_that_is_too_long_stays_on_its_form(world: World, browser: Client) -> None:
    saved = save(record=world.practice.record, by=world.reader)
    answer = browser.post(f"/en/saved/{saved.pk}/note/", {"note": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()


def test_acts_are_counted(world: World, browser: Client) -> None:
    caches["limits"].clear()
    met = {browser.post(FOLLOW + of(world.practice.record)).status_code for _time in range(62)}
    assert met == {303, 429}
    caches["limits"].clear()


def test_empty_pages_say_what_to_do(world: World, browser: Client) -> None:
    assert "You follow nothing yet" in page(browser, "/en/following/")
    assert "You saved nothing yet" in page(browser, "/en/saved/")
    assert "As a reader you follow what interests you" in page(browser, "/en/desk/")


@pytest.mark.parametrize("address", ["/en/following/", "/en/saved/", "/en/saved/?page=2"])
def test_as_many_queries_for_many_as_for_few(world: World, browser: Client, address: str) -> None:
    counts = []
    for begin in (0, 40):
        fill(world, begin, begin + 40)
        with CaptureQueriesContext(connection) as asked:
            page(browser, address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def fill(world: World, begin: int, end: int) -> None:
    now = timezone.now()
    records = Record.objects.bulk_create(
        Record(key=f"many-{n}", kind="practice", slug=f"many-{n}", listed_at=now) for n in range(begin, end)
    )
    Title.objects.bulk_create(
        Title(record=one, kind="practice", language="en", text=one.key, text_language="en", address="/", sort_key="s")
        for one in records
    )
    for record in records:
        set_audience(record=record, tokens=["public"], by=None)
    Following.objects.bulk_create(Following(user=world.reader, record=one) for one in records)
    Following.objects.bulk_create(
        Following(user=world.reader, query=f"q={one.key}", language="en") for one in records[:5]
    )
    SavedRecord.objects.bulk_create(
        SavedRecord(user=world.reader, record=one, position=begin + n) for n, one in enumerate(records)
    )


def test_all_of_it_goes_when_the_account_is_closed(world: World) -> None:
    follow(record=world.practice.record, by=world.reader)
    follow_search(query="q=bus", language="en", by=world.reader)
    save(record=world.practice.record, by=world.reader)
    kept: Callable[..., Any] = save(record=world.practice.record, by=world.second)
    operations.forget(person=world.reader)
    assert not Following.objects.exists()
    assert list(SavedRecord.objects.all()) == [kept]
