"""Read a folder of record files, and find everything that is wrong with it before anything is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from pydantic import ValidationError as SchemaError

from core.loading.problems import Problem, schema_problems
from core.loading.references import kinds_on_site, misnamed
from core.loading.registry import Loader, Translations, loaders
from core.loading.schema import Entry, references_in
from core.loading.yaml_text import YamlError, read_yaml

PART = re.compile(r"-\d+$")


@dataclass
class Folder:
    """What stands in a folder: entries by file and key, translations by file, and what is wrong with them."""

    path: Path
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[str, Translations] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # of which file an id is

    def refuse(self, file: str, entry: str, name: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(file, entry, name, message))


def read_folder(path: Path, *, is_whole: bool = False) -> Folder:
    """Return what stands in the folder ``path``, with every problem that can be found without writing.

    Entries may name what is already on the site, unless the folder should be whole.
    """
    folder = Folder(path)
    if not path.is_dir():
        folder.refuse(str(path), "", "", "there is no such folder")
        return folder
    known = {loader.file: loader for loader in loaders()}
    for file in sorted(path.glob("*.y*ml")):
        loader = known.get(file.stem)
        if loader is None or loader.nested_in:
            folder.refuse(file.name, "", "", "is not a file of the record")
        else:
            _read_entries(folder, file, loader)
    _read_texts(folder, known)
    _check_references(folder, is_whole=is_whole)
    return folder


def _items(folder: Folder, file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of a file with their ids; what has none is a problem."""
    name = str(file.relative_to(folder.path))
    try:
        content = read_yaml(file)
    except YamlError as error:
        folder.refuse(name, "", "", str(error))
        return
    if not isinstance(content, list | None):
        folder.refuse(name, "", "", "must be a list of entries")
        return
    for position, item in enumerate(content or [], 1):
        key = item.get("id") if isinstance(item, dict) else None
        if isinstance(key, str) and key:
            yield key, item
        else:
            folder.refuse(name, f"entry {position}", "id", "is missing")


def _read_entries(folder: Folder, file: Path, loader: Loader) -> None:
    nested = [other for other in loaders() if other.nested_in == loader.file]
    for key, item in _items(folder, file):
        outer = dict(item)
        inner = {other: outer.pop(other.file, None) for other in nested}
        _add(folder, loader, file.name, key, outer)
        for other, parts in inner.items():
            _read_nested(folder, other, file.name, key, parts)


def _read_nested(folder: Folder, loader: Loader, file: str, outer: str, parts: Any) -> None:
    """Read the entries that stand inside the entry ``outer`` under the name of the loader's file."""
    if not isinstance(parts, list):
        message = "is missing; write [] where there is none" if parts is None else "must be a list of entries"
        folder.refuse(file, outer, loader.file, message)
        return
    for position, part in enumerate(parts):
        key = part.get("id") if isinstance(part, dict) else None
        if isinstance(key, str) and key:
            _add(folder, loader, file, key, {**part, "subject": outer, "position": position})
        else:
            folder.refuse(file, outer, f"{loader.file}[{position + 1}].id", "is missing")


def _add(folder: Folder, loader: Loader, file: str, key: str, item: dict[str, Any]) -> None:
    if key in folder.files:
        folder.refuse(file, key, "id", f"stands twice; the other one is in {folder.files[key]}")
        return
    folder.files[key] = file
    try:
        folder.entries[loader.file][key] = loader.schema.model_validate(item)
    except SchemaError as error:
        folder.problems += schema_problems(file, key, error)


def _read_texts(folder: Folder, known: dict[str, Loader]) -> None:
    languages = dict(settings.LANGUAGES)
    for part in sorted((folder.path / "texts").glob("*")):
        if not part.is_dir() or part.name not in languages:
            folder.refuse(
                f"texts/{part.name}", "", "", f"is not a folder of a language: {', '.join(sorted(languages))}"
            )
            continue
        for file in sorted(part.glob("*.y*ml")):
            loader = known.get(PART.sub("", file.stem))
            if loader is None or not loader.translatable():
                folder.refuse(f"texts/{part.name}/{file.name}", "", "", "is not a file of translations")
            else:
                _read_translations(folder, file, part.name, loader)


def _read_translations(folder: Folder, file: Path, language: str, loader: Loader) -> None:
    name = str(file.relative_to(folder.path))
    here = folder.texts.setdefault(loader.file, {}).setdefault(language, {})
    for key, item in _items(folder, file):
        original = folder.entries[loader.file].get(key)
        if key in here:
            folder.refuse(name, key, "id", "stands twice")
        elif original is None:
            # An entry with problems of its own is not also missing.
            if PurePath(folder.files.get(key, "")).stem != (loader.nested_in or loader.file):
                folder.refuse(name, key, "id", f"there is no such entry in {loader.nested_in or loader.file}.yaml")
        elif loader.language_of(original) == language:
            folder.refuse(name, key, "", f"was written in “{language}”, and what it says there stands in its entry")
        else:
            here[key] = _translation(folder, name, loader, original, item)


def _translation(folder: Folder, file: str, loader: Loader, original: Entry, item: dict[str, Any]) -> dict[str, Any]:
    allowed = loader.translatable()
    texts = {}
    for name, value in item.items():
        if name == "id":
            continue
        if name not in allowed:
            message = f"is not translated; these are: {', '.join(allowed)}"
        else:
            message = _misfit(loader, original, name, value)
            texts[name] = value
        if message:
            folder.refuse(file, original.id, str(name), message)
    return loader.normal_texts(texts)


def _misfit(loader: Loader, original: Entry, name: str, value: Any) -> str:
    """Return what is wrong with a translation, if anything."""
    source = loader.original_of(original, name)
    if name not in loader.text_lists:
        if not isinstance(value, str) or not value.strip():
            return "must be a text; leave it out where there is no translation"
        return "" if source or name in loader.own_texts else "translates what the original does not say"
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        return "must be a list of texts"
    if len(value) != len(source or []):
        return f"has {len(value)} texts where the original has {len(source or [])}"
    return ""


def _check_references(folder: Folder, *, is_whole: bool) -> None:
    """Refuse every key that names nothing, or something of another kind."""
    named = [
        (folder.files[entry.id], entry.id, *reference)
        for entries in folder.entries.values()
        for entry in entries.values()
        for reference in references_in(entry)
    ]
    keys: set[str] = set() if is_whole else {key for _file, _entry, _field, key, _mark in named}
    kinds = _kinds_of(folder, keys)
    for file, entry, name, key, mark in named:
        if message := misnamed(kinds, key, mark):
            folder.refuse(file, entry, name, message)


def _kinds_of(folder: Folder, keys: set[str]) -> dict[str, str]:
    """Return the kind of record, or the file of what is only kept, of every key in the files or on the site."""
    kinds = kinds_on_site(keys)
    for loader in loaders():
        kinds |= dict.fromkeys(folder.entries[loader.file], loader.kind or loader.file)
    # An entry that has problems of its own is not also missing.
    return {**dict.fromkeys(folder.files, ""), **kinds}
