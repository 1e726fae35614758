"""What the loader last wrote, field by field, so that an edit on the site is seen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from core.loading.models import LoadedField

BATCH = 500


def comparable(value: Any, *, unordered: bool = False) -> str:
    """Return a value as text that is equal exactly where two values say the same; nothing stated is always equal."""
    if value in (None, "", [], {}):
        return ""
    text = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in value] if unordered else value
    return json.dumps(sorted(text) if unordered else text, ensure_ascii=False, sort_keys=True)


def digest(text: str) -> str:
    """Return the hash by which a value is remembered."""
    return hashlib.sha256(text.encode()).hexdigest()


class Memory:
    """The remembered hashes; what changes is written at the end, all at once."""

    def __init__(self) -> None:
        """Read them in one query."""
        rows = LoadedField.objects.values_list("record_key", "field", "digest")
        self._known = {(key, field): value for key, field, value in rows}
        self._keys = {key for key, _field in self._known}
        self._new: dict[tuple[str, str], str] = {}

    def get(self, key: str, field: str) -> str | None:
        """Return the hash of a field as it was last loaded, or ``None`` where it never was."""
        return self._known.get((key, field))

    def knows(self, key: str) -> bool:
        """Whether anything of this entry was loaded before."""
        return key in self._keys

    def remember(self, key: str, field: str, text: str) -> None:
        """Note that a field now stands as it is in the files."""
        value = digest(text)
        if self._known.get((key, field)) != value:
            self._known[(key, field)] = self._new[(key, field)] = value

    def save(self) -> None:
        """Write what is new."""
        LoadedField.objects.bulk_create(
            [LoadedField(record_key=key, field=field, digest=value) for (key, field), value in self._new.items()],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["record_key", "field"],
            update_fields=["digest"],
        )
