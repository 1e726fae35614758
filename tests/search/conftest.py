"""An engine in memory in the place of the real one."""

import fcntl
import os
from collections.abc import Iterator

import pytest

from search import chosen
from tests.search.cluster import Cluster, read, start
from tests.search.memory import MemoryEngine


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[MemoryEngine]:
    """The engine of the site, which keeps everything in memory."""
    monkeypatch.setitem(chosen.ENGINES, "memory", "tests.search.memory.MemoryEngine")
    settings.SEARCH_ENGINE = "memory"
    chosen.engine.cache_clear()
    yield chosen.engine()
    chosen.engine.cache_clear()


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Cluster:
    """One for the whole run, started by the first who asks; it ends with pytest, however that ends."""
    shared, whole_run = tmp_path_factory.getbasetemp(), os.getpid()
    if worker_id != "master":
        shared, whole_run = shared.parent, os.getppid()
    note = shared / "elasticsearch"
    with note.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            started = start(note, ends_with=whole_run)
            started.returncode = 0  # it outlives this process, which does not wait for it
    return read(note)
