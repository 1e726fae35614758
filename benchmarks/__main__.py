"""`make bench`, or `make bench ONLY=pages`: every bench, or one. Ends with 1 where a limit is broken."""

from __future__ import annotations

import os
import sys
import time

# Before anything reads them; what the environment says of databases and folders does not count here.
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from benchmarks import cached, desk, largest_volume, lists, pages, printing, quality, record, results, search, start  # noqa: E402

BENCHES = {
    "pages": pages,
    "cached": cached,
    "lists": lists,
    "desk": desk,
    "record": record,
    "start": start,
    "search": search,
    "quality": quality,
    "printing": printing,
    "volume": largest_volume,
}


def main(wanted: list[str]) -> int:
    """Measure what is wanted, and return the code of the process."""
    if unknown := [name for name in wanted if name not in BENCHES]:
        print(f"There is no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    holds = True
    for name in wanted or BENCHES:
        print(f"Measuring {name}", file=sys.stderr)
        began = time.monotonic()
        measured = BENCHES[name].measure()
        results.keep(name, BENCHES[name].SIZES, measured)
        print(results.table(f"{name} ({time.monotonic() - began:.0f} seconds)", measured), flush=True)
        holds = holds and all(found.holds for found in measured)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
