"""The engine for several machines: Elasticsearch, one node or a cluster. The only module that imports its libraries.

An index is named after its shape, ``<prefix>-v<shape>-<moment>``, and read through the alias ``<prefix>-v<shape>``. So
code never meets an index of another shape, old code and new code each have their own for as long as both run, and a
rebuild takes the place of the index in use in one step.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk
from elasticsearch_dsl import Document, Index, Keyword, Long, MetaField, Q, Search, Text

from search import budget
from search.engines import EngineAnswer, EngineState, EngineUnavailable, Hit, QuestionRefused, Rebuild, RebuildNeeded
from search.engines.elastic_queries import all_translated, translated
from search.engines.generations import Generations
from search.fields import (
    AUDIENCE,
    DOCUMENT_VERSION,
    EXACT,
    ID,
    LONGEST_TERM,
    SOUNDS,
    STARTS,
    TEXTS,
    WORDS,
    Fields,
    facet_field,
    orders,
    shape,
)
from search.planning import Plan
from search.query import FACETS

Result = TypeVar("Result")

# A question that cannot be read, or asks for too much.
REFUSING = (400, 413, 414, 422)
# Seconds of one request that writes or arranges; reads have ``SEARCH_TIMEOUT``.
WRITING = 20
# Hosts that a read tries before it gives up, in the time it has.
MOST_TRIES = 3
# One request of a write holds no more than this; a cluster that is busy is asked again, later and later.
CHUNK_DOCUMENTS, CHUNK_BYTES = 500, 4 * 1024 * 1024
BUSY, MOST_RETRIES, FIRST_PAUSE = 429, 5, 0.5

# Values of one filter that are counted.
MOST_VALUES = 1000
# Ends the alias through which an index is written before it is read.
WRITING_SUFFIX = ".writing"
# Documents of one step through the whole index.
STEP = 5000


# --- The index ---------------------------------------------------------------------------------------


def _mapping() -> dict[str, Any]:
    texts = {name: Text(analyzer="whitespace", position_increment_gap=100) for name in TEXTS}
    found = {name: Keyword(doc_values=False) for name in (EXACT, STARTS, SOUNDS, AUDIENCE)}
    counted = {name: Keyword() for name in (WORDS, *map(facet_field, FACETS))}
    ordered = {name: Keyword(index=False) for name in orders()}
    numbers = {name: Long(index=False) for name in (ID, DOCUMENT_VERSION)}
    return {**texts, **found, **counted, **ordered, **numbers}


@lru_cache(maxsize=1)
def stored_document() -> type[Document]:
    """Return the shape of a document in the index. What was sent is not kept: the database has it."""
    meta = type("Meta", (), {"dynamic": MetaField("strict"), "_source": MetaField(enabled=False)})
    return type("StoredDocument", (Document,), {**_mapping(), "Meta": meta})


@lru_cache(maxsize=1)
def index_shape() -> str:
    """Return one value for the mapping and for what stands in its fields."""
    mapping = json.dumps(stored_document()._doc_type.mapping.to_dict(), sort_keys=True)
    return hashlib.sha256(f"{shape()} {mapping}".encode()).hexdigest()[:10]


# --- The cluster -------------------------------------------------------------------------------------


@contextmanager
def _answering() -> Iterator[None]:
    """Make one exception of all that the libraries raise."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise _meaning(error)(str(error)) from error


def _meaning(error: ApiError | TransportError) -> type[EngineUnavailable]:
    if isinstance(error, NotFoundError) and error.error != "search_phase_execution_exception":
        return RebuildNeeded
    return QuestionRefused if isinstance(error, ApiError) and error.status_code in REFUSING else EngineUnavailable


