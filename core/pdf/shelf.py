"""Where printed files are kept, by the digest of their content: who has the same content has the same file.

Nothing says who may read a file. It is found only by whoever may read all that its digest was made of.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from core.outbox.registry import register_timed_work

KEPT = timedelta(days=30)
# A file that was read in the last hours need not be marked as read again.
READ_AGAIN = 6 * 3600
# What could not be printed is tried again after so many seconds.
TRIED_AGAIN = 600
TIDIED_EVERY, TIDIED = timedelta(hours=6), "tidied"


def place_of(digest: str) -> Path:
    """Return where a file is, or would be."""
    return Path(settings.PDF_DIR) / "files" / digest[:2] / f"{digest}.pdf"


def find(digest: str) -> Path | None:
    """Return the file, and note that it was read."""
    file = place_of(digest)
    try:
        if time.time() - file.stat().st_mtime > READ_AGAIN:
            os.utime(file)
    except FileNotFoundError:
        return None
    return file


def put(printed: Path, digest: str) -> Path:
    """Put a whole file in its place at once; ``printed`` lies on the same disk."""
    file = place_of(digest)
    file.parent.mkdir(parents=True, exist_ok=True)
    printed.replace(file)
    if _is_untidy():  # where no worker runs beside this folder
        tidy()
    return file


def note_failure(digest: str, reason: str) -> None:
    """Note that this content could not be printed."""
    (_folder("failed") / digest).write_text(reason, encoding="utf-8")


def failed_lately(digest: str) -> str:
    """Return why this content could not be printed some minutes ago, nothing where it was not tried."""
    note = _folder("failed") / digest
    try:
        is_recent = time.time() - note.stat().st_mtime < TRIED_AGAIN
        return note.read_text(encoding="utf-8") if is_recent else ""
    except FileNotFoundError:
        return ""


def table() -> Path:
    """Return the folder for what is not ready yet."""
    return _folder("making")


def locks() -> Path:
    """Return the folder of the locks. A name in it that was removed holds nobody up: the same file is made twice."""
    return _folder("locks")


def _folder(name: str) -> Path:
    folder = Path(settings.PDF_DIR) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_untidy() -> bool:
    try:
        return time.time() - (_folder("locks") / TIDIED).stat().st_mtime > TIDIED_EVERY.total_seconds()
    except FileNotFoundError:
        return True


@register_timed_work("tidy printed files", every=TIDIED_EVERY)
def tidy() -> None:
    """Remove what nobody has read for a month, what was never finished, and the locks and failures of another day."""
    now = time.time()
    (_folder("locks") / TIDIED).touch()
    for file in _files():
        with suppress(FileNotFoundError):
            if now - file.stat().st_mtime > KEPT.total_seconds():
                file.unlink()
    for left in [*table().iterdir(), *locks().iterdir(), *_folder("failed").iterdir()]:
        with suppress(FileNotFoundError):
            if now - left.stat().st_mtime > timedelta(days=1).total_seconds():
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def remove_all_but(kept: Collection[str]) -> None:
    """Remove the files of all contents but these: they are made anew when they are asked for."""
    for file in [*_files()]:
        if file.stem not in kept:
            file.unlink(missing_ok=True)


def _files() -> Iterator[Path]:
    yield from (Path(settings.PDF_DIR) / "files").glob("??/*.pdf")
