"""Every practice of the record in every edition, as PDF: read by veraPDF, pdftotext and pikepdf."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.house.site import ROOT, copy, environment, prepared
from tests.pdf.printing import failures, fonts_of, language_of, tags_of

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("printed-record")]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> list[tuple[Path, dict[str, Any]]]:
    """The files, each with what it must hold."""
    base, folder = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("printed")
    var, database = copy(prepared(base if worker_id == "master" else base.parent), folder)
    command = [sys.executable, "-m", "tests.pdf.all_printed", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(var, database), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [(file, json.loads(file.with_suffix(".json").read_text())) for file in sorted(folder.glob("*.pdf"))]


def test_every_edition_is_pdf_ua(printed: list[tuple[Path, dict[str, Any]]]) -> None:
    assert len(printed) == 56
    assert failures(file for file, _told in printed) == {file.name: [] for file, _told in printed}


def test_every_text_is_read_out_of_its_file(printed: list[tuple[Path, dict[str, Any]]]) -> None:
    missing = {}
    for file, told in printed:
        read = squashed(text_between_heads(file))
        sentences = [one for text in told["texts"] for one in re.split(r"(?<=[.!?;:])\s+|\n", text) if one.strip()]
        lost = [sentence for sentence in [told["title"], *sentences] if squashed(sentence) not in read]
        if lost:
            missing[file.name] = lost
    assert missing == {}


def test_tags_hold_language_headings_headers_and_alternatives(printed: list[tuple[Path, dict[str, Any]]]) -> None:
    for file, told in printed:
        tags = list(tags_of(file))
        kinds = Counter(kind for kind, _alt, _parent in tags)
        assert language_of(file) == told["language"]
        assert {kind: kinds[kind] for kind in told["headings"]} == told["headings"], file.name
        # The head of a table that goes on stands on every page.
        assert kinds["/TH"] >= told["headers"], file.name
        alternatives = [alt for kind, alt, _parent in tags if kind == "/Figure"]
        assert len(alternatives) == told["drawings"], file.name
        assert all(alternatives), file.name


def test_only_our_faces_are_used_and_all_are_embedded(printed: list[tuple[Path, dict[str, Any]]]) -> None:
    for file, _told in printed:
        fonts = fonts_of(file)
        assert all(font[0].partition("+")[2].startswith("Asan-") for font in fonts), fonts
        assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts), fonts


def text_between_heads(file: Path) -> str:
    """The column of the text without margin, running heads and feet, in the points of the sheet."""
    area = ["-x", "176", "-W", "420", "-nopgbrk"]
    first = ["pdftotext", "-f", "1", "-l", "1", "-y", "48", "-H", "728", *area, file, "-"]
    others = ["pdftotext", "-f", "2", "-y", "70", "-H", "706", *area, file, "-"]
    return "\n".join(
        subprocess.run(command, capture_output=True, text=True, check=False).stdout for command in (first, others)
    )


def squashed(text: str) -> str:
    """Without white space and hyphens, which the end of a line may take away."""
    return re.sub(r"[\s\u00ad-]+", "", text)
