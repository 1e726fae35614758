"""What the press is given, and why it may give nothing back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

# The address of everything in a publication, of a scheme that nobody else serves.
SCHEME = "own"
BASE_URL = f"{SCHEME}:///"
TOO_MANY_PAGES, OUT_OF_MEMORY, OUT_OF_TIME, BROKEN = "pages", "memory", "time", "broken"


@dataclass(frozen=True)
class Job:
    """What is to be printed: a file of HTML, where the PDF goes, and what it may cost.

    ``folders`` hold static files, ``files`` are pictures by their paths, ``identifier`` is the digest of the content.
    ``seconds`` of the clock, ``megabytes`` beyond what the press itself holds;
    ``gently`` lets everything else go first.
    """

    html: str
    out: str
    identifier: str
    folders: list[str]
    files: dict[str, str] = field(default_factory=dict)
    seconds: float = 60.0
    megabytes: int = 1_000
    pages: int = 2_000
    gently: bool = False

    @property
    def line(self) -> str:
        """Return the job as the press reads it."""
        return json.dumps(asdict(self)) + "\n"
