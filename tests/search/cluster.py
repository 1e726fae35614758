"""A real Elasticsearch for tests, of one node or more. Without one they fail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test import override_settings

from search.engines.elastic import ElasticEngine

ROOT = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT = 600
# Tells where it is, then waits for the end of a process: so it ends with that one, however that ends.
STAY = """
echo "$ELASTICSEARCH_URLS $ELASTICSEARCH_FOLDER" >"$0.new"
mv "$0.new" "$0"
exec tail --pid="$1" --follow /dev/null
"""


@dataclass(frozen=True)
class Cluster:
    """Where it is."""

    urls: list[str]
    folder: Path

    def pid_of(self, node: int) -> int:
        """The process of a node, counted from one."""
        return int((self.folder / f"n{node}" / "pid").read_text())

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the first node that answers, without our engine, as an operator does."""
        data = None if body is None else json.dumps(body).encode()
        for url in self.urls:
            request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"}, method=method)
            with (
                suppress(ConnectionError, urllib.error.URLError),
                urllib.request.urlopen(request, timeout=60) as response,
            ):
                return json.load(response)
        raise AssertionError(f"No node answers to {method} {path}")

    def aliases(self, prefix: str) -> dict[str, set[str]]:
        """The indices whose names begin so, with their aliases."""
        return {name: set(held["aliases"]) for name, held in self.call("GET", f"/{prefix}*/_alias").items()}

    def indices(self, prefix: str) -> set[str]:
        """The indices whose names begin so."""
        return set(self.aliases(prefix))

    def health(self) -> dict[str, Any]:
        """How it is, in its own words."""
        return self.call("GET", "/_cluster/health?timeout=1s")


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what happens by itself."""
    deadline = time.monotonic() + START_TIMEOUT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def start(note: Path, *, ends_with: int, nodes: int = 1, heap: str = "512m") -> subprocess.Popen:
    """Start a cluster that writes into ``note`` where it is, and ends with a process; ``heap`` is of each node."""
    command = ["bin/elasticsearch", "--nodes", str(nodes), "bash", "-c", STAY, str(note), str(ends_with)]
    with note.with_suffix(".log").open("w") as log:
        given = {**os.environ, "ELASTICSEARCH_HEAP": heap}
        started = subprocess.Popen(command, cwd=ROOT, env=given, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + START_TIMEOUT
    while not note.exists():
        assert started.poll() is None, note.with_suffix(".log").read_text()
        assert time.monotonic() < deadline, "Elasticsearch does not start"
        time.sleep(0.1)
    return started


def read(note: Path) -> Cluster:
    """The cluster that wrote the note."""
    urls, folder = note.read_text().split()
    return Cluster(urls.split(","), Path(folder))


@contextmanager
def own_cluster(folder: Path, *, nodes: int = 1, heap: str = "512m") -> Iterator[Cluster]:
    """A cluster that a test may harm."""
    note = folder / "cluster"
    started = start(note, ends_with=os.getpid(), nodes=nodes, heap=heap)
    try:
        yield read(note)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(timeout=60)


@contextmanager
def started_again(cluster: Cluster, node: int) -> Iterator[None]:
    """Run a node that has ended. To be left after the cluster."""
    process = subprocess.Popen(["bin/elasticsearch", "node", str(cluster.folder), str(node)], cwd=ROOT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def elastic(cluster: Cluster, folder: Path, **others: object) -> Iterator[ElasticEngine]:
    """The engine on a cluster, with indices of its own that are removed after."""
    given = {
        "ELASTICSEARCH_URLS": cluster.urls,
        "ELASTICSEARCH_INDEX_PREFIX": f"test{uuid4().hex[:12]}",
        "ELASTICSEARCH_REPLICAS": 0,
        "SEARCH_TIMEOUT": 30.0,  # machines that run tests are busy
        "SEARCH_FOLDER": folder,
    }
    with override_settings(**given | others):
        engine = ElasticEngine()
        yield engine
    for index in cluster.indices(engine.prefix):
        cluster.call("DELETE", f"/{index}")