class _Cluster:
    """The hosts that the settings name. Nothing is connected before the first question."""

    def __init__(self) -> None:
        self._hosts = min(len(settings.ELASTICSEARCH_URLS), MOST_TRIES)
        options = {"api_key": settings.ELASTICSEARCH_API_KEY, "ca_certs": settings.ELASTICSEARCH_CA_CERTS}
        given: dict[str, Any] = {name: value for name, value in options.items() if value}
        try:
            self.client = Elasticsearch(settings.ELASTICSEARCH_URLS, max_retries=0, request_timeout=WRITING, **given)
        except ValueError as error:
            raise ImproperlyConfigured(f"Elasticsearch cannot be asked as the settings say: {error}") from error

    def ask(self, question: Callable[[Elasticsearch], Result], *, seconds: float | None = None) -> Result:
        """Return the answer of the first host that gives one; all together have ``seconds``."""
        end = time.monotonic() + (seconds or WRITING)
        with _answering():
            for others in range(self._hosts - 1, 0, -1):
                with suppress(ApiError, TransportError):
                    return self._once(question, (end - time.monotonic()) / (others + 1))
            with suppress(ApiError):  # the index in use may just have been replaced
                return self._once(question, end - time.monotonic())
            return self._once(question, end - time.monotonic())

    def _once(self, question: Callable[[Elasticsearch], Result], seconds: float) -> Result:
        return question(self.client.options(request_timeout=max(seconds, 0.01)))


# --- The engine --------------------------------------------------------------------------------------


