"""A query taken apart into the few questions that every engine can answer: terms of fields and how they combine.

What the words of a reader become is decided once, in ``search.planning``; an engine only translates these nodes into
its own queries, so that all engines answer alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Term:
    """Documents with this term in a field, scored by how rare it is and how much of the field it is (BM25)."""

    field: str
    value: str
    weight: float = 1.0


@dataclass(frozen=True)
class Phrase:
    """Documents with these terms one after the other in a field, scored like a term."""

    field: str
    values: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class OneOf:
    """Documents with any of these terms in a field; every one scores ``weight``."""

    field: str
    values: tuple[str, ...]
    weight: float = 0.0


@dataclass(frozen=True)
class Among:
    """Documents of these records; none scores anything."""

    record_ids: tuple[int, ...]


@dataclass(frozen=True)
class Near:
    """Documents with a term within ``distance`` letters of ``value``; every one scores ``weight``.

    A letter more, less, other, or two that changed places count one each.
    """

    field: str
    value: str
    distance: int
    weight: float


@dataclass(frozen=True)
class Best:
    """Documents that any of the nodes finds, scored by the best of them and ``rest`` of all others."""

    nodes: tuple[Node, ...]
    rest: float = 0.0


@dataclass(frozen=True)
class AtLeast:
    """Documents that at least ``number`` of the nodes find, scored by the sum; ``extra`` nodes only add to it."""

    nodes: tuple[Node, ...]
    number: int
    extra: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Without:
    """Documents that ``node`` finds and none of ``excluded``."""

    node: Node
    excluded: tuple[Node, ...]


@dataclass(frozen=True)
class Everything:
    """Every document, all with the same score."""


@dataclass(frozen=True)
class Nothing:
    """No document."""


Node: TypeAlias = Term | Phrase | OneOf | Among | Near | Best | AtLeast | Without | Everything | Nothing
