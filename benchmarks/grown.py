"""How much memory a rebuild takes, in a process of its own: a worker that has done nothing before.

``python -m benchmarks.grown DATABASE ENGINE FOLDER ADDRESSES`` prints it in MB.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks.databases import Database  # noqa: E402
from benchmarks.search import an_engine  # noqa: E402
from search.rebuilding import rebuild  # noqa: E402


def memory() -> float:
    """Return what the process holds, in MB, without files read through memory: the system may drop those."""
    resident, shared = (int(pages) for pages in Path("/proc/self/statm").read_text().split()[1:3])
    return (resident - shared) * resource.getpagesize() / 1e6


def main(database: str, engine: str, folder: str, addresses: str) -> None:
    """Rebuild the index of a database and say by how much the process grew meanwhile."""
    Database(Path(database)).enter()
    with an_engine(engine, addresses.split(","), Path(folder)):
        before, sizes = memory(), []
        rebuild(say=lambda step, done: sizes.append(memory()))
    print(max(sizes) - before)


if __name__ == "__main__":
    main(*sys.argv[1:])
