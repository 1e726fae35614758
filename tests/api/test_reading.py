"""What a program reads: a journey from the entry to a figure, its source and back, in both languages."""

import datetime
from typing import Any

import pytest

from core.operations import withdraw
from core.records.operations import confirm_record
from members.models import Institution
from tests.api.conftest import Reading, Told

pytestmark = pytest.mark.sqlite

SECTIONS = [
    "challenge",
    "solution",
    "implementation",
    "results",
    "setbacks",
    "lessons",
    "conditions",
    "cost",
    "contact",
]


def test_a_program_goes_from_the_entry_to_a_figure_to_its_source_and_back(read: Reading, told: Told) -> None:
    practices = read("")["links"]["practices"].partition("/api/v1/")[2]
    listed = next(item for item in read.all(practices) if item["key"] == "practice-asan")
    practice = read(listed["links"]["self"].partition("/api/v1/")[2])
    figure = practice["figures"][0]
    source = read(figure["sources"][0]["links"]["self"].partition("/api/v1/")[2])
    supported = {item["key"]: item for item in source["supports"]["items"]}
    assert {"practice-asan", "fig-asan"} <= supported.keys()
    back = supported["fig-asan"]["about"][0]["links"]["self"].partition("/api/v1/")[2]
    neighbours = {neighbour["key"] for neighbour in read(back)["neighbours"]}
    assert {"AZ", "one-stop-shop", "practice-kabul"} <= neighbours


def test_a_practice_says_everything_with_its_sources(read: Reading, told: Told) -> None:
    body = read("practices/practice-asan")
    assert body["key"] == "practice-asan"
    assert body["language"] == "en"
    assert body["country"]["key"] == "AZ"
    assert body["institution"]["key"] == "inst-synthetic"
    assert body["programme"]["key"] == "prog-synthetic"
    assert [topic["key"] for topic in body["topics"]] == ["one-stop-shop"]
    assert [service["key"] for service in body["service_types"]] == ["service-notary"]
    assert [(goal["key"], goal["basis"]) for goal in body["goals"]] == [("sdg-16", "evident")]
    assert body["started"] == {
        "iso": "2012",
        "earliest": "2012-01-01",
        "latest": "2012-12-31",
        "words": None,
        "precision": "year",
    }
    assert [source["key"] for source in body["sources"]] == ["press-2021"]
    assert body["confirmed"] is None
    assert body["confirmation"] == "Compiled from public sources, not yet confirmed by the institution."
    assert body["links"] == {
        "self": "http://testserver/api/v1/practices/practice-asan",
        "page": "http://testserver/en/library/practices/asan/",
        "permalink": "http://testserver/id/practice-asan",
    }
    assert len(body["contradictions"][0]["claims"]) == 2
    assert all(claim["source"]["key"] for claim in body["contradictions"][0]["claims"])
    assert body["gaps"][0]["text"] == "A synthetic silence of every source."


def test_every_edition_has_its_sections_and_its_state(read: Reading, told: Told) -> None:
    english, azerbaijani = read("practices/practice-asan")["editions"]
    assert (english["language"], english["state"]) == ("en", "original")
    assert (azerbaijani["language"], azerbaijani["state"]) == ("az", "translated")
    assert azerbaijani["state_name"] == "translation not yet reviewed"
    assert azerbaijani["page"] == "http://testserver/az/library/practices/asan/"
    assert english["sections"]["challenge"] == {
        "html": "<p>Synthetic challenge of asan.</p>",
        "text": "Synthetic challenge of asan.",
    }
    assert english["sections"]["cost"] is None, "what nobody says is null"
    assert set(SECTIONS) < english["sections"].keys()
    assert azerbaijani["sections"]["summary"] == "Azərbaycanca xülasə."


def test_a_figure_keeps_the_words_beside_exact_numbers(read: Reading, told: Told) -> None:
    answer = read.answer("practices/practice-asan")
    figure = answer.json()["figures"][0]
    assert figure["stated"] == {"text": "over 42 million", "language": "en", "state": "original"}
    assert (figure["low"], figure["high"], figure["role"]) == (42000000, None, "result")
    assert '"low": 42000000,' in answer.text
    assert figure["unit"]["text"] == "applications"
    assert figure["as_of"] == {
        "iso": "2021-02",
        "earliest": "2021-02-01",
        "latest": "2021-02-28",
        "words": None,
        "precision": "month",
    }
    assert figure["sources"][0]["key"] == "press-2021"


def test_facts_are_named_in_the_language_asked_for(read: Reading, told: Told) -> None:
    answer = read.answer("practices/practice-asan?lang=az")
    body = answer.json()
    assert answer["Content-Language"] == body["language"] == "az"
    assert (body["title"], body["title_language"]) == ("ASAN azərbaycanca", "az")
    assert body["summary"] == {"text": "Azərbaycanca xülasə.", "language": "az", "state": "translated"}
    assert body["country"]["title"] == "Azərbaycan"
    assert body["figures"][0]["stated"] == {"text": "42 milyondan çox", "language": "az", "state": "translated"}
    assert body["figures"][0]["measure"]["language"] == "en", "what is not translated says so"
    assert body["links"]["page"] == "http://testserver/az/library/practices/asan/"


