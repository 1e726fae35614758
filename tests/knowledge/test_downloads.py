"""Lists as files: all that an address asks for, in its order, and nothing that the list would not show."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core import downloads
from core.audience.providers import SECRETARIAT
from core.dates import PartialDate
from core.limits import is_limited
from core.models import Record
from core.records.operations import set_audience, withdraw_record
from search.views import PER_MINUTE
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.reading import HOSTILE, words
from tests.search.shelf import fill, of_the_secretariat, searching
from tests.signing_in import let_in

# What is shown is the same on every database.
pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
# Each list, and titles that its file holds in this order.
PRACTICES = ["The third", "The second", "The first"]
LISTS = {
    "/en/library/": PRACTICES,
    "/en/library/topics/one-stop/": PRACTICES,
    "/en/library/services/notary/": PRACTICES,
    "/en/library/goals/sdg-16/": PRACTICES,
    "/en/library/countries/azerbaijan/": PRACTICES,
    "/en/library/topics/": ["One-stop shop", "Trust", "Notary", "Peace and Justice"],
    "/en/news/": ["A centre opens"],
    "/en/countries/": ["Azerbaijan", "Kenya"],
    "/en/institutions/": ["Synthetic agency"],
    "/en/terms/": ["Single window"],
    "/en/open-questions/": ["Synthetic point of disagreement", "A synthetic silence of every source."],
}


@pytest.fixture
def shelf(world: World, engine: None) -> World:
    """Three practices, of which the last is the newest, and one of everything that lists hold."""
    make_site.a_news_item(make_site.news_index(), "opening", title="A centre opens", on="2024-05")
    make.a_concept("term-window", "term", labels={"en": make.Names("Single window"), "az": make.Names("Bir pəncərə")})
    for number, slug in enumerate(["first", "second", "third"]):
        page = world.practice(
            slug,
            title=f"The {slug}",
            summary=f"What the {slug} does.",
            institution=world.agency,
            service_types=[world.notary],
            goals=[world.peace],
            status="running",
            started=PartialDate.from_iso(f"201{number}-06"),
            sources=[make_site.a_source(f"{slug}-{letter}") for letter in "ab"],
        )
        if slug == "third":
            make_site.translated(page, title="Üçüncü", summary="Üçüncünün gördüyü iş.")
            make.a_contradiction(page.record)
            make.a_gap(page.record)
        Record.objects.filter(pk=page.record_id).update(listed_at=datetime(2026, 1, 14 + number, tzinfo=UTC))
    return world


def content_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    content: bytes = answer.getvalue()
    return content


def as_csv(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content_of(client, address).decode("utf-8-sig"), newline="")))


def as_json(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(content_of(client, address))
    return found


def as_xlsx(client: Client, address: str) -> list[dict[str, Any]]:
    sheet = load_workbook(io.BytesIO(content_of(client, address))).active
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def titles(client: Client, address: str) -> list[str]:
    return [row["title"] for row in as_json(client, address)]


def flat(value: Any) -> str:
    """What a cell of a table holds of a value."""
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_a_practice_is_a_row_with_everything_that_lists_say_of_it(client: Client, shelf: World) -> None:
    row = as_json(client, "/en/library/list.json")[0]
    assert row == {
        "key": "practice-third",
        "permalink": "http://testserver/id/practice-third",
        "address": "http://testserver/en/library/practices/third/",
        "title": "The third",
        "language": "en",
        "summary": "What the third does.",
        "summary_language": "en",
        "countries": ["Azerbaijan"],
        "countries_keys": ["AZ"],
        "institutions": ["Synthetic agency"],
        "institutions_keys": ["inst-synthetic"],
        "programmes": [],
        "programmes_keys": [],
        "topics": ["One-stop shop"],
        "topics_keys": ["one-stop"],
        "service_types": ["Notary"],
        "service_types_keys": ["notary"],
        "goals": ["Peace and Justice"],
        "goals_keys": ["sdg-16"],
        "begun": "2012-06",
        "begun_precision": "month",
        "begun_words": "June 2012",
        "begun_earliest": "2012-06-01",
        "begun_latest": "2012-06-30",
        "status": "running",
        "status_name": "running",
        "languages": ["az", "en"],
        "is_confirmed": "no",
        "confirmed_on": "",
        "confirm_again_by": "",
        "confirmation": "Compiled from public sources, not yet confirmed by the institution.",
        "sources": 2,
        "first_source": "http://testserver/id/third-a",
    }


def test_columns_have_one_name_and_values_the_language_of_the_reader(client: Client, shelf: World) -> None:
    english, azerbaijani = (as_json(client, f"/{language}/library/list.json") for language in ("en", "az"))
    assert list(english[0]) == list(azerbaijani[0])
    first = azerbaijani[0]
    assert (first["title"], first["language"], first["countries"]) == ("Üçüncü", "az", ["Azərbaycan"])
    assert (first["topics"], first["summary"]) == (["Vahid pəncərə"], "Üçüncünün gördüyü iş.")
    assert first["permalink"] == english[0]["permalink"]
    # What is not translated says its language.
    assert (azerbaijani[1]["title"], azerbaijani[1]["language"]) == ("The second", "en")


@pytest.mark.parametrize("address", LISTS)
def test_every_list_offers_its_files_and_they_agree(client: Client, shelf: World, address: str) -> None:
    page = words(client.get(address))
    for ending in ("csv", "json", "xlsx"):
        assert page.count(f'href="{address}list.{ending}"') == 1
    rows = as_json(client, f"{address}list.json")
    assert [row["title"] for row in rows] == LISTS[address]
    plain = [{name: flat(value) for name, value in row.items()} for row in rows]
    assert as_csv(client, f"{address}list.csv") == plain
    workbook = as_xlsx(client, f"{address}list.xlsx")
    assert [{name: flat(value) for name, value in row.items()} for row in workbook] == plain
    for row in rows:
        assert row["permalink"] == f"http://testserver/id/{row['key']}"
        assert row["language"] == "en"


def test_sources_and_their_filters(client: Client, shelf: World) -> None:
    make_site.a_source("law", title="Qanun № 1", kind="legal text", language="az")
    page = words(client.get("/en/sources/?kind=legal+text&sort=date&page=1"))
    assert 'href="/en/sources/list.csv?kind=legal+text&sort=date"' in page
    row = as_csv(client, "/en/sources/list.csv?kind=legal+text")[0]
    assert (row["key"], row["original_title"], row["source_language"]) == ("law", "Qanun № 1", "az")
    assert len(as_csv(client, "/en/sources/list.csv")) > 5


def test_terms_name_every_language(client: Client, shelf: World) -> None:
    row = as_csv(client, "/az/terms/list.csv")[0]
    assert (row["title"], row["name_en"], row["name_az"], row["name_fr"]) == (
        "Bir pəncərə", "Single window", "Bir pəncərə", "",
    )  # fmt: skip


def test_open_questions_hold_the_claims_of_both_sides(client: Client, shelf: World) -> None:
    contradiction, gap = as_json(client, "/en/open-questions/list.json")
    assert contradiction["claims"] == ["Synthetic claim one", "Synthetic claim two"]
    assert len(contradiction["claim_sources"]) == 2
    assert contradiction["concerns"] == gap["concerns"] == ["practice-third"]
    assert gap["claims"] is None


def test_a_file_is_what_is_asked_for_and_in_its_order(client: Client, shelf: World) -> None:
    shelf.practice("kenyan", title="Kenyan", country=shelf.kenya)
    fill()
    page = words(client.get("/en/library/?country=kenya&sort=title&page=1"))
    assert 'href="/en/library/list.csv?country=kenya&sort=title"' in page
    assert titles(client, "/en/library/list.json?country=kenya") == ["Kenyan"]
    assert titles(client, "/en/library/list.json?sort=title&country=azerbaijan") == [
        "The first", "The second", "The third",
    ]  # fmt: skip
    assert titles(client, "/en/library/list.json?sort=year&country=azerbaijan") == PRACTICES
    assert titles(client, "/en/library/list.json?page=2") == ["Kenyan", *PRACTICES]
    assert titles(client, "/en/library/list.json?country=atlantis") == []
    assert titles(client, "/en/library/list.json?q=second") == ["The second"]
    assert titles(client, "/en/institutions/list.json?country=KE") == []
    assert titles(client, "/en/news/list.json?year=2024") == ["A centre opens"]
    assert titles(client, "/en/news/list.json?year=2019") == []
    assert client.get("/en/news/list.json?year=abc").status_code == 404


def test_what_the_search_finds(client: Client, shelf: World) -> None:
    fill()
    page = words(client.get("/en/search/?q=second"))
    assert 'href="/en/search/list.xlsx?q=second"' in page
    row = as_json(client, "/en/search/list.json?q=second")[0]
    assert (row["kind"], row["kind_name"], row["topics"], row["countries_keys"]) == (
        "practice", "Practice", ["One-stop shop"], ["AZ"],
    )  # fmt: skip
    assert (row["date"], row["sources"], row["summary"]) == ("2011-06", 2, "What the second does.")
    assert titles(client, "/en/search/list.json?q=opens&kind=news") == ["A centre opens"]
    assert titles(client, "/en/search/list.json?kind=practice&sort=title") == sorted(PRACTICES)
    # As the page: another spelling is found too.
    assert titles(client, "/en/search/list.json?q=secand") == titles(client, "/en/search/list.json?q=second")
    assert len(titles(client, "/en/search/list.json")) > 20


@pytest.mark.parametrize("address", ["/en/library/list.csv", "/en/search/list.csv"])
def test_no_row_is_lost_between_chunks(
    client: Client, shelf: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    whole = as_csv(client, address)
    monkeypatch.setattr(downloads, "CHUNK", 2)
    assert as_csv(client, address) == whole


def test_what_is_not_for_the_reader_is_in_no_file(client: Client, shelf: World) -> None:
    fill()
    hidden, gone = (Record.objects.get(key=f"practice-{slug}") for slug in ("first", "second"))
    make_site.hide(hidden)
    withdraw_record(record=gone, on=date(2026, 2, 1), reason="It was wrong.", by=None)
    for address in ("/en/library/", "/en/library/topics/one-stop/", "/en/library/countries/azerbaijan/"):
        assert titles(client, f"{address}list.json") == ["The third"]
    # The index does not know yet.
    assert titles(client, "/en/search/list.json?q=what&kind=practice") == ["The third"]
    assert titles(client, "/en/library/list.json?q=what") == ["The third"]
    make_site.hide(shelf.one_stop.record)
    for key in ("first-b", "third-a"):
        make_site.hide(Record.objects.get(key=key))
    row = as_json(client, "/en/library/list.json")[0]
    assert (row["topics"], row["topics_keys"], row["sources"]) == ([], [], 1)
    assert row["first_source"] == "http://testserver/id/third-b"
    hidden_topic = client.get("/en/library/topics/one-stop/list.csv")
    unknown = client.get("/en/library/topics/nothing/list.csv")
    assert (hidden_topic.status_code, unknown.status_code) == (404, 404)
    withdraw_record(record=shelf.azerbaijan.record, on=date(2026, 2, 1), reason="It was wrong.", by=None)
    assert client.get("/en/library/countries/azerbaijan/list.json").status_code == 410
    set_audience(record=hidden, tokens=[SECRETARIAT], by=None)
    assert titles(client, "/en/library/list.json") == ["The third"]
    let_in(client, of_the_secretariat())
    assert titles(client, "/en/library/list.json") == ["The third", "The first"]


def test_what_no_source_states_is_not_said(client: Client, shelf: World) -> None:
    for letter in "ab":
        make_site.hide(Record.objects.get(key=f"third-{letter}"))
    row = as_json(client, "/en/library/list.json")[0]
    assert row["title"] == "The third"
    assert (row["begun"], row["begun_words"], row["begun_earliest"], row["status"]) == ("", "", "", "")
    assert (row["sources"], row["first_source"]) == (None, None)


def test_a_long_list_is_cut_and_says_so(client: Client, shelf: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The files hold the first" not in words(client.get("/en/library/"))
    monkeypatch.setattr(downloads, "MOST_ROWS", 2)
    monkeypatch.setattr("knowledge.downloads.MOST_ROWS", 2)
    cache.clear()
    assert "The files hold the first 2 entries" in words(client.get("/en/library/"))
    answer = client.get("/en/library/list.csv")
    assert "-first-2-of-3.csv" in answer["Content-Disposition"]
    answer.getvalue()
    assert titles(client, "/en/library/list.json") == ["The third", "The second"]


def test_an_empty_list_offers_no_file(client: Client, shelf: World) -> None:
    assert "list.csv" not in words(client.get("/en/library/?country=atlantis"))


@pytest.mark.parametrize("address", ["/en/library/list.xls", "/en/library/list.", "/en/list.csv"])
def test_other_endings_are_not_there(client: Client, world: World, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_believes_nothing(client: Client, shelf: World, value: str) -> None:
    fill()
    asked = quote(value, safe="%")
    for address in ("/en/library/", "/en/search/", "/en/sources/", "/en/institutions/"):
        as_csv(client, f"{address}list.csv?q={asked}&topic={asked}&kind={asked}&sort={asked}&page={asked}")


def test_while_the_search_does_not_answer_no_empty_file_is_given(client: Client, shelf: World, tmp_path: Path) -> None:
    with searching(tmp_path / "away"):
        away = client.get("/en/search/list.csv?q=second")
        assert (away.status_code, away["Retry-After"]) == (503, "60")
        assert "list.csv" not in words(client.get("/en/search/?q=second"))
        assert titles(client, "/en/library/list.json?q=second") == ["The second"]
        assert 'href="/en/library/list.csv?q=second"' in words(client.get("/en/library/?q=second"))


def test_to_look_for_words_counts_as_a_search(client: Client, shelf: World) -> None:
    request = client.get("/en/library/").wsgi_request
    for _ in range(PER_MINUTE):
        is_limited(request, "search", PER_MINUTE)
    assert client.get("/en/library/list.csv?q=second").status_code == 429
    assert client.get("/en/search/list.csv").status_code == 429
    assert as_csv(client, "/en/library/list.csv")


@pytest.mark.parametrize("address", [*LISTS, "/en/sources/", "/en/search/"])
def test_as_many_queries_however_many_rows(client: Client, shelf: World, address: str) -> None:
    def queries() -> int:
        fill()
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            client.get(f"{address}list.csv").getvalue()
        return len(made)

    queries()
    few = queries()
    for number in range(4):
        practice = shelf.practice(
            f"more-{number}", institution=shelf.agency, service_types=[shelf.notary], goals=[shelf.peace]
        )
        make.a_country("KLMN"[number] + "X", f"Country {number}")
        make.an_institution(f"inst-{number}")
        make.a_concept(f"topic-{number}", broader="trust")
        make.a_concept(f"term-{number}", "term")
        make.a_contradiction(practice.record)
        make.a_gap(practice.record)
        make_site.a_news_item(make_site.news_index(), f"news-{number}", on="2024")
    assert queries() <= few + 1  # the first broader concept asks for its title
