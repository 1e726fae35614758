"""Printing from the site's side: presses are started when they are needed, used again, and ended when they fail."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from core.pdf import shelf
from core.pdf.jobs import BROKEN, OUT_OF_TIME, Job

# Seconds beyond those of the job in which the press must have answered.
GRACE = 5.0
# After so many seconds without a word, whoever waits is told that the press is still at it.
SILENCE = 1.0


class NotPrinted(Exception):  # noqa: N818
    """There is no PDF; ``reason`` is one of ``core.pdf.jobs``."""

    def __init__(self, reason: str, why: str = "") -> None:
        """Keep the reason, and what the library said."""
        super().__init__(f"{reason}: {why}" if why else reason)
        self.reason = reason


def printed(html: str, *, identifier: str, files: dict[str, str], seconds: float, pages: int, out: Path,
            gently: bool = False, hear: Callable[[int], None] = lambda page: None) -> dict[str, Any]:  # fmt: skip
    """Print ``html`` into ``out`` and return number of pages, seconds and megabytes.

    ``hear`` is told every page that is laid out; what it raises ends the work. Raises ``NotPrinted``.
    """
    # On the table, where what a killed process left behind is tidied away.
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=shelf.table()) as folder, _a_press() as press:
        source, target = Path(folder) / "publication.html", Path(folder) / "publication.pdf"
        source.write_text(html, encoding="utf-8")
        job = Job(str(source), str(target), identifier, _folders(), files, seconds, settings.PDF_MEMORY, pages, gently)
        done = press.print(job, hear)
        shutil.move(target, out)
    return done


def _folders() -> list[str]:
    """Return where static files lie: the sheet and the faces are those of this release, collected or not."""
    return [str(folder) for folder in settings.STATICFILES_DIRS]


class Press:
    """One process of ``core.pdf.press``; one thread uses it at a time."""

    def __init__(self) -> None:
        """Start it; it is ready when the library is loaded."""
        self._process: Any = subprocess.Popen(
            [sys.executable, "-m", "core.pdf.press", *_folders()],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.is_well = True

    def print(self, job: Job, hear: Callable[[int], None]) -> dict[str, Any]:
        """Print a job. Raises ``NotPrinted``, and whatever ``hear`` raises; after either the press may be of no use."""
        self.is_well = False
        self._give(job)
        page = 0
        for answer in self._answers(time.monotonic() + job.seconds + GRACE):
            if answer and answer.get("of") != job.out:  # of a job before this one
                continue
            page = answer.get("pages", page)
            if not answer or "pages" in answer:  # it is still at it
                hear(page)
                continue
            self.is_well = True
            if "done" in answer:
                done: dict[str, Any] = answer["done"]
                return done
            raise NotPrinted(answer["failed"], answer.get("why", ""))
        raise NotPrinted(BROKEN, "the press ended")

    def _give(self, job: Job) -> None:
        try:
            self._process.stdin.write(job.line.encode())
            self._process.stdin.flush()
        except OSError as error:
            raise NotPrinted(BROKEN, str(error)) from error

    def _answers(self, deadline: float) -> Iterator[dict[str, Any]]:
        """Return what the press says, line by line, until it ends, and nothing every second in which it is silent.

        Raises ``NotPrinted`` where the deadline passes.
        """
        stream, text = self._process.stdout, b""
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while (left := deadline - time.monotonic()) > 0:
                if not selector.select(min(left, SILENCE)):
                    yield {}
                    continue
                more = os.read(stream.fileno(), 65_536)
                if not more:
                    return
                *lines, text = (text + more).split(b"\n")
                yield from map(json.loads, lines)
        raise NotPrinted(OUT_OF_TIME, "the press does not answer")

    def is_alive(self) -> bool:
        """Whether its process goes on."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it with whatever it is at."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                stream.close()


_idle: list[Press] = []
_changing = threading.Lock()


def _an_idle_press() -> Press | None:
    """Return a press that waits for work; one that was killed meanwhile is not handed out."""
    with _changing:
        while _idle:
            press = _idle.pop()
            if press.is_alive():
                return press
            press.end()
    return None


@contextmanager
def _a_press() -> Iterator[Press]:
    press = _an_idle_press() or Press()
    try:
        yield press
    finally:
        if press.is_well:
            with _changing:
                _idle.append(press)
        else:
            press.end()


@atexit.register
def end_all() -> None:
    """End the presses that are idle."""
    with _changing:
        while _idle:
            _idle.pop().end()


def _forget() -> None:
    """Leave the presses of the process that this one is a copy of to that one."""
    _idle.clear()


os.register_at_fork(after_in_child=_forget)
