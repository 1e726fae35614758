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

    Small letters without accents; Azerbaijani and Turkish ``ı`` is ``i`` and ``ə`` is ``e``; Arabic letters without
    hamza, vowel signs and tatweel; every digit in ASCII. What has no width is gone, white space stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    folded = _once(text)
    # What casefolding takes apart can become a letter of the table when it is put together again.
    while (again := _once(folded)) != folded:
        folded = again
    return folded


def _once(text: str) -> str:
    if not text.isascii():
        text = _SCHWA_AMONG_LATIN.sub("ə", unicodedata.normalize("NFKC", text))
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    return "".join(_digit(character) for character in text.lower() if not is_joined(character))


def _digit(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))
