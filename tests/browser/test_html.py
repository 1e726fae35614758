"""Every page type is valid HTML, as the checker of the W3C reads it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import SpecimenSite
from tests.browser.samples import SAMPLES
from tests.house.asking import ask_all
from tests.house.site import ROOT

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

LANGUAGES = ["en", "ar"]
# What the checker says and we do not follow, each with its reason.
UNHEEDED: dict[str, str] = {}
# A page of ours with one fault: a checker that lets it pass has checked nothing.
SPOILT = "spoilt.html"


def checked(folder: Path) -> dict[str, list[str]]:
    """What the checker says of each file."""
    jars = subprocess.run(["bin/nu"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    command = ["java", "-cp", jars, "nu.validator.client.SimpleCommandLineValidator", "--stdout", "--format", "json"]
    files = sorted(path.name for path in folder.glob("*.html"))
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {name: [] for name in files}
    for message in json.loads(done.stdout)["messages"]:
        place = f"line {message.get('lastLine')}: {message.get('extract', '').strip()[:200]!r}"
        found[message["url"].rpartition("/")[2]].append(f"{message['message']} {place}")
    return found


def test_every_sample_is_valid(specimen_site: SpecimenSite, tmp_path: Path) -> None:
    wanted = {
        f"{sample.name}-{language}.html": sample.path(language, specimen_site.found)
        for sample in SAMPLES
        for language in LANGUAGES
    }
    answers = ask_all(specimen_site.site, set(wanted.values()))
    for name, path in wanted.items():
        (tmp_path / name).write_bytes(answers[path][2])
    front = answers["/en/"][2].decode()
    (tmp_path / SPOILT).write_text(front.replace("</h1>", "</h2>"))

    found = checked(tmp_path)
    assert found.pop(SPOILT)
    faults = [
        f"{wanted[name]}: {fault}"
        for name, said in found.items()
        for fault in said
        if not any(words in fault for words in UNHEEDED)
    ]
    assert not faults, "\n".join(faults)
