"""The figures that stand inside the entries of ``practices.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from core.figures.models import Figure, Role
from core.figures.operations import save_figure
from core.loading.entries.reading import sources_by_key
from core.loading.registry import Loader, register_loader
from core.loading.schema import Date, Entry, Key, Words, at_most, one_of, plain_date, plain_number, refers
from core.records.kinds import Kind
from core.records.models import Record
from core.sources.operations import cite


class FigureEntry(Entry):
    """A figure. ``stated`` keeps the words of the source; ``subject`` and ``position`` say where it stands."""

    measure: Annotated[str, at_most(300)]
    indicator: Annotated[Key | None, refers(Kind.INDICATOR)]
    stated: Annotated[str, at_most(200)]
    low: int | float | None
    high: int | float | None
    unit: Annotated[str, at_most(80)] | None
    as_of: Date
    role: Annotated[str, one_of(Role.values)] | None
    sources: Annotated[list[Key], refers(Kind.SOURCE), Field(min_length=1)]
    note: Words | None
    subject: Annotated[Key, refers()]
    position: int

    @model_validator(mode="after")
    def low_is_not_above_high(self) -> FigureEntry:
        """Refuse bounds that exclude each other."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low ({self.low}) is above high ({self.high})")
        return self


@register_loader
class FigureLoader(Loader):
    """Figures follow the records they belong to."""

    file: ClassVar[str] = "figures"
    nested_in: ClassVar[str] = "practices"
    kind: ClassVar[str] = Kind.FIGURE
    order: ClassVar[int] = 71
    schema: ClassVar[type[Entry]] = FigureEntry
    texts: ClassVar[Mapping[str, str]] = {
        "measure": "measure",
        "stated": "stated",
        "unit": "unit",
        "as_of_words": "as_of_words",
        "note": "note",
    }
    titled_by: ClassVar[tuple[str, ...]] = ("stated", "measure")
    places: ClassVar[frozenset[str]] = frozenset({"subject", "position"})

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the figures."""
        sources = sources_by_key(Kind.FIGURE)
        rows = Figure.objects.select_related("record", "subject", "indicator").order_by("subject", "position", "pk")
        return {row.record.key: _plain(row, sources.get(row.record.key, [])) for row in rows}

    def write(self, entry: FigureEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the figure and its sources."""
        figure = save_figure(
            key=entry.id,
            subject=Record.objects.get(key=entry.subject),
            measure=entry.measure,
            stated=entry.stated,
            indicator_key=entry.indicator or "",
            low=_decimal(entry.low),
            high=_decimal(entry.high),
            unit=entry.unit or "",
            as_of=entry.as_of,
            role=entry.role or "",
            note=entry.note or "",
            position=entry.position,
            titles=titles,
            by=None,
        )
        cite(record=figure.record, source_keys=entry.sources, by=None)

    def language_of(self, entry: FigureEntry) -> str:
        """Return nothing: a figure is written in the language of its subject."""
        return ""

    def original_of(self, entry: FigureEntry, field: str) -> Any:
        """Return what is translated."""
        return entry.as_of.words if field == "as_of_words" else super().original_of(entry, field)


def _decimal(number: float | None) -> Decimal | None:
    # By way of its text, so that 99.8 stays 99.8.
    return None if number is None else Decimal(str(number))


def _plain(row: Figure, sources: list[str]) -> dict[str, Any]:
    return {
        "id": row.record.key,
        "measure": row.measure,
        "indicator": row.indicator.key if row.indicator else None,
        "stated": row.stated,
        "low": plain_number(row.low),
        "high": plain_number(row.high),
        "unit": row.unit or None,
        "as_of": plain_date(row.as_of),
        "role": row.role or None,
        "sources": sources,
        "note": row.note or None,
        "subject": row.subject.key,
        "position": row.position,
    }
