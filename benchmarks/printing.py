"""Printing: one practice and volumes against bare WeasyPrint on the same HTML, and what a kept file takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from benchmarks.databases import a_database
from benchmarks.measuring import Finding, Measurement, Reached, Side, compare
from benchmarks.reading import read
from benchmarks.serving import served
from core.models import Record
from core.pdf import making, pressing
from core.pdf.publications import Printable
from core.records.kinds import Kind
from knowledge.pdf import editions, volume
from tests.factories import bulk

SIZES = {"practices": 500, "figures": 4, "adoptions": 2, "sources": 6}
VOLUMES = {10: 5, 100: 3}
ROUNDS = 15
# How many times as long as the bare library, and as much memory, in a process that holds nothing else.
LIMIT = 1.15
# A file that is kept, against a static file of the same size from the same server.
KEPT_LIMIT = 2.0
FILE = "/en/library/practices/bulk-4/practice.pdf"


def measure() -> list[Finding]:
    """Measure practices, volumes and what is kept."""
    ids = a_library("printing")
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder, _bare(Path(folder)) as bare:
        for pk in ids[:3]:
            ready = next(iter(editions(pk)))
            found.append(compare(f"practice {pk}", *_sides(ready, bare, Path(folder)), rounds=ROUNDS, limit=LIMIT))
        for number, rounds in VOLUMES.items():
            found += against_bare(a_volume(ids[:number]), number, rounds, Path(folder))
    found.append(_kept())
    return found


def a_library(name: str) -> list[int]:
    """Make a library of its own, and return the numbers of its practices."""
    a_database(name)
    bulk.build(bulk.Size(**SIZES), bulk.surroundings())
    return list(Record.objects.filter(kind=Kind.PRACTICE).order_by("pk").values_list("pk", flat=True))


def a_volume(ids: list[int]) -> Printable:
    """Return a volume of these practices, ready for the press."""
    return volume({"ids": ids, "title": "Synthetic volume", "language": "en"}, AnonymousUser(), lambda done: None)


Ask = Callable[[Path, Path], tuple[float, float]]


@contextmanager
def _bare(folder: Path) -> Iterator[Ask]:
    """Bare WeasyPrint, loaded and warm as the press is; it answers with seconds and megabytes."""
    command = [sys.executable, "-m", "benchmarks.bare_printing", str(settings.BASE_DIR / "static")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(html: Path, out: Path) -> tuple[float, float]:
            asked: Any = process.stdin
            asked.write(f"{html} {out}\n")
            asked.flush()
            answered: Any = process.stdout
            seconds, held = answered.readline().split()
            return float(seconds), float(held)

        yield ask
        process.kill()


def press(ready: Printable, out: Path, *, gently: bool = False) -> Any:
    """Print without the limits of time that a site has."""
    return pressing.printed(
        ready.html, identifier=ready.digest, files={}, seconds=3_600, pages=10_000, out=out, gently=gently
    )


def _sides(ready: Printable, bare: Ask, folder: Path) -> tuple[Side, Side]:
    html = folder / f"{ready.digest}.html"
    html.write_text(ready.html, encoding="utf-8")
    whole = Side("press", lambda: press(ready, folder / "press.pdf"))
    return whole, Side("bare WeasyPrint", lambda: bare(html, folder / "bare.pdf"))


def against_bare(ready: Printable, number: int, rounds: int, folder: Path) -> list[Finding]:
    """Return time and memory of a volume; each bare one has a process of its own, as each of the press has."""
    html = folder / f"volume-{number}.html"
    html.write_text(ready.html, encoding="utf-8")
    taken: list[tuple[float, float, float, float]] = []
    for _round in range(rounds):
        with _bare(folder) as bare:
            bare_seconds, bare_held = bare(html, folder / "bare.pdf")
        began = time.perf_counter()
        done = press(ready, folder / "press.pdf")
        taken.append((time.perf_counter() - began, bare_seconds, done["megabytes"], bare_held))
    seconds, bare_seconds, held, bare_held = (median(values) for values in zip(*taken, strict=True))
    against = "bare WeasyPrint on the same HTML"
    return [
        Measurement(f"volume of {number}", seconds, against, bare_seconds, rounds, LIMIT),
        Reached(f"volume of {number}: memory", held / bare_held, "times that of bare WeasyPrint", most=LIMIT),
    ]


def _kept() -> Finding:
    """Return what a kept file takes against a static file of the same size, from the same web server."""
    making.in_request(next(iter(editions(Record.objects.get(slug="bulk-4", kind=Kind.PRACTICE).pk))))
    static = settings.BASE_DIR / "static" / "benchmark.pdf"
    static.write_bytes(read(FILE))
    try:
        with served() as ask:
            kept = Side("kept file", lambda: ask(FILE))
            against = Side("static file from the same server", lambda: ask("/static/benchmark.pdf"))
            return compare("kept file", kept, against, rounds=200, limit=KEPT_LIMIT)
    finally:
        static.unlink()
