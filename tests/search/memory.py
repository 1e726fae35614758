"""An engine in memory, which fails when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from search.engines import EngineAnswer, EngineState, EngineUnavailable, Rebuild, RebuildNeeded
from search.fields import Fields
from search.planning import Plan


class MemoryEngine:
    """Keeps the fields of documents; ``index`` is ``None`` where there is none.

    ``before_write`` and ``before_add`` are called with what is about to be written, to do something else meanwhile.
    """

    name = "memory"

    def __init__(self) -> None:
        self.index: dict[int, Fields] | None = {}
        self.is_down = False
        self.writes: list[list[int]] = []
        self.rebuilds = 0
        self.before_write: Callable[[list[Fields]], None] = lambda documents: None
        self.before_add: Callable[[list[Fields]], None] = lambda documents: None

    def answer(self, plan: Plan) -> EngineAnswer:
        raise NotImplementedError

    def terms(self, start: str, *, plan: Plan, limit: int) -> list[tuple[str, int]]:
        raise NotImplementedError

    def write(self, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        found, gone = list(documents), list(removed)
        self.before_write(found)
        index = self._whole()
        index.update({fields.record_id: fields for fields in found})
        for pk in gone:
            index.pop(pk, None)
        self.writes.append([*(fields.record_id for fields in found), *gone])

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        self.fail_where_down()
        self.rebuilds += 1
        yield MemoryRebuild(self)

    def versions(self) -> Iterator[tuple[int, int]]:
        yield from [(pk, fields.version) for pk, fields in self._whole().items()]

    def state(self) -> EngineState:
        return EngineState(name=self.name, documents=len(self._whole()), bytes=0, index="memory")

    def fail_where_down(self) -> None:
        if self.is_down:
            raise EngineUnavailable("It is told to be down.")

    def _whole(self) -> dict[int, Fields]:
        self.fail_where_down()
        if self.index is None:
            raise RebuildNeeded("There is no index.")
        return self.index


class MemoryRebuild:
    """An index aside."""

    def __init__(self, engine: MemoryEngine) -> None:
        self.engine = engine
        self.aside: dict[int, Fields] = {}

    def add(self, documents: Iterable[Fields]) -> None:
        found = list(documents)
        self.engine.before_add(found)
        self.engine.fail_where_down()
        self.aside.update({fields.record_id: fields for fields in found})

    def remove(self, record_ids: Iterable[int]) -> None:
        for pk in record_ids:
            self.aside.pop(pk, None)

    def swap(self) -> None:
        self.engine.fail_where_down()
        self.engine.index = self.aside

    def abandon(self) -> None:
        self.aside = {}
