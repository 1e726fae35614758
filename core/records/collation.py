"""Keys that sort titles by the alphabet of a language, the same on every database.

Azerbaijani and Turkish order their letters as their alphabets do (az: ə after e, ğ after g, ı before i); other
languages fold accents, as the common lists of the Unicode Collation Algorithm do at the first level.
"""

from __future__ import annotations

import unicodedata

ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
}
_LOWER = {"az": str.maketrans({"I": "ı", "İ": "i"}), "tr": str.maketrans({"I": "ı", "İ": "i"})}
_RANKS = {
    language: {letter: chr(0x100 + position * 2) for position, letter in enumerate(alphabet)}
    for language, alphabet in ALPHABETS.items()
}
# A foreign letter stands just behind the letter it is usually read as.
_FOREIGN = {"w": "v", "q": "k", "x": "k", "ə": "e"}


def sort_key(text: str, language: str) -> str:
    """Return a string whose code-point order is the alphabetical order of ``text`` in ``language``.

    The key has at most 200 characters; quotation marks and other punctuation do not count.
    """
    letters = (letter for letter in text if letter.isalnum() or letter.isspace())
    spaced = " ".join("".join(letters).split())
    ranks = _RANKS.get(language)
    if ranks is None:
        return _fold(spaced)[:200]
    lowered = spaced.translate(_LOWER[language]).lower()
    return "".join(_rank(letter, ranks) for letter in lowered)[:200]


def _rank(letter: str, ranks: dict[str, str]) -> str:
    if letter in ranks:
        return ranks[letter]
    base = _fold(letter)[:1] or letter
    neighbour = ranks.get(base) or ranks.get(_FOREIGN.get(base, ""))
    return chr(ord(neighbour) + 1) if neighbour else letter


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
