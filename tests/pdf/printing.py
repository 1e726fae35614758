"""Printing in tests, and reading what was printed by tools that nobody here wrote."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf

from core.pdf.pressing import printed
from tests.house.site import ROOT

SHEET = '<link rel="stylesheet" href="own:///static/css/pdf.css">'


def page_of(content: str, *, language: str = "en", head: str = "") -> str:
    """A whole document with our sheet."""
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>Synthetic</title>{SHEET}{head}</head><body>{content}</body></html>"
    )


def press(html: str, out: Path, *, seconds: float = 30, pages: int = 50, files: Mapping[str, str] | None = None) -> Any:
    """Print a document; what the press says of it."""
    return printed(html, identifier="0" * 64, files=dict(files or {}), seconds=seconds, pages=pages, out=out)


def text_of(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def flowing_text_of(file: Path) -> str:
    """The words in their order, with single spaces."""
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def failures(files: Iterable[Path]) -> dict[str, list[str]]:
    """What veraPDF has against each file as PDF/UA-1: the numbers of the rules."""
    jars = subprocess.run(["bin/verapdf"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")[-2]
    command = ["java", "-cp", jars.rpartition("\x1b[0m")[2], "org.verapdf.apps.GreenfieldCliWrapper"]
    options = ["-f", "ua1", "--format", "text", "-v"]
    done = subprocess.run([*command, *options, *map(str, files)], capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {}
    name = ""
    for line in done.stdout.splitlines():
        if line.startswith(("PASS ", "FAIL ")):
            name = Path(line.split()[1]).name
            found[name] = [] if line.startswith("PASS") else ["?"]
        elif line.startswith("  FAIL"):
            found[name].append(line.split()[1])
    return found


def tags_of(file: Path) -> Iterator[tuple[str, str, str]]:
    """Every element of the structure: its kind, its alternative, and the kind of its parent."""
    with pikepdf.open(file) as pdf:
        yield from _tags(pdf.Root.StructTreeRoot.K, "")


def _tags(element: Any, parent: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from _tags(one, parent)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element.S), str(element.get("/Alt", "")), parent
        if "/K" in element:
            yield from _tags(element.K, str(element.S))


def language_of(file: Path) -> str:
    with pikepdf.open(file) as pdf:
        return str(pdf.Root.Lang)


def fonts_of(file: Path) -> list[list[str]]:
    """A line of ``pdffonts`` for each font, in words."""
    done = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()[2:]]
