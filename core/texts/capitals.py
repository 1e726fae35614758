"""Capital letters as a language has them."""

from __future__ import annotations

# Languages in which the capital of i keeps its dot, and that of ı has none.
DOTTED = frozenset({"az", "tr"})
_DOTTED = str.maketrans({"i": "İ", "ı": "I"})


def in_capitals(text: str, language: str) -> str:
    """Return a text of ``language`` in capitals."""
    return (text.translate(_DOTTED) if language in DOTTED else text).upper()
