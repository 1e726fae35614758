"""Who makes what is printed; apps register it at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from core.pdf.publications import Printable

# From a record to what is printed of it for everybody, one for each language.
Editions = Callable[[int], Iterable[Printable]]
# From what was asked and its reader to a volume; the last argument is told how many parts are done.
Maker = Callable[[dict[str, Any], Any, Callable[[int], None]], Printable]

EDITIONS: dict[str, Editions] = {}
MAKERS: dict[str, Maker] = {}


def register_editions(kind: str) -> Callable[[Editions], Editions]:
    """Register what is printed of records of a kind when they change."""

    def register(editions: Editions) -> Editions:
        EDITIONS[kind] = editions
        return editions

    return register


def register_maker(name: str) -> Callable[[Maker], Maker]:
    """Register who puts a kind of volume together."""

    def register(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return register
