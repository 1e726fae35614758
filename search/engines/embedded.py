"""The embedded engine: tantivy, in a folder of the machine.

One process writes at a time; any number read, each holding the index open and looking before every answer whether it
has changed. An index is never mended: whatever is wrong with it, a rebuild makes another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import tantivy
from django.conf import settings
from tantivy import Order, Query

from search.engines import EngineAnswer, EngineState, EngineUnavailable, Hit, Rebuild, RebuildNeeded
from search.engines.embedded_queries import query_of, schema, without_extra
from search.engines.generations import Generations, Stamp, check, size
from search.fields import DOCUMENT_VERSION, ID, WORDS, Fields, facet_field
from search.planning import Plan

# Memory of a writer: the least that the library takes, and what lets a rebuild write larger segments. More than that
# makes no rebuild quicker.
WRITING, REBUILDING = 15_000_000, 30_000_000
# Values of one filter that are counted.
MOST_VALUES = 1000
# Hits beyond the page that are looked at for equal scores, before all of them are.
SPARE = 100
# Scores that differ only behind these decimals were added up in another order.
DECIMALS = 4


@contextmanager
def _answering(failure: type[EngineUnavailable] = EngineUnavailable) -> Iterator[None]:
    """Make one exception of all that the library raises. Its panics are no ``Exception``."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise failure(str(error)) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise failure(str(error)) from error


@dataclass(frozen=True)
class _Opened:
    """An index held open as it was at ``state``; ``checked`` are its files that were found whole."""

    state: tuple[Path, Stamp]
    index: tantivy.Index
    checked: frozenset[str]


@_answering(RebuildNeeded)
def _opened(state: tuple[Path, Stamp], before: _Opened | None) -> _Opened:
    """Return the index of that state: the one held open before, where it is only a later commit of it."""
    folder, _stamp = state
    if before and before.state[0] == folder:
        checked = check(folder, before.checked)
        before.index.reload()
        return _Opened(state, before.index, checked)
    checked = check(folder)
    index = tantivy.Index.open(str(folder))
    if index.schema != schema():
        raise RebuildNeeded(f"The index {folder.name} has other fields than it should")
    index.config_reader("manual")  # else a thread of its own would reload at any moment
    return _Opened(state, index, checked)


