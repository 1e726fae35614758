"""The engines that keep the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from search.engines import SearchEngine
from search.engines.embedded import EmbeddedEngine
from tests.search.cluster import elastic
from tests.search.contract.library import LIBRARY, fill


@contextmanager
def embedded(request: pytest.FixtureRequest, folder: Path) -> Iterator[SearchEngine]:
    """The embedded engine, with a folder of its own."""
    yield EmbeddedEngine(folder / "search")


@contextmanager
def on_elasticsearch(request: pytest.FixtureRequest, folder: Path) -> Iterator[SearchEngine]:
    """The engine on the cluster of the whole run, with an index of its own."""
    with elastic(request.getfixturevalue("elasticsearch"), folder) as engine:
        yield engine


# Each gives an engine that has no index yet, for which a folder may be used, and cleans up behind it.
ENGINES: dict[str, Callable[[pytest.FixtureRequest, Path], AbstractContextManager[SearchEngine]]] = {
    "embedded": embedded,
    "elastic": on_elasticsearch,
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine without an index."""
    with ENGINES[request.param](request, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=ENGINES)
def stocked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """An engine with the whole library, only to be read."""
    with ENGINES[request.param](request, tmp_path_factory.mktemp("contract")) as made:
        fill(made, LIBRARY)
        yield made
