"""Write a folder of record files anew: the whole of it, or nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from core.loading.registry import loaders
from core.loading.yaml_text import YamlError, read_yaml

# What else may stand in a folder of record files; it is kept.
KEPT = ("README.md",)
_PART = re.compile(r"-\d+$")


class FolderRefused(Exception):  # noqa: N818  (it is the folder that is refused)
    """The folder is not one to write a record into."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of ``path`` when nothing went wrong.

    Raises ``FolderRefused`` where ``path`` holds anything but record files.
    """
    path = path.resolve()
    _refuse_foreign(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.parent / f".{path.name}-{uuid4().hex}"
    new.mkdir()
    try:
        yield new
        for name in KEPT:
            if (path / name).exists():
                shutil.copy2(path / name, new / name)
        _swap(path, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(path: Path, new: Path) -> None:
    if not path.exists():
        new.rename(path)
        return
    old = new.with_name(f"{new.name}.old")
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _refuse_foreign(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise FolderRefused(f"{path} is not a folder.")
    for found in sorted(path.rglob("*")):
        if not _belongs(found.relative_to(path), is_folder=found.is_dir()):
            raise FolderRefused(
                f"{path} holds {found.relative_to(path)}, which is no part of a record. Nothing was written: name an "
                "empty folder, a new one, or one that holds record files only."
            )


def _belongs(name: Path, *, is_folder: bool) -> bool:
    """Whether a name has its place in a folder of record files."""
    parts = name.parts
    is_texts = parts[0] == "texts" and (len(parts) == 1 or parts[1] in dict(settings.LANGUAGES))
    if is_folder:
        return is_texts and len(parts) <= 2
    if len(parts) == 1:
        return name.name in KEPT or (name.suffix == ".yaml" and name.stem in _stems())
    return is_texts and len(parts) == 3 and name.suffix == ".yaml" and _PART.sub("", name.stem) in _stems()


def _stems() -> set[str]:
    return {loader.file for loader in loaders()}


def places_in(folder: Path) -> dict[str, list[str]]:
    """Return which entries stand in which file of a folder, in their order, by the name of the file without ending.

    Raises ``FolderRefused`` where a file cannot be read.
    """
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            entries = read_yaml(file)
        except YamlError as error:
            raise FolderRefused(f"{file}: {error}. Mend the file, or name another folder.") from error
        found[file.stem] = [entry.get("id", "") for entry in entries or [] if isinstance(entry, dict)]
    return found


def arranged(keys: list[str], file: str, places: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return ``keys`` by the name of the file they go to: where they stood before, in the order they stood in.

    A new one follows the one before it in ``keys``, or stands first.
    """
    parts = [name for name in places if name == file or _PART.sub("", name) == file] or [file]
    wanted = set(keys)
    arranged = {part: [key for key in places.get(part, []) if key in wanted] for part in parts}
    where = {key: part for part, stood in arranged.items() for key in stood}
    before = ""
    for key in keys:
        if key not in where:
            part = where.get(before, parts[0])
            arranged[part].insert(arranged[part].index(before) + 1 if before else 0, key)
            where[key] = part
        before = key
    return arranged
