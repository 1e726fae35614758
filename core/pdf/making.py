"""Making a file that is not kept yet: one at a time of the same content, and few in all on one machine."""

from __future__ import annotations

import fcntl
import os
import threading
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
# Threads of one web server that print or wait for it; the others go on answering readers.
MOST_WAITING = 3
_waiting = threading.BoundedSemaphore(MOST_WAITING)


class Busy(Exception):  # noqa: N818
    """Others are printing, and did not end in time."""


def in_request(ready: Printable) -> Path:
    """Return the file of a publication, made now where it is not kept, within ten seconds.

    Raises ``Busy`` where others print and wait already, and ``NotPrinted``: for some minutes without another try.
    """
    if (kept := shelf.find(ready.digest)) is not None:
        return kept
    if reason := shelf.failed_lately(ready.digest):
        raise NotPrinted(reason, "it failed a moment ago")
    if not _waiting.acquire(blocking=False):
        raise Busy
    deadline = time.monotonic() + SECONDS_OF_A_REQUEST
    try:
        with _alone(ready.digest, deadline), _one_of(IN_REQUESTS, deadline):
            seconds = deadline - time.monotonic()
            if seconds <= 0:
                raise Busy
            return _made(ready, seconds=seconds, pages=PAGES_OF_A_REQUEST)
    except NotPrinted as error:
        shelf.note_failure(ready.digest, error.reason)
        raise
    finally:
        _waiting.release()


def by_worker(ready: Printable, *, seconds: float, pages: int, hear: Callable[[int], None] = lambda page: None) -> Path:
    """Return the file of a publication, made now where it is not kept; ``hear`` is told every page.

    Raises ``Busy`` where somebody else makes the same file all the while, ``NotPrinted``, and what ``hear`` raises.
    """
    if (kept := shelf.find(ready.digest)) is not None:
        return kept
    with _alone(ready.digest, time.monotonic() + seconds, lambda: hear(0)):
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
def _alone(digest: str, deadline: float, meanwhile: Callable[[], None] = lambda: None) -> Iterator[None]:
    with _held([f"file-{digest}"], deadline, meanwhile):
        yield


@contextmanager
def _one_of(most: int, deadline: float) -> Iterator[None]:
    with _held([f"place-{number}" for number in range(most)], deadline):
        yield


@contextmanager
def _held(names: list[str], deadline: float, meanwhile: Callable[[], None] = lambda: None) -> Iterator[None]:
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
        meanwhile()
        time.sleep(LOOK_AGAIN)


__all__ = ["Busy", "NotPrinted", "by_worker", "in_request"]
