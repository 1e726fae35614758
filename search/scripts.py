"""Words across scripts: Latin readings of Cyrillic and Arabic letters, and a key for words that sound alike.

It helps to find names and loan words: *асан хидмет* finds *ASAN xidmət*. It is no translation and no transliteration
standard: Cyrillic is read by the letters (x as in Azerbaijani and kh as in passports), Arabic and Persian by the
consonants and long vowels that are written. What the reading cannot know, short vowels above all, only ``sound``
bridges.
"""

from __future__ import annotations

import re

from search.folding import fold

CYRILLIC = re.compile(r"[\u0400-\u052f]")
ARABIC = re.compile(r"[\u0620-\u06d3]")

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "q", "ғ": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "ы": "i",
    "й": "y", "ј": "y", "к": "k", "ҝ": "g", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "x", "һ": "h", "ҳ": "h", "ц": "ts", "ч": "c", "ҹ": "c",
    "ҷ": "c", "ш": "s", "щ": "s", "ъ": "", "ь": "", "э": "e", "ю": "yu", "я": "ya", "қ": "q", "ў": "u", "ң": "n",
    "і": "i", "ї": "yi", "є": "e", "ґ": "g",
}  # fmt: skip
# As names are written in passports and in English texts, where that differs.
_IN_PASSPORTS = {"г": "g", "ж": "zh", "х": "kh", "ч": "ch", "ҹ": "j", "ш": "sh", "щ": "shch", "ғ": "gh", "қ": "q"}
_ARABIC = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "c", "چ": "c", "ح": "h", "خ": "x", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "s", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "", "غ": "g",
    "ف": "f", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ء": "",
    "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ے": "e", "ھ": "h", "ہ": "h",
}  # fmt: skip
_ARABIC_IN_PASSPORTS = {"ج": "j", "چ": "ch", "خ": "kh", "ش": "sh", "غ": "gh"}

_LETTERS = str.maketrans(_CYRILLIC | _ARABIC)
_PASSPORT = str.maketrans(_CYRILLIC | _IN_PASSPORTS | _ARABIC | _ARABIC_IN_PASSPORTS)

_DIGRAPHS = re.compile("shch|dzh|kh|gh|sh|ch|zh|dj|ph|th|ck|ts|tz")
_SOUNDS = {
    "shch": "s", "kh": "h", "gh": "g", "sh": "s", "ch": "c", "zh": "c", "dzh": "c", "dj": "c", "ph": "f", "th": "t",
    "ck": "k", "ts": "s", "tz": "s",
}  # fmt: skip
_ALIKE = str.maketrans({"x": "h", "q": "k", "w": "v", "j": "c"})
_TWICE = re.compile(r"(.)\1+")


def romanised(word: str) -> str:
    """Return a word in folded Latin letters, as Azerbaijani reads them; what is Latin stays."""
    return fold(fold(word).translate(_LETTERS))


def variants(word: str) -> tuple[str, ...]:
    """Return the Latin readings of a Cyrillic or Arabic word, folded: хидмет → xidmet, khidmet. Of others nothing."""
    if not CYRILLIC.search(word) and not ARABIC.search(word):
        return ()
    folded = fold(word)
    readings = (folded.translate(_LETTERS), folded.translate(_PASSPORT))
    return tuple(dict.fromkeys(reading for reading in map(fold, readings) if reading.isalnum()))


def sound(word: str) -> str:
    """Return a key of consonants that words share when they sound alike: xidmət, hidmet, khidmat and خدمت are ``hdmt``.

    x, h and kh are one sound, so are q and k, j and c, sh and s; vowels count only where a word begins. It is
    coarse: use it where nothing else was found, and to offer what may have been meant.
    """
    latin = romanised(word)
    joined = _DIGRAPHS.sub(lambda found: _SOUNDS[found[0]], latin).translate(_ALIKE)
    begins = "a" if joined[:1] in tuple("aeiou") else ""
    return begins + _TWICE.sub(r"\1", re.sub("[aeiouy]", "", joined))
