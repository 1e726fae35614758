"""The largest volume against bare WeasyPrint on the same HTML, and what other readers notice while it is made."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import Finding, Reached
from benchmarks.printing import SIZES, a_library, a_volume, against_bare, press
from benchmarks.reading import read
from core.pdf.publications import Printable

__all__ = ["SIZES", "measure"]

# Other readers keep at least this part of their rate meanwhile.
LEFT = 0.7
PAGE = "/en/library/practices/bulk-4/"


def measure() -> list[Finding]:
    """Measure it once: it takes longer than all other benches together."""
    ids = a_library("largest-volume")
    with tempfile.TemporaryDirectory() as folder:
        found = against_bare(a_volume(ids), len(ids), 1, Path(folder))
        found.append(_others(a_volume(ids), Path(folder)))
    return found


def _others(ready: Printable, folder: Path) -> Finding:
    """Return which part of their rate readers keep while the volume is made as the worker makes it."""
    alone = _rate(lambda count: count < 150)
    making_it = threading.Thread(target=lambda: press(ready, folder / "others.pdf", gently=True))
    making_it.start()
    meanwhile = _rate(lambda count: count < 150 and making_it.is_alive())
    making_it.join()
    return Reached("rate of readers while a volume of 500 is made", meanwhile / alone, "of it alone", least=LEFT)


def _rate(goes_on: Callable[[int], bool]) -> float:
    began, count = time.perf_counter(), 0
    while goes_on(count):
        read(PAGE)
        count += 1
    return count / (time.perf_counter() - began)
