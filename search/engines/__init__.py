"""What an engine must be able to do, and which one the settings name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from search.fields import Fields
from search.planning import Plan


class EngineUnavailable(Exception):  # noqa: N818  (it is what is the case)
    """The engine did not answer, not in time, or not as an engine of ours; what was asked can be asked again."""


class QuestionRefused(EngineUnavailable):
    """The engine is there and does not take this one question: asking it again is of no use, asking another is."""


class RebuildNeeded(EngineUnavailable):
    """There is no index, one of another shape, or a damaged one: asking again is of no use, a rebuild is."""


@dataclass(frozen=True)
class Hit:
    """A record that was found; ``explanation`` is the engine's own account of the score where it was asked for."""

    record_id: int
    score: float
    explanation: str = ""


@dataclass(frozen=True)
class EngineAnswer:
    """What an engine found: how many in all, the part asked for, and the counts of the values of each filter."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class EngineState:
    """What operators want to know."""

    name: str
    documents: int
    bytes: int
    index: str


class Rebuild(Protocol):
    """An index that is written aside. What is added twice counts once, the later."""

    def add(self, documents: Iterable[Fields]) -> None:
        """Write documents."""

    def remove(self, record_ids: Iterable[int]) -> None:
        """Take documents out that were added before."""

    def swap(self) -> None:
        """Put it in the place of the index that readers use, and remove that one."""

    def abandon(self) -> None:
        """Remove it."""


class SearchEngine(Protocol):
    """An index of documents that answers plans. Every method may raise ``EngineUnavailable`` within its time-out."""

    name: str

    def answer(self, plan: Plan) -> EngineAnswer:
        """Return what the plan finds."""

    def terms(self, start: str, *, plan: Plan, limit: int) -> list[tuple[str, int]]:
        """Return words of the documents that ``plan`` finds which begin with ``start``, the most frequent first.

        Words come from the field ``WORDS``; the number is that of documents. Ties stand in alphabetical order.
        """

    def write(self, documents: Iterable[Fields], removed: Iterable[int] = ()) -> None:
        """Write and remove documents in the index that readers use; readers see all of it at the return.

        Safe to repeat. Raises ``RebuildNeeded`` where there is no whole index of our shape.
        """

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Begin an index aside; leaving the context without ``swap`` abandons it. Only one can be under way."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """Return id and version of every document, to compare with the database."""

    def state(self) -> EngineState:
        """Return what operators want to know. Raises ``RebuildNeeded`` as ``write`` does."""
