"""How suffixes come off a word of a Turkic language, on folded words; the languages bring their tables.

The folded spelling is enough, because half of all queries are typed without ə, ı and ş. Of vowel harmony only what
folding leaves is checked: *-lar* does not follow e, nor *-lər* a. Where two readings are possible, the one that ends in
a known root wins; otherwise the longest suffix. Each form is shortened until nothing comes off, the bare word too, so
that the forms of one word meet even where what remains is too short to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

VOWELS = "aeiou"
HIGH = "iu"
CONSONANTS = "bcdfghjklmnpqrstvwxyz"
ANY = CONSONANTS + VOWELS
# What a long verb stem ends in: the passive, the reciprocal and the causative.
VOICES = "lnrs"
# No suffix of the tables has more letters.
LONGEST = 5
# For suffixes that only known roots bear.
KNOWN_ONLY = 99

_DISHARMONY = {"ae", "ea", "oi", "ui", "au", "eu", "iu"}


class Suffix(NamedTuple):
    """A suffix: how many letters at least remain without it, and in what they end."""

    least: int
    after: str
    softens: bool = False  # the consonant before it: k, q, p, t
    of_verbs: bool = False  # then a known noun is no reason to leave less


def spelled(pattern: str) -> Iterator[str]:
    """Write out ``A`` (a, ə) and ``H`` (ı, i, u, ü) of a pattern."""
    for high in HIGH if "H" in pattern else " ":
        for low in "ae" if "A" in pattern else " ":
            yield pattern.replace("H", high).replace("A", low)


@dataclass(frozen=True)
class Grammar:
    """The suffixes of a language, the words at which they stop, and what a suffix does to the word before it."""

    suffixes: dict[str, Suffix]
    roots: frozenset[str]
    fallen: dict[str, str]
    """Roots without the vowel that falls out before a suffix: fikr → fikir."""
    hardened: Callable[[str], str]
    """Undoes what a vowel softened: uşağ → uşaq, kitab → kitap."""
    belongs: Callable[[str, str], bool]
    """Whether the beginning of what looks like a suffix is part of the word."""
    whole: Callable[[str], bool]
    """Whether a word is known by its ending to bear no suffix: Pakistan."""
    _rules: dict[str, Suffix] = field(init=False, default_factory=dict)
    """The suffixes written out."""

    def __post_init__(self) -> None:
        """Write the suffixes out, once."""
        self._rules.update(
            {spelling: suffix for pattern, suffix in self.suffixes.items() for spelling in spelled(pattern)}
        )

    def stem(self, word: str) -> str:
        """Return what remains of a folded word without its suffixes."""
        while not self._is_root(word):
            shorter = list(self._readings(word))
            if not shorter:
                break
            word = next(filter(self._is_root, shorter), shorter[0])
        return self.fallen.get(word, word)

    def _is_root(self, word: str) -> bool:
        return word in self.roots or self.whole(word)

    def _readings(self, word: str) -> Iterator[str]:
        """The word without one suffix, the longest suffix first."""
        for length in range(min(LONGEST, len(word) - 2), 0, -1):
            suffix = self._rules.get(word[-length:])
            if suffix is not None:
                yield from self._without(word[:-length], word[-length:], suffix)

    def _without(self, rest: str, spelling: str, suffix: Suffix) -> Iterator[str]:
        if rest[-1] not in suffix.after or not in_harmony(rest, spelling):
            return
        if rest not in self.roots and self.belongs(rest, spelling):
            return
        if suffix.softens:
            rest = self.hardened(self.fallen.get(rest, rest))
        if len(rest) >= suffix.least or (rest in self.roots and not suffix.of_verbs):
            yield rest


def in_harmony(rest: str, spelling: str) -> bool:
    """Whether the first vowel of a suffix may follow the last of the word, in what folding leaves of them."""
    last = next((letter for letter in reversed(rest) if letter in VOWELS), "")
    first = next((letter for letter in spelling if letter in VOWELS), "")
    return bool(last) and last + first not in _DISHARMONY


def syllables(word: str) -> int:
    """How many vowels a word has."""
    return sum(letter in VOWELS for letter in word)
