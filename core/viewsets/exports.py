"""Downloads of lists as CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

# What a spreadsheet would run as a formula; “+50 %” and “-3” are numbers.
FORMULA = re.compile(r"^(?:[=@\t\r]|[+-](?!\s?[\d.,]))")


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


class SafeExport:
    """Writes the columns that a viewset names as functions."""

    exports: Mapping[str, Callable[[Any], Any]] = {}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return one line."""
        return {heading: harmless(value(item)) for heading, value in self.exports.items()}

    def get_heading(self, queryset: Any, field: str) -> str:
        """Return the heading as it is: it names the column in the record's files, in every language."""
        return field
