"""Tests of one group run on one worker: what they share is made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite

GROUPED = """
import os

import pytest

@pytest.mark.parametrize("number", range(12))
@pytest.mark.xdist_group("one")
def test_together(number):
    print(os.environ["PYTEST_XDIST_WORKER"], file=open(f"{__file__}.{number}", "w"))
"""


def test_a_group_runs_on_one_worker(tmp_path: Path) -> None:
    """A release of pytest that xdist does not know yet ignores groups in silence, and the slow sites are made twice."""
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", "-c", "/dev/null"]
    subprocess.run([*run, "-n2", "--dist", "loadgroup", str(tmp_path)], check=True, capture_output=True, timeout=300)
    workers = {note.read_text() for note in tmp_path.glob("test_grouped.py.*")}
    assert len(workers) == 1
