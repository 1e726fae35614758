"""What is particular to the engine on Elasticsearch: hosts that fail, indices that others touch, what is sent."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path

import certifi
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from search.engines import EngineUnavailable, RebuildNeeded
from search.engines import elastic as module
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.fields import BODY, SUMMARY, TITLE, WORDS
from search.nodes import AtLeast, Best, Everything, Near, Node, OneOf, Phrase, Term
from search.planning import Plan
from tests.search.cluster import ROOT, Cluster, elastic, own_cluster, started_again, wait_until
from tests.search.contract.library import LIBRARY, document, fill, found
from tests.search.hosts import Manner, answering, between, hanging_up, host, rude, silent

pytestmark = pytest.mark.sqlite

ALL = Plan(Everything(), scope=(), size=1000)
QUESTIONS: dict[str, Callable[[ElasticEngine], object]] = {
    "answer": lambda engine: engine.answer(ALL),
    "terms": lambda engine: engine.terms("a", plan=ALL, limit=5),
    "state": lambda engine: engine.state(),
    "versions": lambda engine: list(engine.versions()),
    "write": lambda engine: engine.write([document(1)], removed=[2]),
}


@pytest.fixture
def engine(elasticsearch: Cluster, tmp_path: Path) -> Iterator[ElasticEngine]:
    """An engine without an index."""
    with elastic(elasticsearch, tmp_path) as made:
        yield made


def assert_rebuild_is_due(engine: ElasticEngine) -> None:
    for ask in QUESTIONS.values():
        with pytest.raises(RebuildNeeded):
            ask(engine)


@pytest.mark.slow
def test_a_server_ends_and_is_started_again(tmp_path: Path) -> None:
    """The story of an outage: readers are told at once, and all is as before when it is over."""
    with ExitStack() as after, own_cluster(tmp_path) as cluster, elastic(cluster, tmp_path) as engine:
        fill(engine, LIBRARY)
        os.kill(cluster.pid_of(1), signal.SIGKILL)
        wait_until(lambda: not answers(engine))
        for ask in QUESTIONS.values():
            started = time.monotonic()
            with pytest.raises(EngineUnavailable) as outage:
                ask(engine)
            assert not isinstance(outage.value, RebuildNeeded)
            assert time.monotonic() - started < 2
        after.enter_context(started_again(cluster, 1))
        wait_until(lambda: answers(engine))
        assert found(engine, Everything()) == [one.record_id for one in LIBRARY]
        engine.write([document(100)])


def answers(engine: ElasticEngine) -> bool:
    try:
        return engine.answer(ALL).total > 0
    except EngineUnavailable:
        return False


# --- Hosts that fail ------------------------------------------------------------------------------

BAD: dict[str, Manner] = {
    "silent": silent,
    "hanging up": hanging_up,
    "rude": rude,
    "a page of a proxy": answering("200 OK", "text/html", "<h1>Sign in</h1>"),
    "no gateway": answering("502 Bad Gateway", "text/html", "<h1>Bad gateway</h1>"),
    "no JSON": answering("200 OK\r\nX-Elastic-Product: Elasticsearch", "application/json", "{"),
    "refusing": answering("401 Unauthorized\r\nX-Elastic-Product: Elasticsearch", "application/json", "{}"),
}
READS = ("answer", "terms", "state")


@pytest.mark.parametrize("manner", BAD)
def test_a_reader_is_told_in_time(tmp_path: Path, manner: str) -> None:
    with host(BAD[manner]) as url, not_there(url, SEARCH_TIMEOUT=0.5):
        engine = ElasticEngine()
        for ask in READS:
            started = time.monotonic()
            with pytest.raises(EngineUnavailable):
                QUESTIONS[ask](engine)
            assert time.monotonic() - started < 0.5 + 1


@pytest.mark.parametrize("manner", BAD)
def test_nothing_of_the_library_is_raised(tmp_path: Path, manner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITING", 1)
    with host(BAD[manner]) as url, not_there(url, SEARCH_TIMEOUT=0.5, SEARCH_FOLDER=tmp_path):
        engine = ElasticEngine()
        for ask in QUESTIONS.values():
            with pytest.raises(EngineUnavailable):
                ask(engine)
        with pytest.raises(EngineUnavailable), engine.rebuild():
            pass


def not_there(*urls: str, **others: object) -> AbstractContextManager[None]:
    return override_settings(ELASTICSEARCH_URLS=list(urls), **others)


def test_hosts_that_nobody_can_reach_are_told_in_time() -> None:
    with not_there("http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3", SEARCH_TIMEOUT=1.0):
        engine = ElasticEngine()
        started = time.monotonic()
        with pytest.raises(EngineUnavailable):
            engine.answer(ALL)
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("manner", BAD)
def test_another_host_answers(elasticsearch: Cluster, tmp_path: Path, manner: str) -> None:
    with elastic(elasticsearch, tmp_path) as engine:
        fill(engine, LIBRARY)
        prefix = {"ELASTICSEARCH_INDEX_PREFIX": engine.prefix}
        with host(BAD[manner]) as bad, not_there(bad, *elasticsearch.urls, SEARCH_TIMEOUT=6.0, **prefix):
            beside = ElasticEngine()
            for _time in range(4):
                assert beside.answer(ALL).total == len(LIBRARY)


def test_a_slow_cluster_is_given_up(elasticsearch: Cluster, tmp_path: Path) -> None:
    over = time.monotonic() + 60

    def wait(path: str, body: bytes) -> None:
        while "_search" in path and time.monotonic() < over:
            time.sleep(0.05)

    with elastic(elasticsearch, tmp_path) as engine:
        fill(engine, LIBRARY)
        prefix = {"ELASTICSEARCH_INDEX_PREFIX": engine.prefix}
        with between(elasticsearch.urls[0], wait) as slow, not_there(slow, SEARCH_TIMEOUT=1.0, **prefix):
            beside = ElasticEngine()
            started = time.monotonic()
            with pytest.raises(EngineUnavailable):
                beside.answer(ALL)
            assert time.monotonic() - started < 2
            over = 0
            with override_settings(SEARCH_TIMEOUT=30.0):
                assert beside.answer(ALL).total == len(LIBRARY)


@pytest.mark.parametrize("status", [404, 503])
def test_a_question_that_an_index_left_without_an_answer_is_asked_again(
    elasticsearch: Cluster, tmp_path: Path, status: int
) -> None:
    """As when it is replaced in that moment."""
    left = [status]

    def lose_one(path: str, body: bytes) -> int | None:
        return left.pop() if "_search" in path and left else None

    with elastic(elasticsearch, tmp_path) as engine:
        fill(engine, LIBRARY)
        prefix = {"ELASTICSEARCH_INDEX_PREFIX": engine.prefix}
        with between(elasticsearch.urls[0], lose_one) as url, not_there(url, **prefix):
            assert ElasticEngine().answer(ALL).total == len(LIBRARY)
    assert left == []


# --- What is sent ---------------------------------------------------------------------------------


def test_a_busy_cluster_is_asked_again_in_small_requests(
    elasticsearch: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "CHUNK_DOCUMENTS", 10)
    monkeypatch.setattr(module, "CHUNK_BYTES", 5000)
    refused: list[int] = []
    taken: list[bytes] = []

    def refuse_some(path: str, body: bytes) -> int | None:
        if "_bulk" not in path:
            return None
        if len(refused) < 3:
            refused.append(len(body))
            return 429
        taken.append(body)
        return None

    with (
        between(elasticsearch.urls[0], refuse_some) as busy,
        elastic(Cluster([busy], elasticsearch.folder), tmp_path) as engine,
    ):
        fill(engine, LIBRARY)
        assert sorted(pk for pk, _version in engine.versions()) == [one.record_id for one in LIBRARY]
    assert len(refused) == 3
    assert max(map(len, taken)) <= 5000
    assert max(body.count(b"\n") for body in taken) <= 20


def test_a_cluster_that_stays_busy_is_given_up(
    elasticsearch: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)

    def refuse(path: str, body: bytes) -> int | None:
        return 429 if "_bulk" in path else None

    with elastic(elasticsearch, tmp_path) as engine:
        fill(engine, LIBRARY)
        prefix = {"ELASTICSEARCH_INDEX_PREFIX": engine.prefix}
        with (
            between(elasticsearch.urls[0], refuse) as busy,
            not_there(busy, **prefix),
            pytest.raises(EngineUnavailable),
        ):
            ElasticEngine().write([document(1, "never")])
        assert found(engine, Term(TITLE, "never")) == []


def test_key_and_certificates_are_given_to_the_client() -> None:
    key = base64.b64encode(b"site:secret").decode()
    with override_settings(
        ELASTICSEARCH_URLS=["https://one.example:9200", "https://two.example:9243"],
        ELASTICSEARCH_API_KEY=key,
        ELASTICSEARCH_CA_CERTS=certifi.where(),
    ):
        client = ElasticEngine()._cluster.client
    assert client._headers["authorization"] == f"ApiKey {key}"
    with closing(client):
        nodes = {node.config.host: node.config for node in client.transport.node_pool.all()}
    assert {(name, config.port) for name, config in nodes.items()} == {("one.example", 9200), ("two.example", 9243)}
    for config in nodes.values():
        assert (config.scheme, config.ca_certs, config.verify_certs) == ("https", certifi.where(), True)


def test_the_embedded_engine_starts_without_it() -> None:
    code = "import sys, django; django.setup(); from search.chosen import engine; print(engine().name, *sys.modules)"
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "association.settings.test", "SEARCH_ENGINE": "embedded"}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    name, *modules = told.stdout.split()
    assert name == "embedded"
    assert {"tantivy"} == {"tantivy", "elasticsearch", "elasticsearch_dsl", "elastic_transport"} & set(modules)


def test_an_address_that_is_none_is_told() -> None:
    with not_there("one.example"), pytest.raises(ImproperlyConfigured):
        ElasticEngine()


@pytest.mark.parametrize(
    "start", ["a.*", "a|b", "[a-z]", "@", "#", "~a", "<1-9>", '"', "\\", "(", "{1", "&", "a" * 100, ""]
)
def test_words_begin_with_just_what_was_given(engine: ElasticEngine, start: str) -> None:
    words = ["a.*", "a|bc", "[a-z]x", "@", "#1", "~ab", "<1-9>", '"q', "\\n", "((", "{1}", "&&", "abc", "b"]
    fill(engine, [document(1, words=words)])
    expected = sorted((word, 1) for word in words if word.startswith(start))
    assert engine.terms(start, plan=ALL, limit=20) == expected


# --- Indices that others touch ---------------------------------------------------------------------


def test_code_of_another_shape_has_an_index_of_its_own(
    elasticsearch: Cluster, engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, LIBRARY)
    monkeypatch.setattr(module, "index_shape", lambda: "0123456789")
    with override_settings(ELASTICSEARCH_INDEX_PREFIX=engine.prefix):
        new = ElasticEngine()
    assert_rebuild_is_due(new)
    assert engine.answer(ALL).total == len(LIBRARY)
    fill(new, [document(1)])
    assert new.answer(ALL).total == 1
    assert elasticsearch.indices(engine.prefix) == {new.state().index}
    assert_rebuild_is_due(engine)


def test_the_shape_follows_fields_and_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    def shape_with(name: str, value: object) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            return module.index_shape.__wrapped__()

    now = module.index_shape()
    assert re.fullmatch(r"[0-9a-f]{10}", now)
    assert shape_with("shape", lambda: "another") != now
    changed = type("Changed", (module.Document,), {"title": module.Keyword()})
    assert shape_with("stored_document", lambda: changed) != now


def test_an_index_deleted_by_others_is_never_made_by_writing(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    fill(engine, LIBRARY)
    elasticsearch.call("DELETE", f"/{engine.state().index}")
    assert_rebuild_is_due(engine)
    assert elasticsearch.indices(engine.prefix) == set()
    fill(engine, LIBRARY)
    assert engine.answer(ALL).total == len(LIBRARY)


def test_an_index_deleted_while_it_is_written_ends_the_rebuild(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    with engine.rebuild() as rebuild:
        rebuild.add([document(1)])
        (index,) = elasticsearch.indices(engine.prefix)
        elasticsearch.call("DELETE", f"/{index}")
        with pytest.raises(EngineUnavailable):
            rebuild.add([document(2)])
        with pytest.raises(EngineUnavailable):
            rebuild.swap()
    assert elasticsearch.indices(engine.prefix) == set()


def test_an_alias_that_was_taken_away_is_given_again(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    fill(engine, LIBRARY)
    elasticsearch.call("DELETE", f"/{engine.state().index}/_alias/{engine.alias}")
    assert_rebuild_is_due(engine)
    fill(engine, LIBRARY)
    assert elasticsearch.indices(engine.prefix) == {engine.state().index}


def test_an_index_in_the_place_of_the_alias_is_replaced(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    elasticsearch.call("PUT", f"/{engine.alias}")
    with pytest.raises(EngineUnavailable):
        engine.answer(ALL)
    fill(engine, LIBRARY)
    assert engine.answer(ALL).total == len(LIBRARY)
    assert elasticsearch.indices(engine.prefix) == {engine.state().index}


def test_what_a_killed_rebuild_left_is_removed_by_the_next(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    fill(engine, [document(1)])
    child = os.fork()
    if child == 0:
        with engine.rebuild() as rebuild:
            rebuild.add([document(2)])
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert len(elasticsearch.indices(engine.prefix)) == 2
    assert list(engine.versions()) == [(1, 1)]
    with engine.rebuild():
        assert len(elasticsearch.indices(engine.prefix)) == 2
    assert elasticsearch.indices(engine.prefix) == {engine.state().index}


def test_a_rebuild_on_another_machine_takes_over(elasticsearch: Cluster, engine: ElasticEngine, tmp_path: Path) -> None:
    with engine.rebuild() as first:
        first.add([document(1)])
        with override_settings(SEARCH_FOLDER=tmp_path / "another", ELASTICSEARCH_INDEX_PREFIX=engine.prefix):
            fill(ElasticEngine(), [document(2)])
        with pytest.raises(EngineUnavailable):
            first.add([document(3)])
        with pytest.raises(EngineUnavailable):
            first.swap()
    assert list(engine.versions()) == [(2, 1)]


def test_indices_of_others_are_left_alone(elasticsearch: Cluster, engine: ElasticEngine) -> None:
    others = {f"{engine.prefix}{rest}" for rest in ["", "-v2", "-vacation-2026", "x-v0123456789", f"-v{'0' * 10}-copy"]}
    for name in others:
        elasticsearch.call("PUT", f"/{name}")
    fill(engine, LIBRARY)
    fill(engine, LIBRARY)
    assert elasticsearch.indices(engine.prefix) == {*others, engine.state().index}


def test_copies_are_made_as_the_settings_say(elasticsearch: Cluster, tmp_path: Path) -> None:
    with elastic(elasticsearch, tmp_path, ELASTICSEARCH_REPLICAS=2) as engine:
        fill(engine, LIBRARY)
        settings = elasticsearch.call("GET", f"/{engine.alias}/_settings")
        assert [one["settings"]["index"]["number_of_replicas"] for one in settings.values()] == ["2"]


# --- The same scores as the other engine ------------------------------------------------------------

SCORED: dict[str, Node] = {
    "a rare term": Term(BODY, "lantern"),
    "a common term": Term(BODY, "report"),
    "a term in short and long texts": Term(BODY, "barley"),
    "a term in few texts of a field": Term(SUMMARY, "copper"),
    "a term of a weight": Term(TITLE, "copper", 3.0),
    "a phrase": Phrase(BODY, ("red", "old", "bridge"), 2.0),
    "a fixed amount": OneOf(WORDS, ("window", "red"), 0.8),
    "what is near": Near(WORDS, "lantxern", 1, 0.35),
    "a plan": AtLeast(
        (
            Best((Term(TITLE, "red", 3.0), Term(BODY, "red"), OneOf(WORDS, ("red",), 0.35)), 0.25),
            Best((Term(TITLE, "bridge", 3.0), Term(BODY, "bridge"), Near(WORDS, "bridge", 1, 0.35)), 0.25),
        ),
        2,
        (Phrase(TITLE, ("red", "bridge"), 2.0), OneOf(WORDS, ("old",), 0.9)),
    ),
}


@pytest.fixture(scope="module")
def both(
    elasticsearch: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ElasticEngine, EmbeddedEngine]]:
    """The two engines with the same library."""
    folder = tmp_path_factory.mktemp("both")
    with elastic(elasticsearch, folder / "elastic") as one:
        other = EmbeddedEngine(folder / "embedded")
        fill(one, LIBRARY)
        fill(other, LIBRARY)
        yield one, other


@pytest.mark.parametrize("case", SCORED)
def test_scores_are_those_of_the_other_engine(both: tuple[ElasticEngine, EmbeddedEngine], case: str) -> None:
    plan = Plan(SCORED[case], scope=(), size=100, explain=True)
    one, other = ({hit.record_id: hit.score for hit in engine.answer(plan).hits} for engine in both)
    assert one
    assert one == pytest.approx(other, rel=1e-4)
