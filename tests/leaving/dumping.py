"""Everything that is written down, in the database and in files, and where in it somebody stands."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from core.models import Letter

FOLDERS = ("MEDIA_ROOT", "PRIVATE_ROOT", "PDF_DIR")


def stands_in_rows(traces: tuple[str, ...]) -> set[str]:
    """Return the columns of all tables in which any of the traces stands, as ``core.Notice.told``."""
    return {place for place, text in _cells() if any(trace in text for trace in traces)}


def stands_in_files(traces: tuple[str, ...]) -> list[Path]:
    """Return the files whose name or content holds any of the traces."""
    folders = [Path(getattr(settings, name)) for name in FOLDERS]
    files = [file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if any(one in file.name or one.encode() in file.read_bytes() for one in traces)]


def _cells() -> Iterator[tuple[str, str]]:
    """Yield every cell of every table that a model has, past the models, as text."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if not meta.managed or meta.proxy:
            continue
        names = {field.column: field.name for field in meta.local_concrete_fields}
        with connection.cursor() as cursor:
            columns = ", ".join(connection.ops.quote_name(column) for column in names)
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(meta.db_table)}")
            for row in cursor.fetchall():
                for column, value in zip(names, row, strict=True):
                    yield f"{meta.label}.{names[column]}", _text(value)
    for letter in Letter.objects.exclude(message=b""):
        yield "core.Letter.message", _unpacked(bytes(letter.message).decode())


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        try:
            return zlib.decompress(raw, 47).decode()
        except zlib.error:
            return raw.decode("utf-8", "replace")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    # JSON stands on SQLite with letters written as numbers.
    return text + (text.encode().decode("unicode_escape", "replace") if "\\u" in text else "")


def _unpacked(message: str) -> str:
    """Return a letter with its parts as they are read."""
    found = [message]
    for part in message.split("\r\n\r\n"):
        try:
            found.append(base64.b64decode(part.split("\r\n--")[0], validate=False).decode("utf-8", "ignore"))
        except ValueError:
            continue
    return "\n".join(found)
