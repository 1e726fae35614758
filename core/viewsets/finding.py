"""Where a record is edited, and which of its texts are translated; what registers is found by the record's kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.records.models import Record


@dataclass(frozen=True)
class TranslatableText:
    """A text of a row whose translations stand beside it."""

    field: str
    label: Any
    original: str


_editors: dict[str, Callable[[Record], str]] = {}
_texts: dict[str, Callable[[Record], list[TranslatableText]]] = {}


def register_editor(kinds: Iterable[str], address: Callable[[Record], str]) -> None:
    """Say where records of these kinds are edited; ``address`` returns a path of the editors' side or nothing."""
    _editors.update(dict.fromkeys(map(str, kinds), address))


def register_texts(kinds: Iterable[str], texts: Callable[[Record], list[TranslatableText]]) -> None:
    """Say which texts of records of these kinds can be translated."""
    _texts.update(dict.fromkeys(map(str, kinds), texts))


def edit_address(record: Record) -> str:
    """Return where ``record`` is edited, or nothing."""
    find = _editors.get(record.kind)
    return find(record) if find else ""


def texts_of(record: Record) -> list[TranslatableText]:
    """Return the texts of ``record`` that have words and can be translated."""
    find = _texts.get(record.kind)
    return [text for text in find(record) if text.original] if find else []
