"""Whether two folders of record files say the same, told from the YAML alone."""

from pathlib import Path
from re import sub
from typing import Any

from tests.loading.files import parsed

UNORDERED = {"topics", "service_types", "sdg_goals"}


def said(folder: Path) -> dict[str, dict[str, Any]]:
    """Every entry of a folder, by file and id; parts of a file together, lists without order in one order."""
    files: dict[str, dict[str, Any]] = {}
    for name, entries in parsed(folder).items():
        whole = sub(r"-\d+\.yaml$", ".yaml", name)
        files.setdefault(whole, {}).update({entry["id"]: _plain(entry) for entry in entries or []})
    return files


def _plain(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in (sorted(value, key=str) if field in UNORDERED else value)]
    # Lines may be broken anywhere.
    return " ".join(value.split()) if isinstance(value, str) else value


def order_of(folder: Path) -> dict[str, list[Any]]:
    """The order in which entries stand, and the fields in each of them, in the files that are not translations."""
    return {
        name: [(entry["id"], list(entry)) for entry in entries or []]
        for name, entries in parsed(folder).items()
        if not name.startswith("texts")
    }
