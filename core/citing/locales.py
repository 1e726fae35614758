"""The words of a style in a language of the interface: those of CSL, or our own where CSL has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from citeproc import CitationStylesStyle
from citeproc.frontend import CitationStylesXML

FOLDER = Path(__file__).parent / "locales"
#: Stands for every language without a file here, as English does in the interface.
ENGLISH = "en"
OWN = {"az": FOLDER / "locales-az.xml"}
# The name with which the library looks for its elements.
DATE = "{http://purl.org/net/xbiblio/csl}date"


def style_in(path: Path, language: str) -> CitationStylesStyle:
    """Return the style of a file in the words of a language."""
    style = CitationStylesStyle(str(path), validate=False, locale="en-GB")
    if (file := OWN.get(language)) is not None:
        _speak(style.root, file)
    return style


def language_of_words(language: str) -> str:
    """Return the language in which a citation on a page in ``language`` says what is no name."""
    return language if language in OWN else ENGLISH


def _speak(style: Any, file: Path) -> None:
    """Let our words stand before those that the style itself has, and the day before the month."""
    own = CitationStylesXML(str(file), validate=False).root
    own.style = style
    style.locales.insert(0, own)
    for date in style.iter(DATE):
        _day_first(list(date))


def _day_first(parts: list[Any]) -> None:
    """Exchange a month and the day after it, which a style may write as English has them: January 14."""
    if [part.get("name") for part in parts] != ["month", "day"]:
        return
    month, day = parts
    day.attrib.pop("prefix", None)
    day.set("suffix", " ")
    month.addprevious(day)
