"""In CI a skipped test is a failed one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
SKIPPING = {
    "mark": "import pytest\n@pytest.mark.skip(reason='tired')\ndef test_it(): pass\n",
    "call": "import pytest\ndef test_it(): pytest.skip('tired')\n",
    "module": "import pytest\npytest.skip('tired', allow_module_level=True)\n",
    "fixture": "import pytest\n@pytest.fixture\ndef it(): pytest.skip('tired')\ndef test_it(it): pass\n",
}
PLANTED = {**SKIPPING, "runs": "def test_it(): pass\n"}


def failed(tmp_path: Path, **variables: str) -> set[str]:
    """Which of the planted tests fail, when all are run with what every test stands on."""
    for name, code in PLANTED.items():
        (tmp_path / f"test_{name}.py").write_text(code)
    command = [sys.executable, "-m", "pytest", str(tmp_path), "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(ROOT), "-p", "no:cacheprovider", "-p", "tests.conftest"]
    command += ["-q", "-rfE", "--continue-on-collection-errors"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False).stdout
    assert "1 passed" in said, said
    return set(re.findall(r"^(?:FAILED|ERROR) \S*test_(\w+)\.py", said, re.MULTILINE))


def test_in_ci_whatever_is_skipped_fails_and_nothing_else(tmp_path: Path) -> None:
    assert failed(tmp_path, CI="true") == set(SKIPPING)


def test_elsewhere_a_skipped_test_passes(tmp_path: Path) -> None:
    assert failed(tmp_path, CI="") == set()
