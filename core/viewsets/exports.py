"""Downloads of lists as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.downloads import harmless


class SafeExport:
    """Writes the columns that a viewset names as functions."""

    exports: Mapping[str, Callable[[Any], Any]] = {}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return one line."""
        return {heading: harmless(value(item)) for heading, value in self.exports.items()}

    def get_heading(self, queryset: Any, field: str) -> str:
        """Return the heading as it is: it names the column in the record's files, in every language."""
        return field
