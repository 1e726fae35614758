"""Reading what was typed: words, "phrases" and -exclusions. Whatever is typed, reading it never fails.

There is no further syntax: brackets, colons and stars are taken for spaces, so that nobody has to know a language to
search, and nothing that is typed can be a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Bounds of one request; what is typed beyond them is left out, and the page says so.
LONGEST_TEXT = 400
MOST_PARTS = 12

_PART = re.compile(r'(?P<minus>(?:(?<=\s)|^)[-−–])?(?:["“”«»„](?P<phrase>[^"“”«»„]*)["“”«»„]|(?P<word>[^\s"“”«»„]+))')
_LETTERS = re.compile(r"[\w]", re.UNICODE)


@dataclass(frozen=True)
class Part:
    """One thing asked for, as typed: a word or the words of a phrase."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed, read. ``is_cut`` says that something was left out because it was too long."""

    parts: tuple[Part, ...] = ()
    is_cut: bool = False
    ends_in_word: bool = False

    @property
    def wanted(self) -> tuple[Part, ...]:
        """Return what must be found."""
        return tuple(part for part in self.parts if not part.is_excluded)

    @property
    def excluded(self) -> tuple[Part, ...]:
        """Return what must not be found."""
        return tuple(part for part in self.parts if part.is_excluded)


@lru_cache(maxsize=500)
def read_typed(text: str) -> Typed:
    """Return the parts of what was typed, each at least one letter or digit long."""
    clean = cleaned(text)
    found = [part for part in map(_part, _PART.finditer(clean[:LONGEST_TEXT])) if part is not None]
    return Typed(
        parts=tuple(dict.fromkeys(found))[:MOST_PARTS],
        is_cut=len(clean) > LONGEST_TEXT or len(found) > MOST_PARTS,
        ends_in_word=bool(clean) and bool(_LETTERS.match(clean[-1])) and len(clean) <= LONGEST_TEXT,
    )


def cleaned(text: str) -> str:
    """Return the text without control characters, surrogates and marks of direction, with single spaces."""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text[: LONGEST_TEXT * 8])
    return " ".join(kept.split()) + (" " if kept[-1:] == " " and kept.strip() else "")


def _part(match: re.Match[str]) -> Part | None:
    phrase = match["phrase"]
    text = (phrase if phrase is not None else match["word"]).strip()
    if not _LETTERS.search(text):
        return None
    return Part(text, is_phrase=phrase is not None, is_excluded=bool(match["minus"]))
