"""Engines for tests: one in memory in the place of the real one, a filled one, an Elasticsearch."""

import fcntl
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches

from search import chosen
from tests.keeping import passing_site
from tests.search.cluster import Cluster, read, start
from tests.search.memory import MemoryEngine
from tests.search.shelf import Shelf, a_shelf, fill, searching


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[MemoryEngine]:
    """The engine of the site, which keeps everything in memory."""
    monkeypatch.setitem(chosen.ENGINES, "memory", "tests.search.memory.MemoryEngine")
    settings.SEARCH_ENGINE = "memory"
    chosen.engine.cache_clear()
    yield chosen.engine()
    chosen.engine.cache_clear()


@pytest.fixture(scope="module")
def stocked(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The shelf in the embedded engine, for all tests of a module; they ask for the database as usual."""
    with django_db_blocker.unblock(), passing_site(), searching(tmp_path_factory.mktemp("shelf")):
        made = a_shelf()
        fill()
        yield made


@pytest.fixture
def shelf(stocked: Shelf) -> Iterator[Shelf]:
    """The same, and nobody has asked before."""
    cache.clear()
    caches["limits"].clear()
    yield stocked
    caches["limits"].clear()


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
