"""Texts of many rows in one language, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.generations.noting import shows_records
from core.texts.models import Text
from core.texts.states import TextState, digest_of


@dataclass(frozen=True)
class LocalText:
    """A text, the language it is in, and what may be said of it. Empty text means that there is none."""

    text: str
    language: str
    state: str = TextState.ORIGINAL

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    def __bool__(self) -> bool:
        """Whether there is a text."""
        return bool(self.text)


class Localizer:
    """Answers what a field of a row says in one language; falls back to the original, marked as such."""

    def __init__(self, language: str, record_ids: Iterable[int]) -> None:
        """Load the texts of these records in one query."""
        self.language = language
        wanted = set(record_ids)
        shows_records(wanted)
        rows = Text.objects.filter(language=language, record__in=wanted)
        self._texts = {(row.record_id, row.field): row for row in rows}

    def of(self, record_id: int, field: str, original: str, original_language: str) -> LocalText:
        """Return the text of ``field`` in this language, or ``original`` in its own."""
        row = self._texts.get((record_id, field)) if original_language != self.language else None
        if row is None:
            return LocalText(original, original_language)
        state = row.state if row.original_digest == digest_of(original) else TextState.OUTDATED
        return LocalText(row.text, self.language, state)

    def title_of(self, record_id: int, field: str, original: str, original_language: str) -> str:
        """Return only the words, where the language is known from elsewhere."""
        return self.of(record_id, field, original, original_language).text
