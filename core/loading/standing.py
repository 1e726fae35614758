"""The record as it stands on the site, entry by entry, in the words of the record files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError as SchemaError

from core.loading.problems import Problem, schema_problems
from core.loading.registry import Loader, Translations, loaders
from core.loading.schema import Entry


@dataclass
class StandingFile:
    """The entries of one file, and their translations."""

    loader: Loader
    entries: dict[str, Entry] = field(default_factory=dict)
    texts: Translations = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, key: str, plain: dict[str, Any]) -> bool:
        """Take an entry in, if a file may say so; else note what is wrong with it."""
        try:
            self.entries[key] = self.loader.schema.model_validate(self._stated(plain))
        except SchemaError as error:
            self.problems += schema_problems(f"{self.loader.file}.yaml", key, error)
            return False
        return True

    def _stated(self, plain: dict[str, Any]) -> dict[str, Any]:
        """Return the entry without what its schema fills in by itself."""
        optional = {name for name, field in self.loader.schema.model_fields.items() if not field.is_required()}
        return {name: value for name, value in plain.items() if value is not None or name not in optional}


@dataclass
class Standing:
    """The files of the record, by name, in the order in which they are loaded."""

    files: dict[str, StandingFile]

    @property
    def problems(self) -> list[Problem]:
        """What no file may say."""
        return [problem for file in self.files.values() for problem in file.problems]

    def each(self) -> Iterator[tuple[Loader, Entry]]:
        """Yield every entry with its loader."""
        for file in self.files.values():
            for entry in file.entries.values():
                yield file.loader, entry


def standing_record() -> Standing:
    """Read the record of the site."""
    standing = Standing({})
    for loader in loaders():
        file = standing.files[loader.file] = StandingFile(loader)
        for key, plain in loader.on_site().items():
            file.put(key, plain)
        if loader.translatable():
            file.texts = loader.read_texts()
    return standing
