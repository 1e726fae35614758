"""Whatever is asked, the answer is a problem that says what to do; never a page, never a trace."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.api import gate
from tests.api.conftest import Reading, Told
from tests.factories.site import hide

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite

WRONG = {
    "practices?limit=0": ("limit", "Write at least 1."),
    "practices?limit=101": ("limit", "Write at most 100."),
    "practices?limit=many": ("limit", "Write a whole number."),
    "practices?limit=1e3": ("limit", "Write a whole number."),
    "practices?limit=" + "9" * 5000: ("limit", "Write a smaller number."),
    "practices?sort=size": ("sort", "Write one of: 'newest', 'title' or 'year'."),
    "practices?country=XX": ("country", "There is no “XX”; all there are stand at http://testserver/api/v1/countries."),
    "practices?country=one-stop-shop": (
        "country",
        "There is no “one-stop-shop”; all there are stand at http://testserver/api/v1/countries.",
    ),
    "practices?sdg=%00": ("sdg", "There is no “\0”; all there are stand at http://testserver/api/v1/goals."),
    "practices?year=20": ("year", "Write a year in four digits, or not-stated."),
    "practices?year=0000": ("year", "Write a year in four digits, or not-stated."),
    "practices?language=xx": ("language", "Write one of the languages that are open: en, az."),
    "practices?cursor=" + "A" * 1001: ("cursor", "Write at most 1000 characters."),
    "practices?" + "&".join(["topic=a"] * 26): ("topic", "Give at most 25 values."),
    "countries?lang=fr": ("lang", "Write one of the languages that are open: en, az."),
    "countries?lang=": ("lang", "Write one of the languages that are open: en, az."),
    "countries?limt=5": ("limt", "There is no such parameter here; there are: cursor, lang, limit."),
    "search?sort=size": ("sort", "Write one of: 'relevance', 'newest', 'title' or 'year'."),
    "search?limit=51": ("limit", "Write at most 50."),
    "search?offset=9951": ("offset", "Write at most 9950."),
    "search?q=" + "a" * 10_001: ("q", "Write at most 10000 characters."),
    "countries/AZ?limit=5": ("limit", "There is no such parameter here; there are: lang."),
}


def is_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    body: dict[str, Any] = response.json()
    assert body.keys() == {"type", "title", "status", "detail", "instance", "request_id", "errors"}
    assert body["status"] == status
    assert body["request_id"] == response["X-Request-ID"]
    return body


def test_a_wrong_parameter_is_named_with_what_to_do(read: Reading, told: Told) -> None:
    for path, (parameter, detail) in WRONG.items():
        body = is_problem(read.answer(path), 422)
        assert body["errors"] == [{"parameter": parameter, "detail": detail}], path
        assert parameter in body["detail"]
        assert detail in body["detail"]


def test_problems_speak_the_language_asked_for(read: Reading, told: Told) -> None:
    answer = read.answer("practices?lang=az&limit=0")
    assert is_problem(answer, 422)
    assert answer["Content-Language"] == "az"


@pytest.mark.parametrize(
    "path",
    [
        "practices/practice-none",
        "practices/AZ",
        "practices/%00",
        "practices/ə",
        "practices/a/b",
        "practices/" + "a" * 3000,
        "practices/practice-asan.json",
        "nothing",
        "//",
        "openapi.yaml",
    ],
)
def test_what_is_not_there(client: Client, db: None, path: str) -> None:
    is_problem(client.get(f"/api/v1/{path}"), 404)


def test_forbidden_looks_as_if_it_were_not_there(read: Reading, told: Told) -> None:
    missing = is_problem(read.answer("practices/practice-hidden"), 404)
    hide(told.record)
    forbidden = is_problem(read.answer("practices/practice-asan"), 404)
    for body in (missing, forbidden):
        del body["request_id"], body["instance"]
    assert missing == forbidden
    everywhere = read.answer("practices").text + read.answer("countries/AZ").text + read.answer("topics").text
    everywhere += read.answer("sources/press-2021").text + read.answer("practices/practice-kabul").text
    assert "practice-asan" not in everywhere
    assert "fig-asan" not in everywhere
    assert "million" not in everywhere


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused(client: Client, db: None, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/practices")
    is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_too_many_requests_wait(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PER_MINUTE", 3)
    caches["limits"].clear()
    answers = [client.get("/api/v1/countries") for _ in range(5)]
    refused = answers[-1]
    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    is_problem(refused, 429)
    assert int(refused["Retry-After"]) > 0


def test_what_breaks_says_so_without_a_trace(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: Any) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("core.api.lists.page_of", broken)
    client.raise_request_exception = False
    response = client.get("/api/v1/countries")
    is_problem(response, 500)
    assert "secret" not in response.text
    assert "secret of the house" in caplog.text


def test_a_refusal_costs_few_queries(read: Reading, told: Told) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read("practices?limit=0", 422)
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_stroke_too_many_leads_to_what_is_meant(client: Client) -> None:
    answer = client.get("/api/v1/practices/?limit=2&country=kenya")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/practices?limit=2&country=kenya")
    assert [place for place, _status in client.get("/api/", follow=True).redirect_chain] == ["/api", "/en/api/"]
    for address in ("/api/v1/nothing/", "/api/v1//evil.example/"):
        is_problem(client.get(address), 404)
