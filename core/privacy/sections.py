"""What somebody takes along: sections of one file, each of rows with named fields; apps register theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.users.models import User

VERSION = 1
Value = Callable[[Any], Any]


@dataclass(frozen=True)
class Section:
    """One kind of rows: ``rows`` finds those of a person, ``fields`` says by name what is told of a row."""

    name: str
    what: str
    rows: Callable[[User], Iterable[Any]]
    fields: Mapping[str, str | Value]

    def told_of(self, user: User) -> Iterator[dict[str, Any]]:
        """Yield what is told of each row of ``user``."""
        for row in self.rows(user):
            yield {name: _plain(_value(row, field)) for name, field in self.fields.items()}


_sections: list[Section] = []


def register_sections(found: Iterable[Section]) -> None:
    """Add the sections of an app."""
    _sections.extend(found)


def sections() -> list[Section]:
    """Return all sections, in the order of the apps."""
    return list(_sections)


def told_of(user: User) -> dict[str, Any]:
    """Return everything that is held of a person, as plain JSON."""
    return {
        "version": VERSION,
        "made_at": timezone.now().isoformat(),
        "account": user.pk,
        "sections": {section.name: list(section.told_of(user)) for section in _sections},
    }


def _value(row: Any, field: str | Value) -> Any:
    if not isinstance(field, str):
        return field(row)
    return row[field] if isinstance(row, dict) else getattr(row, field)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return str(value)
