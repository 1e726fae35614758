"""Three nodes, of which one dies at the worst moment."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from search.engines import EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.nodes import Everything
from search.planning import Plan
from tests.search.cluster import Cluster, elastic, own_cluster, started_again, wait_until
from tests.search.contract.library import document, fill, ids

pytestmark = pytest.mark.sqlite

OLD = [document(number) for number in range(1, 101)]
NEW = [document(number, version=2) for number in range(1, 201)]
ALL = Plan(Everything(), scope=(), size=1000)


@pytest.mark.slow
def test_readers_go_on_while_nodes_die_and_come_back(tmp_path: Path) -> None:
    """The story of a bad day: a node dies with the index that is being made, later one without it."""
    with (
        ExitStack() as after,
        own_cluster(tmp_path, nodes=3) as cluster,
        elastic(cluster, tmp_path, ELASTICSEARCH_REPLICAS=1) as engine,
    ):
        fill(engine, OLD)
        wait_until(lambda: cluster.health()["status"] == "green")
        with reading(engine, [100]), engine.rebuild() as rebuild:
            rebuild.add(NEW[:100])
            dead = holder(cluster, engine)
            kill(cluster, dead)
            with pytest.raises(EngineUnavailable):
                rebuild.add(NEW[100:])
        with reading(engine, [100, 200]):
            again(lambda: fill(engine, NEW))
        assert sorted(engine.versions()) == [(number, 2) for number in range(1, 201)]

        after.enter_context(started_again(cluster, dead))
        wait_until(lambda: (cluster.health()["number_of_nodes"], cluster.health()["status"]) == (3, "green"))
        with reading(engine, [100, 200]), engine.rebuild() as rebuild:
            rebuild.add(OLD[:50])
            beside = next(node for node in (1, 2, 3) if node not in {dead, holder(cluster, engine)})
            kill(cluster, beside)
            rebuild.add(OLD[50:])
            rebuild.swap()
        assert engine.answer(ALL).total == 100
        again(lambda: engine.write([document(101)], removed=[1]))
        assert ids(engine.answer(ALL))[-1] == 101
        assert cluster.indices(engine.prefix) == {engine.state().index}


@contextmanager
def reading(engine: ElasticEngine, totals: list[int]) -> Iterator[None]:
    """Read all the while. Every answer is the whole of one index, and none is missing."""
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answer = engine.answer(ALL)
            assert answer.total in totals
            assert ids(answer) == list(range(1, answer.total + 1))

    with ThreadPoolExecutor(max_workers=2) as pool:
        readers = [pool.submit(read) for _reader in range(2)]
        try:
            yield
        finally:
            done.set()
        for reader in readers:
            reader.result(timeout=120)


def holder(cluster: Cluster, engine: ElasticEngine) -> int:
    """The node that holds the index which is being made."""
    (index,) = (name for name, aliases in cluster.aliases(engine.prefix).items() if engine.alias not in aliases)
    (shard,) = cluster.call("GET", f"/_cat/shards/{index}?format=json&h=node")
    return int(shard["node"].removeprefix("n"))


def kill(cluster: Cluster, node: int) -> None:
    os.kill(cluster.pid_of(node), signal.SIGKILL)


def again(work: Callable[[], None]) -> None:
    """Repeat as the worker does, until it is done."""

    def is_done() -> bool:
        try:
            work()
        except EngineUnavailable:
            return False
        return True

    wait_until(is_done)
