"""What parts two texts, word by word, in any script."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# Above this no words are compared: one stands beside the other whole.
MOST = 200_000


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other text has them not."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Difference:
    """Two texts beside each other, in pieces."""

    before: list[Piece]
    after: list[Piece]

    @property
    def is_none(self) -> bool:
        """Whether they are the same."""
        return not any(piece.is_changed for piece in (*self.before, *self.after))


def difference(before: str, after: str) -> Difference:
    """Return what parts two texts, word by word."""
    if before == after:
        return Difference(_pieces([(before, False)]), _pieces([(after, False)]))
    if len(before) + len(after) > MOST:
        return Difference(_pieces([(before, True)]), _pieces([(after, True)]))
    old, new = words_of(before), words_of(after)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        left.append(("".join(old[i1:i2]), what != "equal"))
        right.append(("".join(new[j1:j2]), what != "equal"))
    return Difference(_pieces(left), _pieces(right))


def words_of(text: str) -> list[str]:
    """Return a text in words, spaces and single marks; letters keep their vowel signs and joiners."""
    return ["".join(run) for _kind, run in groupby(text, key=_Kind())]


class _Kind:
    """Tells words, spaces and marks apart; two marks are never of one kind."""

    def __init__(self) -> None:
        """Begin to count marks."""
        self.marks = 0

    def __call__(self, letter: str) -> tuple[str, int]:
        """Return the kind of a letter."""
        if letter.isspace():
            return ("space", 0)
        if letter.isalnum() or unicodedata.category(letter)[0] == "M" or letter in "\u200c\u200d'’ʼ":
            return ("word", 0)
        self.marks += 1
        return ("mark", self.marks)


def _pieces(told: list[tuple[str, bool]]) -> list[Piece]:
    return [Piece(text, is_changed) for text, is_changed in told if text]
