"""A citation in the words of a style, as HTML with italics at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.utils.safestring import SafeString, mark_safe

from core.citing.locales import style_in
from core.citing.works import CitedWork
from core.texts.capitals import in_capitals

FOLDER = Path(__file__).parent / "styles"
# What a style is called everywhere, and its file.
STYLES = {
    "ISO 690": "iso690-author-date-en",
    "APA": "apa",
    "Chicago": "chicago-author-date",
}
# Styles that write authors in capitals.
IN_CAPITALS = {"ISO 690"}
# Styles that do not say by themselves which version of a web page is cited, and where they say what it is.
AFTER_THE_TITLE = {"ISO 690"}
IN_BRACKETS = {"APA"}
# The library escapes nothing. What has a meaning in HTML goes through it as letters of private use.
STANDING_FOR = {"&": "\ue000", "<": "\ue001", ">": "\ue002"}
ESCAPED = {"\ue000": "&amp;", "\ue001": "&lt;", "\ue002": "&gt;"}

# What reference managers are told and no line says.
UNTOLD = {"abstract", "note"}

_read = local()


@lru_cache(maxsize=1_000)
def styled(work: CitedWork, style: str, accessed: date | None) -> SafeString:
    """Return how a work is cited in a style of ``STYLES``: a piece of HTML in one line.

    ``accessed`` is the day on which it was read; what is printed names none. A publisher who is the author is not named
    again.
    """
    if work.publisher in work.authors:
        work = replace(work, publisher="")
    if style in IN_CAPITALS:  # the library has the capitals of English
        work = replace(work, authors=tuple(in_capitals(name, work.named_in) for name in work.authors))
    told = {name: held for name, held in work.csl(accessed=accessed).items() if name not in UNTOLD}
    item = _without_signs(told | _version(work, style))
    cited = CitationStylesBibliography(_rules(style, work.told_in), CiteProcJSON([item]), formatter.html)
    cited.register(Citation([CitationItem(item["id"])]))
    line = " ".join(str(cited.bibliography()[0]).split())
    for letter, escaped in ESCAPED.items():
        line = line.replace(letter, escaped)
    return mark_safe(line)  # noqa: S308  (the signs of HTML in it are those of the style)


def _version(work: CitedWork, style: str) -> dict[str, str]:
    """Return what brings the number of the version into a line of this style."""
    if work.version and style in AFTER_THE_TITLE:
        return {"title": f"{work.title}. {work.version_words}"}
    if work.version and style in IN_BRACKETS:
        return {"genre": work.version_words}
    return {}


def _rules(style: str, language: str) -> CitationStylesStyle:
    """Return a style in the words of a language, read once in each thread: the library writes to it."""
    known: dict[str, CitationStylesStyle] = _read.__dict__
    name = f"{style}:{language}"
    if name not in known:
        known[name] = style_in(FOLDER / f"{STYLES[style]}.csl", language)
    return known[name]


def _without_signs(value: Any) -> Any:
    """Return a copy in which every text has letters of private use for what has a meaning in HTML."""
    if isinstance(value, dict):
        return {name: _without_signs(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_without_signs(held) for held in value]
    if isinstance(value, str):
        kept = "".join(letter for letter in value if letter not in ESCAPED)
        for sign, letter in STANDING_FOR.items():
            kept = kept.replace(sign, letter)
        return kept
    return value
