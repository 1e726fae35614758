"""Lists: filters, orders, paging."""

import base64
import json

import pytest

from core.dates import PartialDate
from tests.api.conftest import Reading, Told
from tests.factories import knowledge as make

FOUND = {
    "": ["kabul", "asan"],
    "country=AZ": ["asan"],
    "country=AZ&country=AF": ["kabul", "asan"],
    "topic=one-stop-shop": ["asan"],
    "topic=one-stop-shop&country=AF": [],
    "service_type=service-notary": ["asan"],
    "sdg=sdg-16": ["asan"],
    "year=2016": ["kabul"],
    "year=2016&year=2012": ["kabul", "asan"],
    "year=1999": [],
    "year=not-stated": [],
    "language=az": ["asan"],
    "language=en": ["kabul", "asan"],
    "sort=title": ["asan", "kabul"],
    "sort=year": ["kabul", "asan"],
    "sort=newest&limit=1": ["kabul", "asan"],
    "sort=title&limit=1": ["asan", "kabul"],
    "sort=year&limit=1": ["kabul", "asan"],
    "sort=title&limit=1&lang=az": ["asan", "kabul"],
}


def keys(read: Reading, query: str) -> list[str]:
    return [item["key"].removeprefix("practice-") for item in read.all(f"practices?{query}")]


def test_filters_and_orders(read: Reading, told: Told) -> None:
    assert {query: keys(read, query) for query in FOUND} == FOUND


@pytest.fixture
def dozen(library: make.Library) -> None:
    """Practices that share titles and beginnings, some of them without one."""
    for number in range(12):
        started = PartialDate.from_iso(f"{2010 + number // 4}") if number % 3 else None
        make.a_practice(
            library, f"p-{number}", key=f"practice-p-{number}", title=f"Same {number // 6}", started=started
        )


@pytest.mark.parametrize("sort", ["newest", "title", "year"])
def test_paging_gives_each_once_in_the_order_of_the_whole(read: Reading, dozen: None, sort: str) -> None:
    whole = [item["key"] for item in read(f"practices?sort={sort}&limit=100")["items"]]
    assert len(set(whole)) == 12
    for limit in (1, 5, 12):
        assert [item["key"] for item in read.all(f"practices?sort={sort}&limit={limit}")] == whole


def test_unknown_beginnings_come_last(read: Reading, dozen: None) -> None:
    started = [item["started"] for item in read("practices?sort=year&limit=100")["items"]]
    assert [date is None for date in started] == [False] * 8 + [True] * 4


def test_what_appears_meanwhile_pushes_nothing_onto_the_next_part(
    read: Reading, dozen: None, library: make.Library
) -> None:
    first = read("practices?limit=6")
    make.a_practice(library, "late", key="practice-late")
    second = read(first["next"].partition("/api/v1/")[2])
    seen = [item["key"] for item in first["items"] + second["items"]]
    assert sorted(seen) == sorted(f"practice-p-{number}" for number in range(12))


def test_next_keeps_what_was_asked(read: Reading, told: Told) -> None:
    body = read("practices?country=AZ&country=AF&lang=az&limit=1&sort=title")
    for kept in ("country=AZ", "country=AF", "lang=az", "limit=1", "sort=title", "cursor="):
        assert kept in body["next"]
    assert body["total"] == 2
    assert body["links"]["self"].endswith("practices?country=AZ&country=AF&lang=az&limit=1&sort=title")


def forged(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


FORGED = [
    "x",
    "%00",
    "ə",
    "A" * 1000,
    forged(),
    forged("newest"),
    forged("title-en", "x", 1),
    forged("newest", "yesterday", 1),
    forged("newest", None, 1),
    forged("newest", "2026-01-01T00:00:00+00:00", "1"),
    forged("newest", "2026-01-01T00:00:00+00:00", 10**30),
    forged("newest", "2026-01-01T00:00:00+00:00", -1),
    forged("newest", {"a": []}, 1),
    base64.urlsafe_b64encode(b"[" * 700).decode(),
]


def test_a_cursor_that_is_none_says_what_to_do(read: Reading, told: Told) -> None:
    for cursor in FORGED:
        error = read(f"practices?cursor={cursor}", 422)["errors"][0]
        assert error["parameter"] == "cursor"
        assert error["detail"] == "It does not belong to this list. Begin without it and follow next."


def test_a_cursor_of_another_language_is_none(read: Reading, told: Told) -> None:
    following = read("countries?limit=1")["next"].partition("/api/v1/")[2]
    assert read(f"{following}&lang=az", 422)["errors"][0]["parameter"] == "cursor"


def test_an_empty_library_is_an_empty_list(read: Reading, library: make.Library) -> None:
    body = read("practices")
    assert (body["total"], body["items"], body["next"]) == (0, [], None)
