"""What was measured, on the terminal and in ``results.json``."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import wagtail
from django.db import connection

from benchmarks.measuring import Finding, Reached

RESULTS = Path(__file__).parent / "results.json"


def table(name: str, measured: Sequence[Finding]) -> str:
    """Return the findings of a bench for a reader of the terminal."""
    width = max(len(found.name) for found in measured)
    return "\n".join([name, *(f"  {found.name:{width}}  {_told(found)}" for found in measured), ""])


def _told(found: Finding) -> str:
    broken = "" if found.holds else "  BROKEN"
    if isinstance(found, Reached):
        bounds = [f", at least {found.least:g}"] if found.least is not None else []
        bounds += [f", at most {found.most:g}"] if found.most is not None else []
        return f"{found.value:7.3f} {found.unit}{''.join(bounds)}{broken}"
    limit = f", at most {found.limit:g}" if found.limit is not None else ""
    times = f"{_time(found.seconds)}  against {_time(found.against_seconds)} {found.against}"
    return f"{times}: {found.ratio:6.2f} times{limit}{broken}"


def _time(seconds: float) -> str:
    return f"{seconds:7.2f} s " if seconds >= 1 else f"{seconds * 1000:7.2f} ms"


def keep(name: str, sizes: dict[str, int], measured: Sequence[Finding]) -> None:
    """Write the findings of a bench; those of the others stay as they are."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[name] = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
        "database": f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}",
        "sizes": sizes,
        "measurements": [_written(found) for found in measured],
    }
    RESULTS.write_text(json.dumps(dict(sorted(kept.items())), indent=2, ensure_ascii=False) + "\n")


def _written(found: Finding) -> dict[str, Any]:
    if isinstance(found, Reached):
        return {**asdict(found), "value": round(found.value, 4), "holds": found.holds}
    return {
        "name": found.name,
        "seconds": round(found.seconds, 5),
        "against": found.against,
        "against_seconds": round(found.against_seconds, 5),
        "rounds": found.rounds,
        "ratio": round(found.ratio, 2),
        "limit": found.limit,
        "holds": found.holds,
    }
