"""A small synthetic record in files, and what tests of its loading ask."""

import shutil
from pathlib import Path
from typing import Any

from django.apps import apps

from core.loading.dump import Dumped, dump_record
from core.loading.load import load_record
from core.loading.registry import loaders
from core.loading.report import Report
from core.loading.yaml_text import read_yaml

SMALL = Path(__file__).parent / "record"


def small_record(folder: Path) -> Path:
    """A copy of the small record, to be changed."""
    return Path(shutil.copytree(SMALL, folder / "record"))


def load(folder: Path, **options: Any) -> Report:
    """Load, and say nothing of it."""
    return load_record(folder, say=lambda line: None, **options)


def dump(folder: Path) -> Dumped:
    """Write the record back, and say nothing of it."""
    return dump_record(folder, say=lambda line: None)


def rewrite(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file where ``old`` stands first; it must stand there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, text: str) -> None:
    """Add to the end of a file."""
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(text)


def parsed(folder: Path) -> dict[str, Any]:
    """Every file of a folder as plain values, by name."""
    return {str(path.relative_to(folder)): read_yaml(path) for path in sorted(folder.rglob("*.yaml"))}


def tables() -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        model._meta.label: sorted(repr(row) for row in model._base_manager.values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def content() -> dict[str, Any]:
    """What the site says, in the words of the files: entries and their translations."""
    return {loader.file: (loader.on_site(), loader.read_texts()) for loader in loaders()}
