"""A reader waits once for the search, however many questions a page asks; one refused question is no dead engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest

from search import budget, chosen
from search.breaker import FAILURES, Breaker
from search.engines import EngineUnavailable, QuestionRefused
from search.engines import elastic as module
from search.engines.elastic import ElasticEngine
from search.nodes import Everything
from search.planning import Plan
from tests.search.hosts import answering, host

pytestmark = pytest.mark.sqlite


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: object) -> Callable[[float], None]:
    """Puts the clock of the budget on by seconds; a request has two of them."""
    now = [100.0]
    monkeypatch.setattr(budget.time, "monotonic", lambda: now[0])
    settings.SEARCH_TIMEOUT, settings.SEARCH_ENGINE = 2.0, "null"
    chosen.engine.cache_clear()

    def put_on(seconds: float) -> None:
        now[0] += seconds

    return put_on


def test_the_questions_of_a_request_share_its_time(clock: Callable[[float], None]) -> None:
    asked = []
    with budget.of_one_request():
        chosen.ask(lambda engine: asked.append(budget.left(2.0)))
        clock(1.5)
        with budget.of_one_request():  # a part of the page begins no new time
            chosen.ask(lambda engine: asked.append(budget.left(2.0)))
        clock(0.5)
        with pytest.raises(EngineUnavailable, match="used up"):
            chosen.ask(lambda engine: asked.append("too late"))
    assert asked == [2.0, 0.5]
    chosen.ask(lambda engine: asked.append(budget.left(2.0)))
    assert asked == [2.0, 0.5, 2.0]


def test_time_that_is_used_up_says_nothing_of_the_engine(clock: Callable[[float], None]) -> None:
    for _time in range(FAILURES + 1):
        with budget.of_one_request():
            clock(3)
            with pytest.raises(EngineUnavailable):
                chosen.ask(lambda engine: None)
    assert chosen.ask(lambda engine: "answered") == "answered"


def refuse() -> NoReturn:
    raise QuestionRefused("too many clauses")


def test_refused_questions_do_not_keep_others_from_asking(caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker()
    for _time in range(FAILURES + 1):
        with pytest.raises(EngineUnavailable):
            breaker.call(refuse)
    assert not breaker.is_open
    assert breaker.call(lambda: "answered") == "answered"
    assert "too many clauses" in caplog.text


@pytest.mark.parametrize(
    ("status", "means"),
    [("400 Bad Request", QuestionRefused), ("413 Too Large", QuestionRefused), ("429 Busy", EngineUnavailable)],
)
def test_what_the_cluster_refuses_is_told_from_a_cluster_that_is_away(
    status: str, means: type[EngineUnavailable], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITING", 1)
    problem = answering(f"{status}\r\nX-Elastic-Product: Elasticsearch", "application/json", "{}")
    with host(problem) as url:
        settings.ELASTICSEARCH_URLS = [url]
        with pytest.raises(EngineUnavailable) as raised:
            ElasticEngine().answer(Plan(Everything(), scope=(), size=1))
    assert raised.type is means
