"""Who asks too often waits."""

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from core import limits
from core.limits import client_address, client_network, is_limited, limited

pytestmark = pytest.mark.sqlite

MINUTE_START = 1_700_000_040.0


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands until a test moves it."""
    now = [MINUTE_START]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return now


@limited("test", per_minute=3)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("let through")


def statuses(request: HttpRequest, times: int) -> list[int]:
    return [view(request).status_code for _ in range(times)]


def test_lets_so_many_through_in_a_minute(rf: RequestFactory, clock: list[float]) -> None:
    request = rf.get("/en/")
    assert statuses(request, 4) == [200, 200, 200, 429]
    clock[0] += 60
    assert statuses(request, 1) == [200]


def test_counts_each_address_and_each_name_by_itself(rf: RequestFactory) -> None:
    assert statuses(rf.get("/en/", REMOTE_ADDR="192.0.2.1"), 4)[-1] == 429
    assert statuses(rf.get("/en/", REMOTE_ADDR="192.0.2.2"), 1) == [200]
    assert not is_limited(rf.get("/en/", REMOTE_ADDR="192.0.2.1"), "something else", 3)


def test_says_when_to_come_again(rf: RequestFactory, clock: list[float]) -> None:
    clock[0] += 20
    answer = [view(rf.get("/en/")) for _ in range(4)][-1]
    assert answer["Retry-After"] == "40"
    assert "no-store" in answer["Cache-Control"]
    assert "40" in answer.content.decode()


def test_programs_get_a_problem(rf: RequestFactory) -> None:
    answer = [view(rf.get("/api/v1/practices")) for _ in range(4)][-1]
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 429
    assert answer["Retry-After"]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "198.51.100.9", "127.0.0.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.66, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.66, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_believes_only_its_own_proxies(rf: RequestFactory, proxies: int, header: str, address: str) -> None:
    with override_settings(PROXY_COUNT=proxies):
        assert client_address(rf.get("/", headers={"X-Forwarded-For": header})) == address


def test_takes_a_household_for_one_client(rf: RequestFactory) -> None:
    networks = {client_network(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{number}")) for number in range(1, 4)}
    assert networks == {"2001:db8:1:2::/64"}
