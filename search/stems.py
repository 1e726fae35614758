"""The stem of a word: what its forms share, in folded spelling. The door to PyStemmer.

Snowball stems English, French, Russian and Indonesian, before folding, for after it the rule no longer sees that
*publié* and *publiées* are one word; what is typed without accents is mended so far that it meets all the same.
Azerbaijani has no such rule, and those for Turkish and Arabic part what belongs together: these three have rules of our
own, on folded words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import Stemmer

from search import arabic, azerbaijani, turkish
from search.folding import fold
from search.scripts import CYRILLIC, romanised

# No cache inside: the words are cached once, in search.analysis.
_ENGLISH, _FRENCH, _INDONESIAN, _RUSSIAN = (
    Stemmer.Stemmer(name, 0).stemWord for name in ("english", "french", "indonesian", "russian")
)
_AMERICAN = {
    "center": "centre", "centers": "centres", "program": "programme", "programs": "programmes", "labor": "labour",
    "defense": "defence", "license": "licence", "licenses": "licences", "catalog": "catalogue",
    "catalogs": "catalogues",
}  # fmt: skip
_BRITISH = re.compile(
    r"^((?:re|de|un)?(?:organ|digit|digital|standard|recogn|modern|harmon|optim|util|central|decentral|special|final|summar"
    r"|priorit|personal|visual|national|local|minim|maxim|author|real|formal|institutional|mobil|global|urban))is(?=e|ing|ation)"
)
_SILENT_ENDING = re.compile(r"(?<=..)[ei]+$")


def stem(word: str, language: str) -> str:
    """Return the stem of a word of ``language`` (en, az, tr, ar, ru, fr, id); of another language the folded word."""
    rule = RULES.get(language)
    return rule(word) if rule else fold(word)


def _lowered(word: str) -> str:
    return unicodedata.normalize("NFKC", word).replace("İ", "i").casefold()


def _english(word: str) -> str:
    folded = fold(word)
    return _ENGLISH(_BRITISH.sub(r"\1iz", _AMERICAN.get(folded, folded)))


def _french(word: str) -> str:
    lowered = re.sub("ee(s?)$", r"ée\1", _lowered(word))
    return _SILENT_ENDING.sub("", fold(_FRENCH(lowered)))


def _russian(word: str) -> str:
    stemmed = _RUSSIAN(_lowered(word).replace("ё", "е"))
    # Snowball takes the noun опыт, experience, for a verb.
    return fold("опыт" if stemmed == "оп" else stemmed)


def _azerbaijani(word: str) -> str:
    """Words in the Cyrillic letters of before 1991 have the same stem as today's."""
    folded = romanised(word) if CYRILLIC.search(word) else fold(word)
    return azerbaijani.stem(folded)


RULES: dict[str, Callable[[str], str]] = {
    "en": _english,
    "az": _azerbaijani,
    "tr": lambda word: turkish.stem(fold(word)),
    "ar": lambda word: arabic.stem(fold(word)),
    "ru": _russian,
    "fr": _french,
    "id": lambda word: _INDONESIAN(fold(word)),
}
