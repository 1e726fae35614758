"""A confirmation that is older than a year: what pages, files, feeds and programs say from that day on, by itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client, override_settings

from core.models import DuePrint, Record
from core.pdf import orders
from core.records.operations import confirm_record
from knowledge.models import PracticePage
from knowledge.timers import print_what_lapsed
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.pagecache.conftest import STORE
from tests.search.shelf import fill

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("nothing_kept", "empty_shelf", "quick_press"),
]
CONFIRMED, LAST, AFTER = date(2026, 3, 2), date(2027, 3, 2), date(2027, 3, 3)
SAID = "Last confirmed by the institution on 2 March 2026; not confirmed since."
STILL = "Confirmed by the institution"
NEVER = "Compiled from public sources, not yet confirmed by the institution."
PAGE, PDF = "/en/library/practices/centres/", "/en/library/practices/centres/practice.pdf"


@pytest.fixture(autouse=True)
def nothing_is_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are as old as the clock of the machine says, which these tests leave years behind."""
    monkeypatch.setattr("core.pdf.shelf._is_untidy", lambda: False)


@pytest.fixture
def keeping(settings: Any) -> Iterator[None]:
    """Pages are kept from one request to the next."""
    with override_settings(CACHES={**settings.CACHES, "pages": STORE}):
        caches["pages"].clear()
        yield
        caches["pages"].clear()


@pytest.fixture
def centres(world: World) -> PracticePage:
    """A practice that was confirmed, and one that never was."""
    with noon_of(date(2026, 1, 1)):
        page = world.practice("centres", institution=world.agency, summary="What centres do.")
        world.practice("told", institution=world.agency, summary="What is told of it.")
    with noon_of(CONFIRMED):
        confirm(page.record, world)
    return page


def confirm(record: Record, world: World, on: date = CONFIRMED) -> None:
    source = make_site.a_source()
    confirm_record(record=record, institution=world.agency.record, source=source.record, on=on, by=None)


def noon_of(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), tick=False)


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8", "replace")


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_what_is_kept_turns_over_on_its_day_though_nothing_was_saved(
    centres: PracticePage, keeping: None, address: str
) -> None:
    generation = Record.objects.get(pk=centres.record_id).generation
    with noon_of(LAST):
        before = [text_of(address) for _again in range(2)]
    with noon_of(AFTER):
        after = [text_of(address) for _again in range(2)]
        told = text_of(address.replace("centres", "told"))
    assert all(STILL in text and SAID not in text for text in before)
    assert all(SAID in text and "Confirmed by the institution:" not in text for text in after)
    assert NEVER in told
    assert "not confirmed since" not in told
    assert Record.objects.get(pk=centres.record_id).generation == generation


def test_a_browser_that_has_the_file_of_the_day_before_is_given_the_other(centres: PracticePage) -> None:
    with noon_of(LAST):
        known = Client().get(PDF)["ETag"]
        assert Client().get(PDF, headers={"If-None-Match": known}).status_code == 304
    with noon_of(AFTER):
        answer = Client().get(PDF, headers={"If-None-Match": known})
        assert answer.status_code == 200
        assert answer["ETag"] != known


def test_who_is_confirmed_again_says_so_at_once(centres: PracticePage, world: World, keeping: None) -> None:
    with noon_of(AFTER):
        assert SAID in text_of(PAGE)
        assert SAID in text_of(PDF)
        confirm(centres.record, world, AFTER)
        for address in (PAGE, PDF):
            assert "not confirmed since" not in text_of(address)
            assert "3 March 2027" in text_of(address)


def test_a_translation_says_it_too(centres: PracticePage, world: World) -> None:
    with noon_of(date(2026, 4, 1)):
        make_site.translated(centres, title="Mərkəzlər")
    with noon_of(AFTER):
        shown = text_of("/az/library/practices/centres/")
    assert "2 mart 2026" in shown
    assert 'class="note note--warn"' in shown


def test_the_worker_prints_it_anew_by_itself(centres: PracticePage) -> None:
    DuePrint.objects.all().delete()
    with noon_of(LAST):
        print_what_lapsed()
        assert not DuePrint.objects.exists()
    with noon_of(AFTER):
        print_what_lapsed()
        print_what_lapsed()
    assert [due.record_id for due in DuePrint.objects.all()] == [centres.record_id]
    DuePrint.objects.all().delete()
    with noon_of(date(2027, 3, 20)):
        print_what_lapsed()
    assert not DuePrint.objects.exists(), "long ago: it was printed then"


def test_a_volume_of_the_day_before_is_not_given_again(centres: PracticePage) -> None:
    asked: dict[str, Any] = {"ids": [centres.record_id], "title": "Synthetic volume", "language": "en"}
    made = []
    for day in (LAST, AFTER):
        with noon_of(day):
            order = orders.place(
                maker="practices", title="Synthetic volume", language="en", asked=asked,
                record_ids=[centres.record_id], by=None,
            )  # fmt: skip
            assert order.digest == ""
            orders.make_next()
            order.refresh_from_db()
            made.append(order.digest)
    assert "" not in made
    assert made[0] != made[1]


class TestForMachines:
    def test_the_interface_for_programs(self, centres: PracticePage) -> None:
        address = f"/api/v1/practices/{centres.record.key}"
        with noon_of(LAST):
            answer = Client().get(address)
            assert answer.json()["confirmation"] == "Confirmed by the institution."
            etag = answer["ETag"]
        with noon_of(AFTER):
            answer = Client().get(address, headers={"If-None-Match": etag})
            body = answer.json()
        assert body["confirmation"] == SAID
        assert (body["confirmed"], body["confirm_again_by"]) == ("2026-03-02", "2027-03-02")
        told = Client().get("/api/v1/practices/practice-told").json()
        assert (told["confirmation"], told["confirmed"], told["confirm_again_by"]) == (NEVER, None, None)

    def test_files(self, centres: PracticePage, engine: None) -> None:
        rows = {}
        for day in (LAST, AFTER):
            with noon_of(day):
                lines = text_of("/en/library/list.csv").removeprefix("\ufeff")
                rows[day] = {row["key"]: row for row in csv.DictReader(io.StringIO(lines))}
        assert rows[LAST]["practice-centres"]["confirmation"] == "Confirmed by the institution."
        row = rows[AFTER]["practice-centres"]
        assert (row["confirmation"], row["is_confirmed"]) == (SAID, "yes")
        assert (row["confirmed_on"], row["confirm_again_by"]) == ("2026-03-02", "2027-03-02")
        never = rows[AFTER]["practice-told"]
        assert (never["confirmation"], never["is_confirmed"], never["confirmed_on"]) == (NEVER, "no", "")

    @pytest.mark.parametrize("query", ["", "?q=centres"])
    def test_feeds(self, centres: PracticePage, engine: None, keeping: None, query: str) -> None:
        fill()
        for day in (LAST, AFTER):
            with noon_of(day):
                atom = text_of(f"/en/library/feed.atom{query}")
                items = json.loads(text_of(f"/en/library/feed.json{query}"))["items"]
            found = next(item for item in items if item["id"].endswith("practice-centres"))
            assert (SAID in atom) == (SAID in found["content_text"]) == (day == AFTER)
            assert found["content_text"].startswith("What centres do.") or query
            assert found["date_modified"].startswith("2027-03-02T20:00") == (day == AFTER)
            others = [item for item in items if item is not found]
            assert all("not confirmed since" not in item["content_text"] for item in others)
