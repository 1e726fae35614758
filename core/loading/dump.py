"""Write the record of the site back as record files: what everybody may see of it, in the shape it was loaded from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from core.loading.folder import read_folder
from core.loading.left_out import LeftOut, leave_out
from core.loading.problems import RecordRefused
from core.loading.prose import wrapped
from core.loading.registry import Loader
from core.loading.replacing import arranged, places_in, replacing
from core.loading.schema import Entry
from core.loading.standing import Standing, StandingFile, standing_record
from core.loading.yaml_text import WIDTH, yaml_of

Say = Callable[[str], None]
# Room for the indentation of a text.
INDENT = 10


@dataclass
class Dumped:
    """What was written, and what was not."""

    entries: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)

    def lines(self) -> Iterator[str]:
        """Return the summary."""
        yield f"{self.entries} entries written."
        if self.left_out.entries:
            yield f"{len(self.left_out.entries)} left out:"
            for key, why in sorted(self.left_out.entries.items()):
                yield f"  {key}: {why}"
        if self.left_out.mentions:
            yield f"{len(self.left_out.mentions)} mentions of what is left out are not written:"
            for mention in self.left_out.mentions:
                yield f"  {mention}"


def dump_record(path: Path, *, say: Say = print) -> Dumped:
    """Write the record into the folder ``path``, in place of the record files there; ``say`` hears of every file.

    All of it is written or nothing, and only what can be loaded again. Raises ``FolderRefused`` where the folder holds
    something else, and ``RecordRefused`` with every entry that no record file may hold.
    """
    with transaction.atomic():
        standing = standing_record()
        left_out = leave_out(standing)
    if standing.problems:
        raise RecordRefused(standing.problems)
    with replacing(path) as folder:
        entries = _write(standing, folder, path)
        written = read_folder(folder, is_whole=True)
        if written.problems:
            raise RecordRefused(written.problems)
        for file, number in entries.items():
            say(f"{file}: {number} written")
    return Dumped(sum(entries.values()), left_out)


def _write(standing: Standing, folder: Path, before: Path) -> dict[str, int]:
    """Write every file and return how many entries each kind has."""
    places = places_in(before)
    for file in standing.files.values():
        if file.entries and not file.loader.nested_in:
            nested = [other for other in standing.files.values() if other.loader.nested_in == file.loader.file]
            _write_entries(folder, file, nested, places)
        for language, texts in file.texts.items():
            _write_texts(folder / "texts" / language, file, texts, places_in(before / "texts" / language))
    return {name: len(file.entries) for name, file in standing.files.items() if file.entries}


def _write_entries(folder: Path, file: StandingFile, nested: list[StandingFile], places: dict[str, list[str]]) -> None:
    inner = {other.loader.file: _by_subject(other) for other in nested}
    items = {
        key: _item(file.loader, entry) | {name: found.get(key, []) for name, found in inner.items()}
        for key, entry in file.entries.items()
    }
    _write_parts(folder, file.loader.file, items, places)


def _by_subject(file: StandingFile) -> dict[str, list[dict[str, Any]]]:
    """Return the entries that stand inside others, by the key of the outer one."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in file.entries.values():
        subject = entry.plain()["subject"]
        found.setdefault(subject, []).append(_item(file.loader, entry))
    return found


def _item(loader: Loader, entry: Entry) -> dict[str, Any]:
    """Return an entry as it is written: without its place, and without what goes without saying."""
    silent = {
        name: info.get_default(call_default_factory=True, validated_data={})
        for name, info in type(entry).model_fields.items()
        if not info.is_required()
    }
    return {
        name: _broken(loader, name, value)
        for name, value in entry.plain().items()
        if name not in loader.places and (name not in silent or silent[name] != value)
    }


def _broken(loader: Loader, name: str, value: Any) -> Any:
    """Return prose with its lines broken, anything else as it is."""
    is_prose = name in loader.rich_fields and isinstance(value, str) and "\n" in value
    return wrapped(value, WIDTH - INDENT) if is_prose else value


def _write_texts(folder: Path, file: StandingFile, texts: Any, places: dict[str, list[str]]) -> None:
    loader = file.loader
    fields = sorted(loader.translatable(), key=_place(loader))
    items = {
        key: {"id": key} | {name: _broken(loader, name, texts[key][name]) for name in fields if name in texts[key]}
        for key in file.entries
        if texts.get(key)
    }
    if items:
        folder.mkdir(parents=True, exist_ok=True)
        _write_parts(folder, loader.file, items, places)


def _place(loader: Loader) -> Callable[[str], int]:
    """Return the order in which the entry itself has its fields; the words of a date come last."""
    fields = [*loader.schema.model_fields]
    return lambda name: fields.index(name) if name in fields else len(fields)


def _write_parts(folder: Path, file: str, items: dict[str, dict[str, Any]], places: dict[str, list[str]]) -> None:
    for part, keys in arranged(list(items), file, places).items():
        if keys:
            (folder / f"{part}.yaml").write_text(yaml_of([items[key] for key in keys]), encoding="utf-8")
