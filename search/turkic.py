"""How suffixes come off a word of a Turkic language, on folded words; the languages bring their tables.

They see folded words, because many queries are typed without ə, ı and ş: so both spellings have one stem. Of vowel
harmony only what folding leaves is checked: *-lar* does not follow e, nor *-lər* a. Where two readings are possible,
the one that ends in a known root wins, otherwise the longest suffix. Each form is shortened until nothing comes off,
the bare word too, so that the forms of one word meet even where what remains is too short to be read.
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

NO_VOWEL = "-"
# Before a suffix with the first vowel that vowel of the word does not stand, as far as folding leaves harmony to see.
_NOT_BEFORE = {"a": "e-", "e": "a-", "i": "ou-", "u": "aei-"}


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
    _rules: dict[str, tuple[Suffix, str]] = field(init=False, default_factory=dict)
    """The suffixes written out, each with the vowels that it does not follow."""

    def __post_init__(self) -> None:
        """Write the suffixes out, once."""
        for pattern, suffix in self.suffixes.items():
            for spelling in spelled(pattern):
                first = next((letter for letter in spelling if letter in VOWELS), "")
                self._rules[spelling] = suffix, _NOT_BEFORE.get(first, "")

    def stem(self, word: str) -> str:
        """Return what remains of a folded word without its suffixes."""
        while not self._is_root(word):
            shorter = self._readings(word)
            if not shorter:
                break
            word = next(filter(self._is_root, reversed(shorter)), shorter[0])
        return self.fallen.get(word, word)

    def _is_root(self, word: str) -> bool:
        return word in self.roots or self.whole(word)

    def _readings(self, word: str) -> list[str]:
        """The word without one suffix, the longest suffix first."""
        found = []
        for length in range(min(LONGEST, len(word) - 2), 0, -1):
            if word[-length:] in self._rules:
                rest = self._without(word[:-length], word[-length:])
                if rest is not None:
                    found.append(rest)
        return found

    def _without(self, rest: str, spelling: str) -> str | None:
        suffix, not_before = self._rules[spelling]
        if rest[-1] not in suffix.after or last_vowel(rest) in not_before:
            return None
        known = rest in self.roots
        if not known and self.belongs(rest, spelling):
            return None
        if suffix.softens and not known:
            rest = self.hardened(self.fallen.get(rest, rest))
            known = rest in self.roots
        return rest if len(rest) >= suffix.least or (known and not suffix.of_verbs) else None


def last_vowel(word: str) -> str:
    """Return the last vowel of a word; of one without vowels, what no suffix follows."""
    for letter in reversed(word):
        if letter in VOWELS:
            return letter
    return NO_VOWEL


def syllables(word: str) -> int:
    """How many vowels a word has."""
    return sum(letter in VOWELS for letter in word)
