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
# A longer word is not known by fewer sounds than that, and no word by a single one.
SHORT_WORD, SHORTEST_SOUND, FEWEST_SOUNDS = 6, 3, 2
# No word of any language is so long; what is longer is cut, in the text and in the query alike.
LONGEST = 64
# And so many characters of it are looked at: among them may be some without width.
READ = 4 * LONGEST
KNOWN_CHUNKS = 50_000
# Texts whose words are kept, and how long they may be.
KNOWN_TEXTS, SHORT_TEXT = 3_000, 400

_PIECE = rf"[^\W_]+(?:[{joined_ranges()}]+[^\W_]*)*"
_WORD = re.compile(rf"{_PIECE}(?:['’ʼ‘`ʻ]{_PIECE})*")
# What stands between white space and other signs: a word, or several joined by hyphens.
_CHUNK = re.compile(rf"{_PIECE}(?:['’ʼ‘`ʻ‐‑-]{_PIECE})*")
_APOSTROPHE = re.compile("['’ʼ‘`ʻ]")
_HYPHEN = re.compile(rf"[-‐‑]({_PIECE})")
# L', d', qu': the article or particle of French names, in whatever language they stand.
_ELIDED = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu)['’ʼ‘`ʻ](?=\w\w)", re.IGNORECASE)
# What may follow the apostrophe or the hyphen of a name or number in Azerbaijani and Turkish: ASAN'ın, 2012-ci.
_TURKIC_ENDING = re.compile(
    r"(?:l[ae]r)?(?:s?[iu])?(?:n?[iu]n|[ny]?[iuae]|n?[dt][ae](?:n|ki)?|y?l[ae]|[dt][iu]r|n?c[iu]|n?[ae]dek)?"
)
_TURKIC = {"az", "tr"}


# Where a word begins and ends in its chunk, its folded spelling and its stem.
_Part = tuple[int, int, str, str]


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

    A hyphen parts words (*ASAN-xidmət* is two), except the ending of a name or number in Azerbaijani and Turkish
    (*BMT-nin*, *2012-ci*). An apostrophe does not: what is behind it is dropped where it is an ending (*ASAN'ın*,
    *state's*), so is what is before it in *l'État*; otherwise the word is whole (*Qur'an*).
    """
    return list(_known_tokens(text, language) if len(text) <= SHORT_TEXT else _tokens(text, language))


@lru_cache(KNOWN_TEXTS)
def _known_tokens(text: str, language: str) -> tuple[Token, ...]:
    """Titles, names and summaries are looked at for every reader who finds them."""
    return tuple(_tokens(text, language))


def _tokens(text: str, language: str) -> Iterator[Token]:
    for chunk in _CHUNK.finditer(text):
        first = chunk.start()
        for start, end, word, stem in _parts_of(chunk[0], language):
            yield Token(text[first + start : first + end], first + start, first + end, word, stem)


def analyse(text: str, language: str) -> list[str]:
    """Return the stems of all words of ``text`` in their order."""
    return [part[3] for chunk in _CHUNK.findall(text) for part in _parts_of(chunk, language)]


def words(text: str, language: str) -> list[str]:
    """Return all words of ``text`` in their order, folded and unstemmed."""
    return [part[2] for chunk in _CHUNK.findall(text) for part in _parts_of(chunk, language)]


def is_stop(word: str, language: str) -> bool:
    """Whether a word of ``language`` says nothing beside others."""
    return fold(word) in STOP_WORDS.get(language, frozenset())


def variants(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of the Latin readings of a word in Cyrillic or Arabic letters, to look for beside its own.

    ``variants("хидмет", "az")`` is ``("xidmet", "khidmet")``; a word in Latin letters has none. See ``search.scripts``.
    """
    return tuple(
        dict.fromkeys(stem for reading in scripts.variants(word[:LONGEST]) for stem in analyse(reading, language))
    )


def sound(word: str) -> str:
    """Return the key that words share when they sound alike, across spellings and scripts: xidmət, khidmat, خدمت."""
    return _sound(word[:LONGEST])


def telling_sound(word: str) -> str:
    """Return the sound of a word that was typed, or nothing where too little is left of a long one to know it by."""
    heard = sound(word)
    return heard if len(heard) >= (SHORTEST_SOUND if len(word) > SHORT_WORD else FEWEST_SOUNDS) else ""


def _parts_of(chunk: str, language: str) -> tuple[_Part, ...]:
    return _known_parts(chunk, language) if len(chunk) <= LONGEST else tuple(_parts(chunk, language))


@lru_cache(KNOWN_CHUNKS)
def _known_parts(chunk: str, language: str) -> tuple[_Part, ...]:
    """The price of a word is paid once."""
    return tuple(_parts(chunk, language))


def _parts(chunk: str, language: str) -> Iterator[_Part]:
    taken = 0
    for found in _WORD.finditer(chunk):
        start, end = found.span()
        if start < taken:
            continue
        if elided := _ELIDED.match(chunk, start, end):
            start = elided.end()
        plain = _without_apostrophes(chunk[start : min(end, start + READ)], language)
        if language in _TURKIC and (ending := _HYPHEN.match(chunk, end)) and _is_ending(fold(ending[1]), language):
            end = taken = ending.end()
        if word := _solid(fold(plain)):
            yield start, end, word, _solid(stems.stem(plain[:LONGEST], language)) or word


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


_sound = lru_cache(KNOWN_CHUNKS)(scripts.sound)
