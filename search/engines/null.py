"""No engine: it finds nothing and keeps nothing, or does not answer, as it is told. For tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from search.engines import EngineAnswer, EngineState, EngineUnavailable, Rebuild
from search.fields import Fields
from search.planning import Plan


class NullEngine:
    """See ``search.engines.SearchEngine``."""

    name = "null"

    def __init__(self, *, is_available: bool = True) -> None:
        self.is_available = is_available

    def answer(self, plan: Plan) -> EngineAnswer:
        """Return that nothing was found."""
        self._ask()
        return EngineAnswer(0, (), {name: {} for name in plan.counted})

    def terms(self, start: str, *, plan: Plan, limit: int) -> list[tuple[str, int]]:
        """Return no words."""
        self._ask()
        return []

    def write(self, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        """Forget them."""
        self._ask()

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Begin what is forgotten."""
        self._ask()
        yield _NullRebuild()

    def versions(self) -> Iterator[tuple[int, int]]:
        """Return that there is no document."""
        self._ask()
        return iter(())

    def state(self) -> EngineState:
        """Return that there is nothing."""
        self._ask()
        return EngineState(self.name, documents=0, bytes=0, index="")

    def _ask(self) -> None:
        if not self.is_available:
            raise EngineUnavailable("The null engine was told not to answer")


class _NullRebuild:
    """Forgets all that it is given."""

    def add(self, documents: Iterable[Fields]) -> None: ...

    def remove(self, record_ids: Iterable[int]) -> None: ...

    def swap(self) -> None: ...

    def abandon(self) -> None: ...
