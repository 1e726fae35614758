"""The folder of the embedded engine: one sub-folder per index, and a file that names the one in use.

An index is named after its shape, so that one of another shape is known before it is opened. What is in use changes by
renaming the file ``current``, in one step. A sub-folder that it does not name is an index under way, or was left behind
by a process that died; the next rebuild removes it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search.engines import EngineUnavailable, RebuildNeeded
from search.fields import shape

POINTER, LOCK, META = "current", "rebuild.lock", "meta.json"

_NAME = re.compile(r"[0-9a-f]{12}-[0-9a-f]{12}")
# The files of a segment. The library takes a missing one for an empty one.
_PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
# How each of them of a segment ends: the length of its footer, and a number that says it is one.
_END = struct.Struct("<II")
_MAGIC = 1337
_CHUNK = 1 << 20

# Tells one state of a file from all others: it is always written beside and renamed.
Stamp = tuple[int, int, int]


class Generations:
    """The indices of one folder. Where none is whole and of our shape, they raise ``RebuildNeeded``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path:
        """Return the folder of the index in use."""
        name = self._named()
        if not name:
            raise RebuildNeeded("There is no index")
        if not name.startswith(shape()):
            raise RebuildNeeded(f"The index {name} has another shape than {shape()}")
        return self.folder / name

    def state(self) -> tuple[Path, Stamp]:
        """Return what changes when another index comes into use, and with every commit to this one."""
        folder = self.current()
        try:
            return folder, _stamp(folder)
        except EngineUnavailable:
            other = self.current()
            if other == folder:
                raise
            return other, _stamp(other)

    def _named(self) -> str:
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii", errors="replace")
        except OSError:
            return ""
        return name if _NAME.fullmatch(name) else ""

    def begin(self) -> Path:
        """Return a new, empty folder for an index of our shape."""
        folder = self.folder / f"{shape()}-{secrets.token_hex(6)}"
        folder.mkdir()
        return folder

    def use(self, folder: Path) -> None:
        """Make this the index in use, and remove all others.

        Who reads another holds its files open, and who is just opening it finds the pointer changed.
        """
        beside = self.folder / f".{POINTER}"
        with beside.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / POINTER)
        _write_out(self.folder)
        self.tidy()

    def remove(self, folder: Path) -> None:
        """Remove an index, unless it is in use."""
        if folder.name != self._named():
            shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Remove every index that is not in use. Only under the lock."""
        for path in self.folder.iterdir():
            if _NAME.fullmatch(path.name):
                self.remove(path)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold what only one rebuild can hold, in any process; a process that dies lets go of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EngineUnavailable("A rebuild is under way") from error
            yield


def _stamp(folder: Path) -> Stamp:
    try:
        found = (folder / META).stat()
    except OSError as error:
        raise RebuildNeeded(f"The index {folder.name} is not whole: {error}") from error
    return found.st_mtime_ns, found.st_ino, found.st_size


def size(folder: Path) -> int:
    """Return the bytes of an index. Files come and go while others write."""
    found = 0
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            found += path.stat().st_size
    return found


def check(folder: Path, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the files of an index after comparing each with its checksum, but for those ``known`` to be whole.

    The library reads files as they are, and a damaged one may be found to hold anything. They never change, so each
    is compared once by a process.
    """
    names = _files(folder)
    for name in sorted(names - known):
        if not _is_whole(folder / name):
            raise RebuildNeeded(f"{name} of the index {folder.name} is damaged")
    return names


def _files(folder: Path) -> frozenset[str]:
    """Return the files of the segments in use; beside them others may be under way."""
    try:
        segments = json.loads((folder / META).read_bytes())["segments"]
        return frozenset(name for segment in segments for name in _names(segment))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise RebuildNeeded(f"The index {folder.name} is not whole: {error!r}") from error


def _names(segment: dict[str, Any]) -> Iterator[str]:
    letters = segment["segment_id"].replace("-", "")
    yield from (f"{letters}.{part}" for part in _PARTS)
    if deletes := segment["deletes"]:
        yield f"{letters}.{deletes['opstamp']}.del"


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(size - _END.size)
            length, magic = _END.unpack(file.read())
            body = file.seek(size - _END.size - length)
            expected = json.loads(file.read(length))["crc"]
            file.seek(0)
            found = 0
            for start in range(0, body, _CHUNK):
                found = zlib.crc32(file.read(min(_CHUNK, body - start)), found)
    except (OSError, ValueError, LookupError, TypeError, struct.error):
        return False
    return bool(magic == _MAGIC and found == expected)


def _write_out(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
