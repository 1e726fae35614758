"""What a loading did, for the person at the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SHOWN = 160


@dataclass(frozen=True)
class KeptField:
    """A field that the files and the site state differently and that was left as it is on the site."""

    key: str
    field: str
    on_site: Any
    in_files: Any
    why: str = "edited on the site, kept"

    def lines(self) -> Iterator[str]:
        """Return what to print."""
        yield f"  {self.key}: {self.field}: {self.why}"
        yield f"    on the site:  {_short(self.on_site)}"
        yield f"    in the files: {_short(self.in_files)}"


def _short(value: Any) -> str:
    text = "(nothing)" if value in (None, "", [], {}) else str(value).replace("\n", " ")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass
class FileReport:
    """What happened to the entries of one file."""

    file: str
    read: int = 0
    added: int = 0
    changed: int = 0

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.file}: {self.read} read, {self.added} added, {self.changed} changed"


@dataclass
class Report:
    """What happened to the record."""

    files: list[FileReport] = field(default_factory=list)
    kept: list[KeptField] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)
    titled: int = 0

    @property
    def added(self) -> int:
        """How many entries are new."""
        return sum(file.added for file in self.files)

    @property
    def changed(self) -> int:
        """How many entries were changed."""
        return sum(file.changed for file in self.files)

    def lines(self) -> Iterator[str]:
        """Return the summary."""
        yield f"{self.added} added, {self.changed} changed, {len(self.kept)} fields kept as they are on the site."
        for kept in self.kept:
            yield from kept.lines()
        if self.gone:
            yield f"{len(self.gone)} no longer in the files, left on the site: {', '.join(self.gone)}"
        if self.titled:
            yield f"{self.titled} titles made in languages that were opened."
        if self.waiting:
            kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.waiting.items()))
            yield f"{self.waiting.total()} relations wait for records of kinds that are not shown yet: {kinds}"