class EmbeddedEngine:
    """See ``search.engines.SearchEngine``. Threads may share it."""

    name = "embedded"

    def __init__(self, folder: Path | None = None) -> None:
        self._generations = Generations(folder or Path(settings.SEARCH_FOLDER))
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    @_answering()
    def answer(self, plan: Plan) -> EngineAnswer:
        """Return what the plan finds."""
        searcher = self._searcher()
        total, hits = _hits(searcher, plan)
        return EngineAnswer(total, hits, _facets(searcher, plan))

    @_answering()
    def terms(self, start: str, *, plan: Plan, limit: int) -> list[tuple[str, int]]:
        """Return words of the documents that ``plan`` finds which begin with ``start``, the most frequent first."""
        searcher = self._searcher()
        return searcher.terms_with_prefix(WORDS, start, filter_query=query_of(plan), limit=limit)

    def write(self, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        """Write and remove documents in the index that readers use; in the next one too, where that came meanwhile."""
        written, gone = list(documents), list(removed)
        while True:
            folder = self._generations.current()
            try:
                self._write(written, gone)
            except EngineUnavailable:
                if self._generations.current() == folder:
                    raise
            else:
                if self._generations.current() == folder:
                    return

    @_answering()
    def _write(self, documents: list[Fields], removed: list[int]) -> None:
        with _writing(self._open().index) as writer:
            for record_id in (*removed, *(fields.record_id for fields in documents)):
                _delete(writer, record_id)
            for fields in {fields.record_id: fields for fields in documents}.values():
                writer.add_json(fields.line)
            writer.commit()

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Begin an index aside; what earlier rebuilds left behind is removed."""
        with ExitStack() as held:
            with _answering():
                held.enter_context(self._generations.lock())
                self._generations.tidy()
                rebuild = EmbeddedRebuild(self._generations)
            try:
                yield rebuild
            finally:
                rebuild.abandon()

    def versions(self) -> Iterator[tuple[int, int]]:
        """Return id and version of every document, to compare with the database."""
        with _answering():
            searcher = self._searcher()
            found = searcher.search(Query.all_query(), limit=max(searcher.num_docs, 1), count=False)
            placed = _placed(searcher, found)
            versions = searcher.fast_field_values(DOCUMENT_VERSION, [place for _score, _number, place in placed])
        for (_score, record_id, _place), version in zip(placed, versions, strict=True):
            yield record_id, int(version or 0)

    @_answering()
    def state(self) -> EngineState:
        """Return what operators want to know."""
        opened = self._open()
        return EngineState(
            name=self.name,
            documents=opened.index.searcher().num_docs,
            bytes=size(opened.state[0]),
            index=opened.state[0].name,
        )

    def _searcher(self) -> tantivy.Searcher:
        return self._open().index.searcher()

    def _open(self) -> _Opened:
        """Return the index in use as it is now, and let go of any other, whose files may have been removed."""
        with self._opening:
            before, self._opened = self._opened, None
            state = self._generations.state()
            while before is None or before.state != state:
                try:
                    before = _opened(state, before)
                except EngineUnavailable:
                    failed, state, before = state, self._generations.state(), None
                    if failed == state:  # not overtaken by a commit, but broken
                        raise
            self._opened = before
            return before


class EmbeddedRebuild:
    """See ``search.engines.Rebuild``."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._folder = generations.begin()
        try:
            self._writer = tantivy.Index(schema(), str(self._folder), reuse=False).writer(REBUILDING, 1)
        except BaseException:
            generations.remove(self._folder)
            raise
        self._added: set[int] = set()

    def add(self, documents: Iterable[Fields]) -> None:
        """Write documents."""
        for fields in documents:  # may come from a database, with exceptions of its own
            self._add(fields)

    @_answering()
    def _add(self, fields: Fields) -> None:
        if fields.record_id in self._added:
            _delete(self._writer, fields.record_id)
        self._added.add(fields.record_id)
        self._writer.add_json(fields.line)

    def remove(self, record_ids: Iterable[int]) -> None:
        """Take documents out that were added before."""
        for record_id in record_ids:
            with _answering():
                _delete(self._writer, record_id)

    @_answering()
    def swap(self) -> None:
        """Put it in the place of the index that readers use, and remove that one."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._generations.use(self._folder)

    def abandon(self) -> None:
        """Remove it, unless readers use it already."""
        with suppress(EngineUnavailable), _answering():
            self._writer.wait_merging_threads()  # closes it
        self._generations.remove(self._folder)


@contextmanager
def _writing(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """Hold the only writer of an index. What it was given without a commit is forgotten."""
    writer = index.writer(WRITING, 1)
    try:
        writer.garbage_collect_files()  # of an attempt that failed, it may be for want of room
        yield writer
    finally:
        writer.wait_merging_threads()  # and let go of the lock, which an exception on its way would hold


# --- What is written -------------------------------------------------------------------------------
# Between the wordings of a text the library leaves a gap of its own.


def _delete(writer: tantivy.IndexWriter, record_id: int) -> None:
    """Delete a document. By term it would stay, silently: there the library takes every number for a signed one."""
    writer.delete_documents_by_query(Query.term_query(schema(), ID, record_id))


# --- What is answered ------------------------------------------------------------------------------


# A score, the number of the record that has it, and where that is in the index.
_Placed = tuple[float, int, tantivy.DocAddress]


def _hits(searcher: tantivy.Searcher, plan: Plan) -> tuple[int, tuple[Hit, ...]]:
    query = query_of(plan)
    total, placed = _sorted(searcher, query, plan) if plan.order else _ranked(searcher, query, plan)
    return total, tuple(
        Hit(record_id, score, query.explain(searcher, place).to_json() if plan.explain else "")
        for score, record_id, place in placed
    )


def _sorted(searcher: tantivy.Searcher, query: Query, plan: Plan) -> tuple[int, list[_Placed]]:
    """Return the part of the results that the plan asks for, in the order of a field."""
    name, falls = plan.order or ("", False)
    order = Order.Desc if falls else Order.Asc
    limit = max(plan.size, 1)
    found = searcher.search(query, limit=limit, offset=plan.start, order_by_field=name, order=order)
    placed = [(0.0, record_id, place) for _value, record_id, place in _placed(searcher, found)]
    return _total(found), placed[: plan.size]


def _ranked(searcher: tantivy.Searcher, query: Query, plan: Plan) -> tuple[int, list[_Placed]]:
    """Return the part of the results that the plan asks for by score, and records of one score by their number.

    The library has those in the order of their writing. So more than the page is looked at, and where the score at
    the end of the page goes on to the last of that, everything found.
    """
    end = plan.start + plan.size
    found = searcher.search(query, limit=end + SPARE)
    placed, total = _placed(searcher, found), _total(found)
    if plan.size and len(placed) < total and _rank(placed[-1]) == _rank(placed[end - 1]):
        placed = _placed(searcher, searcher.search(query, limit=total))
    placed.sort(key=lambda one: (_rank(one), one[1]))
    return total, placed[plan.start : end]


def _rank(placed: _Placed) -> float:
    return -round(placed[0], DECIMALS)


def _total(found: tantivy.SearchResult) -> int:
    total: int = found.count  # type: ignore[attr-defined]  # its stub lacks it
    return total


def _placed(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[_Placed]:
    hits = found.hits
    numbers = searcher.fast_field_values(ID, [place for _score, place in hits])
    return [(score, int(number or 0), place) for (score, place), number in zip(hits, numbers, strict=True)]


def _facets(searcher: tantivy.Searcher, plan: Plan) -> dict[str, dict[str, int]]:
    """Count the values of filters: of those in use each by itself, of all others at once."""
    plan = replace(plan, node=without_extra(plan.node))
    others = [name for name in plan.counted if name not in plan.filters]
    found = _counted(searcher, query_of(plan), others)
    for name in plan.counted:
        if name in plan.filters:
            found |= _counted(searcher, query_of(plan, but=name), [name])
    return found


def _counted(searcher: tantivy.Searcher, query: Query, names: list[str]) -> dict[str, dict[str, int]]:
    if not names:
        return {}
    asked = {name: {"terms": {"field": facet_field(name), "size": MOST_VALUES}} for name in names}
    found = searcher.aggregate(query, asked)
    return {name: {one["key"]: one["doc_count"] for one in found[name]["buckets"]} for name in names}
