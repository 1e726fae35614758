"""The one analysis of texts and of queries, for both engines: what is a word, how is it spelled, what is its stem.

The index holds the stems of a text in their order (``analyse``) and beside them its unstemmed words (``words``), both
joined by spaces; neither engine knows more of a language than white space. A query is analysed by the same functions,
so both engines answer alike.

Nothing is left out: stop words keep their places, so that a phrase is found as it was written, and a query of stop
words alone finds what it says. Who builds a query asks ``is_stop`` and makes such a word optional beside others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search import scripts, stems
from search.folding import fold, joined_ranges
from search.stop_words import STOP_WORDS

__all__ = ["LANGUAGES", "Token", "analyse", "fold", "is_stop", "sound", "tokens", "variants", "words"]

LANGUAGES = ("en", "az", "tr", "ar", "ru", "fr", "id")
# No word of any language is so long; what is longer is cut, in the text and in the query alike.
LONGEST = 64
KNOWN_WORDS = 50_000

_PIECE = rf"[^\W_](?:[^\W_]|[{joined_ranges()}])*"
_WORD = re.compile(rf"{_PIECE}(?:['’ʼ‘`ʻ]{_PIECE})*")
_APOSTROPHE = re.compile("['’ʼ‘`ʻ]")
_HYPHEN = re.compile(rf"[-‐‑]({_PIECE})")
# Il, l', d', qu': the article or particle of French names, in whatever language they stand.
_ELIDED = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu)['’ʼ‘`ʻ](?=\w\w)", re.IGNORECASE)
# What may follow the apostrophe of a name or the hyphen of a number in Azerbaijani and Turkish: ASAN'ın, 2012-ci.
_TURKIC_ENDING = re.compile(
    r"(?:l[ae]r)?(?:s?[iu])?(?:n?[iu]n|[ny]?[iuae]|n?[dt][ae](?:n|ki)?|y?l[ae]|[dt][iu]r|n?c[iu]|n?[ae]dek)?"
)
_TURKIC = {"az", "tr"}


class Token(NamedTuple):
    """A word of a text where it stands: ``raw`` is ``text[start:end]``."""

    raw: str
    start: int
    end: int
    word: str
    """Folded, unstemmed: for prefixes, fuzzy matches and suggestions."""
    stem: str
    """What all forms of the word share: for the search itself."""


def tokens(text: str, language: str) -> list[Token]:
    """Return the words of ``text`` in their order, with their places.

    A hyphen parts words (*ASAN-xidmət* is two), except the ending of a number or of capitals in Azerbaijani and Turkish
    (*2012-ci*, *BMT-nin*). An apostrophe does not: what is behind it is dropped where it is an ending (*ASAN'ın*,
    *state's*), so is what is before it in *l'État*; otherwise the word is whole (*Qur'an*).
    """
    return list(_tokens(text, language))


def analyse(text: str, language: str) -> list[str]:
    """Return the stems of all words of ``text`` in their order."""
    return [token.stem for token in _tokens(text, language)]


def words(text: str, language: str) -> list[str]:
    """Return all words of ``text`` in their order, folded and unstemmed."""
    return [token.word for token in _tokens(text, language)]


def is_stop(word: str, language: str) -> bool:
    """Whether a word of ``language`` says nothing beside others."""
    return fold(word) in STOP_WORDS.get(language, frozenset())


def variants(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of the Latin readings of a word in Cyrillic or Arabic letters, to look for beside its own.

    ``variants("хидмет", "az")`` is ``("xidmet", "khidmet")``; a word in Latin letters has none. See ``search.scripts``.
    """
    readings = (_known(reading, language)[1] for reading in scripts.variants(word))
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def sound(word: str) -> str:
    """Return the key that words share when they sound alike, across spellings and scripts: xidmət, khidmat, خدمت."""
    return _sound(word[:LONGEST])


def _tokens(text: str, language: str) -> Iterator[Token]:
    taken = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        if start < taken:
            continue
        if elided := _ELIDED.match(text, start, end):
            start = elided.end()
        head = text[start:end]
        if language in _TURKIC and (ending := _hyphened(text, end, head)):
            end = taken = ending
        word, stem = _known(head[: 2 * LONGEST], language)
        if word:
            yield Token(text[start:end], start, end, word, stem)


def _hyphened(text: str, end: int, head: str) -> int | None:
    """Where the ending behind the hyphen of a number or of capitals ends: 2012-ci, BMT-nin."""
    ending = _HYPHEN.match(text, end)
    if ending is None or not (head.isdecimal() or (head.isupper() and ending[1].islower())):
        return None
    return ending.end() if _TURKIC_ENDING.fullmatch(fold(ending[1])) else None


@lru_cache(KNOWN_WORDS)
def _known(raw: str, language: str) -> tuple[str, str]:
    """The word and the stem of what stands in a text: the price of a word is paid once."""
    plain = _without_apostrophes(raw, language)
    word = _solid(fold(plain))
    if not word:
        return "", ""
    return word, _solid(stems.stem(plain[:LONGEST], language)) or word


def _solid(folded: str) -> str:
    """A word is one to the engines: some ligatures are several words, and fractions bring signs."""
    return (folded if folded.isalnum() else "".join(filter(str.isalnum, folded)))[:LONGEST]


def _without_apostrophes(raw: str, language: str) -> str:
    parts = _APOSTROPHE.split(raw)
    if len(parts) == 1:
        return raw
    if len(parts) == 2 and len(parts[0]) > 2 and _is_ending(fold(parts[1]), language):
        return parts[0]
    return "".join(parts)


def _is_ending(ending: str, language: str) -> bool:
    if language in _TURKIC:
        return bool(_TURKIC_ENDING.fullmatch(ending))
    return language == "en" and ending == "s"


_sound = lru_cache(KNOWN_WORDS)(scripts.sound)
