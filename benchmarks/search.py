"""The search on both engines, at three sizes: what a page adds to its questions, and what a rebuild adds to writing.

A page is measured against the very same questions put to the engine bare; a rebuild from the stored documents against
documents that are ready, written to the bare engine.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import tantivy
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings
from elasticsearch.helpers import streaming_bulk

from benchmarks.databases import Database, a_database
from benchmarks.measuring import Finding, Measurement, Reached, Side, in_turn
from benchmarks.pace import slower, yardstick
from benchmarks.reading import read
from search import chosen
from search.duties import on_duty
from search.engines import elastic, embedded
from search.fields import Fields
from search.indexing import fields_for
from search.models import Task
from search.rebuilding import _all_ids, build_all, rebuild
from tests.factories import bulk
from tests.search.cluster import own_cluster

SIZES = {"small": 1_000, "middle": 10_000, "large": 100_000}
ENGINES = ("embedded", "elastic")
ROUNDS, ROUNDS_OF_A_REBUILD = 25, {"small": 3, "middle": 3, "large": 1}
# Seconds that a page may add to its questions, and suggestions to theirs; see ``benchmarks.pace``.
PAGE_ADDS, SUGGESTIONS_ADD = 0.030, 0.010
# A rebuild takes at most this many times as long as ready documents do: 0.4 of their speed.
REBUILD_LIMIT = 2.5
# MB by which a worker may grow while it rebuilds the largest index: the buffer of the writer (30), its merging of what
# it wrote, and the versions of all documents. It does not grow with the documents beyond these.
MEMORY_LIMIT = 150

# What readers type: a word that half of all hold, a rare one, a misspelt one, one in two languages, filters, nothing.
PAGES = {
    "a frequent word": "/en/search/?q=service",
    "two words, one of them rare": "/en/search/?q=practice+777",
    "a word and filters": "/en/search/?q=registry&country=country-aa&topic=topic-5&topic=topic-2&year=2002",
    "filters without a word": "/en/search/?topic=topic-1&sort=title",
    "the fifth page": "/en/search/?q=bureau&page=5",
    "the library": "/en/library/?q=mobile",
    "misspelt": "/az/search/?q=sintetk+tecrube",
}
SUGGESTIONS = {
    "the beginning of a word": "/api/v1/suggest?q=serv",
    "the second word": "/api/v1/suggest?q=synthetic+prac",
    "two letters": "/api/v1/suggest?q=mo",
}


def measure() -> list[Finding]:
    """Measure every size on every engine."""
    measured: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder, own_cluster(Path(folder), heap="2g") as cluster:
        for name, size in SIZES.items():
            library = _library(name, size)
            for engine in ENGINES:
                with an_engine(engine, cluster.urls, Path(folder) / f"{engine}-{name}"):
                    measured += _measure(library, engine, name)
    return measured


def _library(name: str, size: int) -> Database:
    """Return a database with as many practices, whose documents are stored."""
    database = a_database(f"search-{name}")
    bulk.build(bulk.Size(size), bulk.surroundings())
    with on_duty(Task.REBUILD) as lease:
        build_all(lease, say=lambda step, done: None, meanwhile=lambda: None)
    return database


@contextmanager
def an_engine(name: str, addresses: list[str], folder: Path) -> Iterator[None]:
    """Let the site search with this engine, in a folder or under a name of its own."""
    given = {"SEARCH_ENGINE": name, "SEARCH_FOLDER": folder, "SEARCH_TIMEOUT": 30.0, "ELASTICSEARCH_REPLICAS": 0}
    with override_settings(**given, ELASTICSEARCH_URLS=addresses, ELASTICSEARCH_INDEX_PREFIX=folder.name):
        chosen.engine.cache_clear()
        yield
    chosen.engine.cache_clear()


def _measure(library: Database, engine: str, size: str) -> list[Finding]:
    library.enter()
    title = f"{engine}, {SIZES[size]:,} practices"
    return [
        *_rebuilds(title, engine, ROUNDS_OF_A_REBUILD[size]),
        *([_memory(title, library, engine)] if size == "large" else []),
        *(_adds(f"{title}: page, {name}", address, PAGE_ADDS) for name, address in PAGES.items()),
        *(_adds(f"{title}: suggestions, {name}", address, SUGGESTIONS_ADD) for name, address in SUGGESTIONS.items()),
    ]


# --- Answers -----------------------------------------------------------------------------------------


class _Listening:
    """An engine that notes what it is asked."""

    def __init__(self, engine: Any, heard: list[Callable[[], Any]]) -> None:
        self._engine, self._heard = engine, heard

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._engine, name)

        def ask(*args: Any, **kwargs: Any) -> Any:
            self._heard.append(lambda: asked(*args, **kwargs))
            return asked(*args, **kwargs)

        return ask


def _adds(name: str, address: str, limit: float) -> Measurement:
    """Return what a request takes beyond the questions that it puts to the engine."""
    heard: list[Callable[[], Any]] = []
    listening, engine = _Listening(chosen.engine(), heard), chosen.engine
    chosen.engine = lambda: listening  # type: ignore[assignment]
    read(address)
    chosen.engine = engine  # type: ignore[misc]
    # What the building left behind is nothing that a web server holds.
    gc.collect()
    gc.freeze()
    whole = Side("request", lambda: read(address), _as_the_first)
    bare = Side("questions", lambda: [ask() for ask in heard])
    request, questions, bare_view = in_turn(whole, bare, yardstick(), rounds=ROUNDS)
    pace = slower(bare_view)
    against = f"{limit * 1000:.0f} ms × {pace:.2f} above {questions * 1000:.1f} ms of {len(heard)} questions"
    return Measurement(name, max(request - questions, 0.0), against, limit * pace, ROUNDS, 1)


def _as_the_first() -> None:
    """Let no limit of requests be reached."""
    caches["limits"].clear()


# --- Rebuilds ----------------------------------------------------------------------------------------


def _rebuilds(title: str, engine: str, rounds: int) -> list[Finding]:
    bare = {"embedded": _bare_embedded, "elastic": _bare_elastic}[engine]
    taken = [(_rebuild(), bare(_ready())) for _round in range(rounds)]
    rebuilt, written = (median(times) for times in zip(*taken, strict=True))
    against = "ready documents into the bare engine"
    return [Measurement(f"{title}: rebuild", rebuilt, against, written, rounds, REBUILD_LIMIT)]


def _rebuild() -> float:
    began = time.perf_counter()
    rebuild()
    return time.perf_counter() - began


def _memory(title: str, library: Database, engine: str) -> Finding:
    """Return by how much a worker grows while it rebuilds."""
    where = [str(library.path), engine, str(settings.SEARCH_FOLDER), ",".join(settings.ELASTICSEARCH_URLS)]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.grown", *where], capture_output=True, text=True, check=True
    )
    return Reached(f"{title}: memory of a rebuild", float(told.stdout), "MB more than before it", most=MEMORY_LIMIT)


def _ready() -> Iterator[list[Fields]]:
    return (fields_for(ids) for ids in _all_ids())


def _bare_embedded(documents: Iterable[list[Fields]]) -> float:
    """Return how long the library takes, given its own documents."""
    ready = [tantivy.Document.from_dict(fields.flat, embedded.schema()) for some in documents for fields in some]
    with tempfile.TemporaryDirectory() as folder:
        writer = tantivy.Index(embedded.schema(), folder, reuse=False).writer(embedded.REBUILDING, 1)
        began = time.perf_counter()
        for document in ready:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return time.perf_counter() - began


def _bare_elastic(documents: Iterable[list[Fields]]) -> float:
    """Return how long the cluster takes, given its own requests."""
    engine: Any = elastic.ElasticEngine()
    client, index, taken = engine._cluster.client, f"{engine.prefix}-bare", 0.0
    mapping = elastic.stored_document()._doc_type.mapping.to_dict()
    shape = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    client.indices.create(index=index, mappings=mapping, settings=shape)
    for some in documents:
        ready = list(elastic._actions(some, ()))
        began = time.perf_counter()
        sent = streaming_bulk(
            client,
            ready,
            index=index,
            chunk_size=elastic.CHUNK_DOCUMENTS,
            max_chunk_bytes=elastic.CHUNK_BYTES,
            max_retries=elastic.MOST_RETRIES,
            initial_backoff=elastic.FIRST_PAUSE,
        )
        if not all(ok for ok, _result in sent):
            raise RuntimeError("A document was refused.")
        taken += time.perf_counter() - began
    began = time.perf_counter()
    client.indices.refresh(index=index)
    taken += time.perf_counter() - began
    client.indices.delete(index=index)
    return taken
