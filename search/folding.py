"""One spelling for all the ways a word is typed: capitals, accents, dotless i, ə, Arabic hamza, digits."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "İ": "i", "I": "i", "ı": "i", "Ə": "e", "ə": "e", "Ǝ": "e", "ǝ": "e",
        "Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "Ø": "o", "ø": "o", "Ł": "l", "ł": "l", "Đ": "d", "đ": "d",
        "Ё": "е", "ё": "е", "Ә": "е", "ә": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "\u0640": None,
    }
)  # fmt: skip
# Languages whose I and i are two letters.
DOTLESS = {"az", "tr"}
# The Cyrillic schwa looks like the Latin one, and old keyboards of Azerbaijan put it into Latin words.
_SCHWA_AMONG_LATIN = re.compile(r"(?<=[A-Za-zÀ-ɏ])[Әә]|[Әә](?=[A-Za-zÀ-ɏ])")


def is_joined(character: str) -> bool:
    """Whether a character has no width of its own: accents, vowel signs, bidi marks, joiners, control characters.

    It neither separates words nor tells them apart. Line ends and tabs are control characters that separate.
    """
    category = unicodedata.category(character)
    return category in {"Mn", "Mc", "Me", "Cf"} or (category == "Cc" and not character.isspace())


def joined_ranges() -> str:
    """Return the characters of ``is_joined`` as ranges for a class of a regular expression."""
    joined = [code for code in range(0x10000) if is_joined(chr(code))]
    starts = [code for code in joined if code == 0 or not is_joined(chr(code - 1))]
    ends = [code for code in joined if code == 0xFFFF or not is_joined(chr(code + 1))]
    return "".join(rf"\u{start:04x}-\u{end:04x}" for start, end in zip(starts, ends, strict=True))


def fold(text: str) -> str:
    """Return ``text`` in the one spelling by which words are compared; folding twice changes nothing.

    Small letters without accents, but й is a letter; Azerbaijani and Turkish ``ı`` is ``i`` and ``ə`` is ``e``; Arabic
    letters without hamza, vowel signs and tatweel; every digit in ASCII. What has no width is gone, white space stays
    as it is.
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    if BREVE in text:
        text = unicodedata.normalize("NFC", text)
    if "ә" in text or "Ә" in text:
        text = _SCHWA_AMONG_LATIN.sub("ə", text)
    return text.translate(_FOLDED)


def lowered(text: str, language: str) -> str:
    """Return ``text`` in the small letters of ``language``: in Azerbaijani and Turkish that of ``I`` is ``ı``."""
    if language in DOTLESS:
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < KNOWN_CHARACTERS:
            self[code] = folded
        return folded


def _folded(character: str) -> str:
    if character in "йЙ":
        return "й"
    lowered = unicodedata.normalize("NFKC", character).translate(_LETTERS).casefold()
    plain = "".join(_digit(part) for part in unicodedata.normalize("NFKD", lowered) if not is_joined(part))
    # What is taken apart can be a letter of the table, or a capital: ﷲ, ℡.
    return plain if plain == character else "".join(map(_folded, plain))


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


BREVE = "\u0306"
KNOWN_CHARACTERS = 20_000
_FOLDED = _Folded()
