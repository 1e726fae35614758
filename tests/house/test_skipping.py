"""In CI a skipped test is a failed one."""

import os
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


def outcome(tmp_path: Path, code: str, **variables: str) -> int:
    (tmp_path / "test_planted.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    command += ["-p", "tests.conftest", "--rootdir", str(ROOT), str(tmp_path / "test_planted.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode


@pytest.mark.parametrize("way", SKIPPING)
def test_a_skipped_test_fails_in_ci(tmp_path: Path, way: str) -> None:
    assert outcome(tmp_path, SKIPPING[way], CI="true") not in {0, 5}


def test_a_skipped_test_passes_elsewhere(tmp_path: Path) -> None:
    assert outcome(tmp_path, SKIPPING["mark"], CI="") == 0


def test_a_test_that_runs_passes_in_ci(tmp_path: Path) -> None:
    assert outcome(tmp_path, "def test_it(): pass\n", CI="true") == 0
