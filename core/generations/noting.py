"""What a page in the making shows, noted by whoever reads it from the database.

A reader of rows notes the records it was asked for, not only those that the reader may see: what is hidden today may be
shown tomorrow, and then the page is another. Outside of ``noting`` the notes go nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from core.generations import names


@dataclass
class Notes:
    """The names of everything that is shown; ``is_whole`` until something is shown that has no name.

    ``is_asked`` until an address asks for what there is not: of such addresses there is no end.
    """

    names: set[str] = field(default_factory=set)
    is_whole: bool = True
    is_asked: bool = True


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Collect what is noted meanwhile; whoever collects around it hears of it too."""
    notes, around = Notes(), _notes.get()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)
        if around is not None:
            around.names |= notes.names
            around.is_whole = around.is_whole and notes.is_whole
            around.is_asked = around.is_asked and notes.is_asked


def shows(noted: Iterable[str]) -> None:
    """Note that the page shows what these names stand for."""
    notes = _notes.get()
    if notes is not None:
        notes.names.update(noted)


def shows_records(record_ids: Iterable[int | None]) -> None:
    """Note that the page shows these records, or would if its reader might see them."""
    if _notes.get() is not None:
        shows(names.record(pk) for pk in record_ids if pk is not None)


def shows_about(*record_ids: int) -> None:
    """Note that the page is about these records: it shows them, and lists what points at them."""
    if _notes.get() is not None:
        shows(name(pk) for pk in record_ids for name in (names.record, names.about))


def shows_kinds(*kinds: str) -> None:
    """Note that the page lists or counts records of these kinds, whichever there are."""
    shows(names.kind(kind) for kind in kinds)


def shows_the_moment() -> None:
    """Note that the page shows what no generation tells of (an engine is away): it is kept for a minute."""
    notes = _notes.get()
    if notes is not None:
        notes.is_whole = False


def shows_nothing_of_this_name() -> None:
    """Note that the address asks for what there is not (a page beyond the end, an unknown filter): nothing is kept."""
    notes = _notes.get()
    if notes is not None:
        notes.is_asked = False