class ElasticEngine:
    """See ``search.engines.SearchEngine``. Threads may share it."""

    name = "elastic"

    def __init__(self) -> None:
        self._cluster = _Cluster()
        self.prefix = settings.ELASTICSEARCH_INDEX_PREFIX
        self.alias = f"{self.prefix}-v{index_shape()}"

    def answer(self, plan: Plan) -> EngineAnswer:
        """Return what the plan finds."""
        found = self._search(_asked(plan))
        total = found["hits"]["total"]["value"]
        hits = tuple(_hit(hit, plan) for hit in found["hits"]["hits"])
        return EngineAnswer(total, hits, {name: _counts(found["aggregations"][name]) for name in plan.counted})

    def terms(self, start: str, *, plan: Plan, limit: int) -> list[tuple[str, int]]:
        """Return words of the documents that ``plan`` finds which begin with ``start``, the most frequent first."""
        if limit < 1 or len(start) > LONGEST_TERM:
            return []
        search = Search().query("bool", filter=[_query(plan), *all_translated(plan.filters.values())])[:0]
        search.aggs.bucket("words", "terms", field=WORDS, include=f"{_literally(start)}.*", size=limit)
        buckets = self._search(search)["aggregations"]["words"]["buckets"]
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    def _search(self, search: Search) -> dict[str, Any]:
        seconds = budget.left(settings.SEARCH_TIMEOUT)
        # In steps: the cluster knows a question again by all that it says, and keeps the counts of one asked often.
        body = search.extra(timeout=f"{math.ceil(seconds * 10) * 100}ms").to_dict()
        # The same question goes to the same copy of the index, so that its pages fit together.
        preference = hashlib.sha256(json.dumps(body["query"]).encode()).hexdigest()[:16]
        found = self._cluster.ask(
            lambda client: client.search(
                index=self.alias, body=body, preference=preference, allow_partial_search_results=False
            ),
            seconds=seconds,
        )
        if found["timed_out"]:
            raise EngineUnavailable("The cluster did not answer in time")
        return dict(found)

    def write(self, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        """Write and remove documents in the index that readers use; in the next one too, where that came meanwhile."""
        written, gone = list(documents), list(removed)
        while True:
            index = self.current()
            try:
                self.send(self.alias, written, gone)
                self.show(self.alias)
            except EngineUnavailable:
                if self.current() == index:
                    raise
            else:
                if self.current() == index:
                    return

    def send(self, alias: str, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        """Write to the index behind an alias. A name that is none is refused: it would become an index of any shape."""
        with _answering():
            results = streaming_bulk(
                self._cluster.client.options(max_retries=MOST_TRIES - 1, retry_on_status=()),
                _actions(documents, removed),
                chunk_size=CHUNK_DOCUMENTS,
                max_chunk_bytes=CHUNK_BYTES,
                max_retries=MOST_RETRIES,
                initial_backoff=FIRST_PAUSE,
                retry_on_status=BUSY,
                raise_on_error=False,
                yield_ok=False,
                index=alias,
                require_alias=True,
                timeout=f"{WRITING // 2}s",
            )
            for _ok, result in results:
                (operation, outcome), *_others = result.items()
                if operation != "delete" or "error" in outcome:
                    gone = outcome["error"]["type"] == "index_not_found_exception"
                    raise (RebuildNeeded if gone else EngineUnavailable)(f"Not written: {outcome['error']}")

    def show(self, index: str) -> None:
        """Let readers see what was written."""
        refreshed = self._cluster.ask(lambda client: client.indices.refresh(index=index))
        if refreshed["_shards"]["failed"]:
            raise EngineUnavailable(f"Not every copy of {index} shows what was written")

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Begin an index aside; what earlier rebuilds left behind is removed.

        On this machine a second is refused. On another it takes over, and the first fails at its next step.
        """
        with Generations(settings.SEARCH_FOLDER).lock():
            rebuild = ElasticRebuild(self, self._cluster)
            try:
                yield rebuild
            finally:
                rebuild.abandon()

    def versions(self) -> Iterator[tuple[int, int]]:
        """Return id and version of every document, to compare with the database."""
        opened = self._cluster.ask(lambda client: client.open_point_in_time(index=self.alias, keep_alive="2m"))
        try:
            after: list[Any] | None = None
            while hits := self._step(opened["id"], after):
                yield from ((hit["fields"][ID][0], hit["fields"][DOCUMENT_VERSION][0]) for hit in hits)
                after = hits[-1]["sort"]
        finally:
            with suppress(EngineUnavailable):
                self._cluster.ask(lambda client: client.close_point_in_time(id=opened["id"]))

    def _step(self, point: str, after: list[Any] | None) -> list[dict[str, Any]]:
        found = self._cluster.ask(
            lambda client: client.search(
                pit={"id": point, "keep_alive": "2m"},
                size=STEP,
                sort=[{ID: "asc"}],
                search_after=after,
                docvalue_fields=[{"field": ID}, {"field": DOCUMENT_VERSION}],
                track_total_hits=False,
                allow_partial_search_results=False,
            )
        )
        return list(found["hits"]["hits"])

    def state(self) -> EngineState:
        """Return what operators want to know."""
        seconds = settings.SEARCH_TIMEOUT
        stats = self._cluster.ask(lambda client: client.indices.stats(index=self.alias), seconds=seconds)
        return EngineState(
            name=self.name,
            documents=stats["_all"]["primaries"]["docs"]["count"],
            bytes=stats["_all"]["total"]["store"]["size_in_bytes"],
            index=", ".join(stats["indices"]),
        )

    def current(self) -> str:
        """Return the name of the index in use."""
        found = self._cluster.ask(lambda client: client.indices.get_alias(name=self.alias))
        return ", ".join(sorted(found))


class ElasticRebuild:
    """An index aside. See ``search.engines.Rebuild``."""

    def __init__(self, engine: ElasticEngine, cluster: _Cluster) -> None:
        self._engine, self._cluster = engine, cluster
        self._index = f"{engine.alias}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
        self._writing = f"{self._index}{WRITING_SUFFIX}"
        self._remove({index for index, aliases in self._indices().items() if not aliases})
        new = Index(self._index)
        new.document(stored_document())
        new.aliases(**{self._writing: {}})
        # Without copies while it is written; shown when we say so.
        new.settings(number_of_shards=1, number_of_replicas=0, refresh_interval="-1")
        self._cluster.ask(lambda client: client.indices.create(index=self._index, body=new.to_dict()))

    def add(self, documents: Iterable[Fields]) -> None:
        """Write documents."""
        self._engine.send(self._writing, documents)

    def remove(self, record_ids: Iterable[int]) -> None:
        """Take documents out that were added before."""
        self._engine.send(self._writing, (), record_ids)

    def swap(self) -> None:
        """Put it in the place of the index that readers use, and remove that one."""
        self._engine.show(self._index)
        self._copy()
        alias, others = self._engine.alias, set(self._indices()) - {self._index}
        actions: list[dict[str, Any]] = [
            {"add": {"index": self._index, "alias": alias}},
            {"remove": {"index": self._index, "alias": self._writing}},
            *({"remove": {"index": old, "alias": alias, "must_exist": False}} for old in others - {alias}),
            *({"remove_index": {"index": alias}} for _index in others & {alias}),  # not of our making
        ]
        self._cluster.ask(lambda client: client.indices.update_aliases(actions=actions))
        with suppress(EngineUnavailable):  # the next rebuild removes them
            self._remove(others - {alias})

    def _copy(self) -> None:
        """Make the copies before it is read, as far as there are machines for them."""
        copies = {"number_of_replicas": settings.ELASTICSEARCH_REPLICAS}
        self._cluster.ask(lambda client: client.indices.put_settings(index=self._index, settings=copies))
        with suppress(EngineUnavailable):  # or they follow
            self._cluster.ask(
                lambda client: client.cluster.health(
                    index=self._index, wait_for_no_initializing_shards=True, wait_for_events="languid", timeout="10s"
                )
            )

    def abandon(self) -> None:
        """Remove it, unless it is in use."""
        with suppress(EngineUnavailable):  # the next rebuild removes it
            if self._indices().get(self._index) == set():
                self._remove({self._index})

    def _indices(self) -> dict[str, set[str]]:
        """Return every index of this site, of whatever shape, with the aliases by which it is read."""
        prefix = self._engine.prefix
        found = self._cluster.ask(lambda client: client.indices.get_alias(index=f"{prefix}-v*"))
        ours = re.compile(rf"{re.escape(prefix)}-v[0-9a-f]{{10}}(-\d+)?")
        return {
            index: {alias for alias in state["aliases"] if not alias.endswith(WRITING_SUFFIX)}
            for index, state in found.items()
            if ours.fullmatch(index)
        }

    def _remove(self, indices: set[str]) -> None:
        if indices:
            self._cluster.ask(lambda client: client.indices.delete(index=sorted(indices), ignore_unavailable=True))


# --- Documents, questions and answers ------------------------------------------------------------------


def _actions(documents: Iterable[Fields], removed: Iterable[int]) -> Iterator[dict[str, Any]]:
    for record_id in removed:
        yield {"_op_type": "delete", "_id": str(record_id)}
    for fields in documents:
        yield {"_op_type": "index", "_id": str(fields.record_id), "_source": fields.flat}


def _asked(plan: Plan) -> Search:
    search = Search().query(_query(plan)).extra(track_total_hits=True, explain=plan.explain).source(False)
    search = search.sort({plan.order[0]: "desc" if plan.order[1] else "asc"} if plan.order else "_score", ID)
    if plan.filters:  # after the counts, each of which leaves out its own
        search = search.post_filter("bool", filter=all_translated(plan.filters.values()))
    for name in plan.counted:
        others = all_translated(node for other, node in plan.filters.items() if other != name)
        counted = search.aggs.bucket(name, "filter", filter=Q("bool", filter=others))
        counted.bucket("values", "terms", field=facet_field(name), size=MOST_VALUES)
    return search[plan.start : plan.start + plan.size]


def _query(plan: Plan) -> Any:
    return Q("bool", must=[translated(plan.node)], filter=all_translated(plan.scope))


def _hit(hit: dict[str, Any], plan: Plan) -> Hit:
    score = 0.0 if plan.order else hit["sort"][0]
    return Hit(int(hit["_id"]), score, json.dumps(hit["_explanation"]) if plan.explain else "")


def _counts(counted: dict[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted["values"]["buckets"]}


def _literally(text: str) -> str:
    """Return a pattern of Lucene that matches just this text."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