def test_the_browsers_language_counts_where_none_is_named(read: Reading, told: Told) -> None:
    answer = read.answer("countries", **{"Accept-Language": "az"})
    assert answer.json()["items"][0]["title"] == "Azərbaycan"
    assert "Accept-Language" in answer["Vary"]


def test_adoptions_are_told_on_both_sides(read: Reading, told: Told) -> None:
    went = read("practices/practice-asan")["adoptions"]["taken_up"]
    came = read("practices/practice-kabul")["adoptions"]["came_from"]
    assert went == came
    assert went[0]["adopter"]["key"] == "AF"
    assert went[0]["original"]["key"] == "practice-asan"
    assert [became["key"] for became in went[0]["adopted_as"]] == ["practice-kabul"]
    assert went[0]["on"]["iso"] == "2015"
    assert went[0]["sources"]


def test_a_confirmation_is_told_with_its_day(read: Reading, told: Told) -> None:
    institution = Institution.objects.get()
    day = datetime.date(2026, 5, 4)
    confirm_record(record=told.record, institution=institution.record, source=told.source.record, on=day, by=None)
    body = read("practices/practice-asan")
    assert (body["confirmed"], body["confirmed_by"]["key"]) == ("2026-05-04", "inst-synthetic")
    assert body["confirmation"] == "Confirmed by the institution."


def test_countries_have_their_names_in_all_languages(read: Reading, told: Told) -> None:
    items = read("countries")["items"]
    assert [item["key"] for item in items] == ["AF", "AZ"]
    assert items[1]["names"] == {"en": "Azerbaijan", "az": "Azərbaycan", "fr": "Azerbaïdjan"}
    assert list(items[1]["names"]) == ["en", "az", "fr"]
    assert items[1]["links"]["practices"] == "http://testserver/api/v1/practices?country=AZ"
    body = read("countries/AZ")
    assert [found["key"] for found in body["institutions"]] == ["inst-synthetic"]
    assert body["sources"]
    assert {"practice-asan", "inst-synthetic"} <= {found["key"] for found in body["neighbours"]}


def test_the_alphabet_is_that_of_the_answers_language(read: Reading, told: Told) -> None:
    assert [item["title"] for item in read("countries?lang=az")["items"]] == ["Azərbaycan", "Əfqanıstan"]


def test_topics_have_labels_and_definitions(read: Reading, told: Told) -> None:
    topic = read("topics/one-stop-shop?lang=az")
    assert topic["labels"]["en"] == {"preferred": "Topic one-stop-shop", "alternative": []}
    assert topic["definition"] == {"text": "Bir məkanda", "language": "az", "state": "translated"}
    assert topic["links"]["practices"] == "http://testserver/api/v1/practices?topic=one-stop-shop"
    assert [item["key"] for item in read("topics")["items"]] == ["one-stop-shop"]
    assert [item["key"] for item in read("service-types")["items"]] == ["service-notary"]
    assert [(item["key"], item["number"]) for item in read("goals")["items"]] == [("sdg-16", 16)]
    assert read("goals/sdg-16")["links"]["practices"].endswith("?sdg=sdg-16")


def test_a_source_says_what_rests_on_it(read: Reading, told: Told) -> None:
    source = read("sources/press-2021")
    assert (source["title"], source["original_title"]) == ("Ambassador at ASAN", "Səfir “ASAN xidmət”də")
    assert (source["title_language"], source["original_language"]) == ("en", "az")
    figure = next(item for item in source["supports"]["items"] if item["key"] == "fig-asan")
    assert figure["links"]["page"] is None
    assert [about["key"] for about in figure["about"]] == ["practice-asan"]
    first = read("sources/press-2021/supports?limit=1")
    assert first["total"] == source["supports"]["total"] == 2
    assert [item["key"] for item in read.all("sources/press-2021/supports?limit=1")] == [
        item["key"] for item in source["supports"]["items"]
    ]


def test_what_was_withdrawn_is_gone_with_its_reason(read: Reading, told: Told, admin_user: Any) -> None:
    day = datetime.date(2026, 5, 4)
    withdraw(record=told.record, on=day, reason="Told twice", by=admin_user)
    body = read("practices/practice-asan", 410)
    assert "2026-05-04" in body["detail"]
    assert "Told twice" in body["detail"]
    assert [item["key"] for item in read.all("practices")] == ["practice-kabul"]
    assert "fig-asan" not in {item["key"] for item in read("sources/press-2021")["supports"]["items"]}
