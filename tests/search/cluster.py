"""A real Elasticsearch for tests, of one node or more. Without one they fail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test import override_settings

from search.engines.elastic import ElasticEngine

ROOT = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT = 300
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

    def call(self, method: str, path: str, body: object = None, *, node: int = 1) -> Any:
        """Ask a node without our engine, as an operator does."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.urls[node - 1] + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def indices(self, prefix: str) -> set[str]:
        """The indices whose names begin so."""
        return set(self.call("GET", f"/{prefix}*/_alias"))


def start(note: Path, *, ends_with: int, nodes: int = 1) -> subprocess.Popen:
    """Start a cluster that writes into ``note`` where it is, and ends with a process."""
    command = ["bin/elasticsearch", "--nodes", str(nodes), "bash", "-c", STAY, str(note), str(ends_with)]
    with note.with_suffix(".log").open("w") as log:
        started = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
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
def own_cluster(folder: Path, *, nodes: int = 1) -> Iterator[Cluster]:
    """A cluster that a test may harm."""
    note = folder / "cluster"
    started = start(note, ends_with=os.getpid(), nodes=nodes)
    try:
        yield read(note)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(timeout=60)


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
