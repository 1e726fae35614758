"""Bare WeasyPrint in a process of its own: what the press is measured against.

Reads lines ``HTML OUT`` and answers each with the seconds that it took and the megabytes that the process ever held.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from core.pdf import press  # sets the faces before the library is loaded
from core.pdf.fetching import OwnFilesOnly
from core.pdf.jobs import BASE_URL


def main(folder: str) -> None:
    """Print one file after another."""
    for line in sys.stdin:
        html, out = line.split()
        text = Path(html).read_text(encoding="utf-8")
        began = time.perf_counter()
        document = press.HTML(string=text, base_url=BASE_URL, url_fetcher=OwnFilesOnly([Path(folder)], {}))
        document.write_pdf(out, font_config=press.FontConfiguration(), pdf_variant=press.VARIANT)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(time.perf_counter() - began, held, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
