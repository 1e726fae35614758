"""The press: a process that lays out and writes PDF, one publication at a time, each in a child that may be killed.

``python -m core.pdf.press FOLDER …``, with the folders of static files, reads jobs as lines of JSON and answers each
with lines of JSON: ``{"pages": 12}`` while it lays out, then ``{"done": …}`` or ``{"failed": …}``. The library is
loaded and warm once; a child is a copy of it with limits of memory and time, so that nothing a publication holds can
harm the site. It ends when its input does.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

# Fonts come from our own files only, so that a publication is the same on every machine; before anything reads it.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

from weasyprint import HTML
from weasyprint.logger import LOGGER, PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration

from core.pdf.fetching import OwnFilesOnly
from core.pdf.jobs import BASE_URL, BROKEN, OUT_OF_MEMORY, OUT_OF_TIME, TOO_MANY_PAGES, Job

VARIANT = "pdf/ua-1"
GENTLY = 10
LAYING_OUT = "Creating layout - Page "


class TooManyPagesError(Exception):
    """More pages than the job allows."""


class _Counting(logging.Handler):
    """Hears the library count pages."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job, self._last = job, 0

    def emit(self, record: logging.LogRecord) -> None:
        _before, found, number = record.getMessage().partition(LAYING_OUT)
        if not found:
            return
        page = int(number.partition(" ")[0])
        if page > self._job.pages:
            raise TooManyPagesError
        if page > self._last:  # numbers of pages may need a second layout
            self._last = page
            _say({"pages": page}, of=self._job)


def set_in_type(job: Job) -> dict[str, Any]:
    """Lay the job out and write it; say the number of every page. Raises ``TooManyPagesError``."""
    PROGRESS_LOGGER.handlers = [_Counting(job)]
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    fetcher = OwnFilesOnly([Path(folder) for folder in job.folders], {k: Path(v) for k, v in job.files.items()})
    text = Path(job.html).read_text(encoding="utf-8")
    options: dict[str, Any] = {"pdf_variant": VARIANT, "pdf_identifier": job.identifier.encode(), "dpi": 200}
    html = HTML(string=text, base_url=BASE_URL, url_fetcher=fetcher)
    document = html.render(font_config=FontConfiguration(), **options)
    document.write_pdf(job.out, **options)
    return {"pages": len(document.pages), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


# What a process learns once: faces, the modules that write them. Children are copies and need not learn it again.
_WARMING = (
    "<html lang=en><title>.</title><link rel=stylesheet href=/static/css/pdf.css><h1>A</h1><p>a <b>b</b> <i>c</i>"
)


def warm_up(folders: list[str]) -> None:
    """Print a little that nobody reads, with the sheet of publications from these folders of static files."""
    fetcher = OwnFilesOnly([Path(folder) for folder in folders], {})
    html = HTML(string=_WARMING, base_url=BASE_URL, url_fetcher=fetcher)
    html.write_pdf(os.devnull, font_config=FontConfiguration(), pdf_variant=VARIANT)
    # What is there now stays: a child that looked through it for garbage would copy all of it.
    gc.collect()
    gc.freeze()


def main(folders: list[str]) -> None:
    """Print one job after another, until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches whoever started it, which closes the input
    LOGGER.handlers = [logging.StreamHandler(sys.stderr)]
    LOGGER.setLevel(logging.ERROR)
    warm_up(folders)
    for line in sys.stdin:
        _print(Job(**json.loads(line)))


def _print(job: Job) -> None:
    alive, held = os.pipe()  # the child holds one end: it closes when the child is gone, whatever ended it
    child = os.fork()
    if child == 0:
        os.close(alive)
        _as_child(job)
    os.close(held)
    # Whoever gave the job may go away meanwhile: then the input ends. That the next job waits in it is nothing to hear.
    watched = select.poll()
    watched.register(alive, select.POLLIN)
    watched.register(sys.stdin.fileno(), 0)
    ready = [descriptor for descriptor, _event in watched.poll(max(job.seconds, 0) * 1000)]
    os.close(alive)
    is_late = not ready
    if alive not in ready:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if is_late and status != 0:
        _say({"failed": OUT_OF_TIME}, of=job)
    elif status != 0:  # it could not say itself what became of it
        _say({"failed": BROKEN, "why": f"status {status}"}, of=job)


def _as_child(job: Job) -> NoReturn:
    limit = _held() + job.megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if job.gently:
        os.nice(GENTLY)
    seconds = int(job.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    began = time.monotonic()
    try:
        done = set_in_type(job)
    except TooManyPagesError:
        _say({"failed": TOO_MANY_PAGES}, of=job)
    except (MemoryError, SystemError):  # the second is what some libraries make of the first
        _say({"failed": OUT_OF_MEMORY}, of=job)
    except BaseException as error:
        _say({"failed": BROKEN, "why": f"{type(error).__name__}: {error}"[:500]}, of=job)
    else:
        _say({"done": done | {"seconds": round(time.monotonic() - began, 3)}}, of=job)
    os._exit(0)


def _held() -> int:
    """Return the addresses that the process has in use, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _say(answer: dict[str, Any], *, of: Job) -> None:
    """Answer, and name the job: what was ended from outside may have answered just before."""
    sys.stdout.write(json.dumps({**answer, "of": of.out}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
