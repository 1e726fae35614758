"""An operator breaks a record file, reads what is wrong where, finds nothing half loaded, mends it and loads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.site import ROOT, Prepared, copy, environment, prepared
from tests.loading.files import add, parsed, rewrite

# Every kind of record there is, and its number.
COUNT = """
from collections import Counter
from core.models import LoadedField, Record
print(sorted(Counter(Record.objects.values_list("kind", flat=True)).items()), LoadedField.objects.count())
"""
TOPIC = """- id: topic-synthetic
  labels: {en: {preferred: Synthetic topic, alternative: []}}
  definition: null
  broader: null
"""
GAP = """- id: gap-synthetic
  text: A synthetic gap.
  about: [topic-synthetik]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Prepared:
    folder = tmp_path_factory.getbasetemp()
    return prepared(folder if worker_id == "master" else folder.parent)


class Terminal:
    """Where the operator types; every command is a process of its own on a copy of the site."""

    def __init__(self, made: Prepared, folder: Path) -> None:
        self.environment = environment(*copy(made, folder))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def counted(self) -> str:
        return self.run("shell", "--no-imports", "-c", COUNT).stdout


@pytest.mark.slow
def test_a_broken_file_is_mended_and_loaded(made: Prepared, tmp_path: Path) -> None:
    terminal = Terminal(made, tmp_path)
    folder = Path(shutil.copytree(settings.RECORD_DIR, tmp_path / "record"))
    figure = parsed(folder)["practices.yaml"][0]["figures"][0]["id"]
    before = terminal.counted()

    # The new topic is right; the new gap names what is not there, and a figure has a field too many.
    add(folder, "topics.yaml", TOPIC)
    add(folder, "gaps.yaml", GAP)
    rewrite(folder, "practices.yaml", f"  - id: {figure}\n", f"  - id: {figure}\n    colour: blue\n")
    refused = terminal.run("load_record", "--folder", str(folder))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        f"CommandError: practices.yaml: {figure}: colour: is not a field of this kind",
        "gaps.yaml: gap-synthetic: about[1]: there is no entry “topic-synthetik”",
        "2 problem(s) in the record. Nothing was loaded.",
    ]
    assert terminal.counted() == before

    rewrite(folder, "practices.yaml", "    colour: blue\n", "")
    rewrite(folder, "gaps.yaml", "topic-synthetik", "topic-synthetic")
    loaded = terminal.run("load_record", "--folder", str(folder))
    assert loaded.returncode == 0, loaded.stderr
    assert "2 added, 0 changed, 0 fields kept as they are on the site." in loaded.stdout.splitlines()
    assert terminal.counted() != before
    assert "Every rule holds." in terminal.run("check_record").stdout
