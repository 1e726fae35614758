"""Making a file that is not kept yet: one at a time of the same content, and few in all on one machine."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.pdf import shelf
from core.pdf.pressing import NotPrinted, printed
from core.pdf.publications import Printable

# Printed in requests at once; the worker's own are not among them.
IN_REQUESTS = 2
SECONDS_OF_A_REQUEST, PAGES_OF_A_REQUEST = 10.0, 200
LOOK_AGAIN = 0.05


class Busy(Exception):  # noqa: N818
    """Others are printing, and did not end in time."""


def in_request(ready: Printable) -> Path:
    """Return the file of a publication, made now where it is not kept, within ten seconds.

    Raises ``Busy`` and ``NotPrinted``.
    """
    if (kept := shelf.find(ready.digest)) is not None:
        return kept
    deadline = time.monotonic() + SECONDS_OF_A_REQUEST
    with _alone(ready.digest, deadline), _one_of(IN_REQUESTS, deadline):
        return _made(ready, seconds=deadline - time.monotonic(), pages=PAGES_OF_A_REQUEST)


def by_worker(ready: Printable, *, seconds: float, pages: int, hear: Callable[[int], None] = lambda page: None) -> Path:
    """Return the file of a publication, made now where it is not kept; ``hear`` is told every page.

    Raises ``Busy`` where somebody else makes the same file all the while, ``NotPrinted``, and what ``hear`` raises.
    """
    if (kept := shelf.find(ready.digest)) is not None:
        return kept
    with _alone(ready.digest, time.monotonic() + seconds):
        return _made(ready, seconds=seconds, pages=pages, gently=True, hear=hear)


def _made(ready: Printable, **limits: Any) -> Path:
    if (kept := shelf.find(ready.digest)) is not None:  # by whoever held the lock before
        return kept
    unfinished = shelf.table() / f"{ready.digest}.{os.getpid()}.pdf"
    pictures = {path: str(file) for path, file in ready.pictures.items()}
    try:
        printed(ready.html, identifier=ready.digest, files=pictures, out=unfinished, **limits)
        return shelf.put(unfinished, ready.digest)
    finally:
        unfinished.unlink(missing_ok=True)


# --- Locks: files, which the system lets go of when their process ends, whatever ends it ---------------


@contextmanager
def _alone(digest: str, deadline: float) -> Iterator[None]:
    with _held([f"file-{digest}"], deadline):
        yield


@contextmanager
def _one_of(most: int, deadline: float) -> Iterator[None]:
    with _held([f"place-{number}" for number in range(most)], deadline):
        yield


@contextmanager
def _held(names: list[str], deadline: float) -> Iterator[None]:
    """Hold any one of these locks. Raises ``Busy`` where none is free before the deadline."""
    folder = shelf.locks()
    while True:
        for name in names:
            handle = os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                continue
            try:
                yield
            finally:
                os.close(handle)
            return
        if time.monotonic() >= deadline:
            raise Busy
        time.sleep(LOOK_AGAIN)


__all__ = ["Busy", "NotPrinted", "by_worker", "in_request"]
