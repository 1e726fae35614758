"""A light rule for the suffixes of Azerbaijani: *xidmətlərindən* and *xidmet* are one word.

What it takes off, from the end: the copula, the relative *-ki*, the six cases, *-dək*, possessives, the plural. From
verbs, lightly, what reports are full of: *-ma, -maq, -mış, -an* and, where a longer stem remains, *-dıq, -ır, -ıb, -dı,
-acaq*, and the passive of *-dır*. A derived word is a word of its own: *nazir* is not *nazirlik*, *dil* is not *dilçi*.
So is what looks like a suffix of the first or second person singular, for *dilim* is a slice.
"""

from __future__ import annotations

from search.azerbaijani_roots import FALLEN, ROOTS
from search.turkic import ANY, CONSONANTS, HIGH, KNOWN_ONLY, VOICES, Grammar, Suffix, syllables

NOUNS = {
    # Cases; n stands between a vowel or a possessive and the case
    "H": Suffix(3, CONSONANTS, softens=True),
    "nH": Suffix(3, "aeiu"),
    "yH": Suffix(KNOWN_ONLY, "ue"),
    "Hn": Suffix(3, CONSONANTS, softens=True),
    "nHn": Suffix(3, "aeiu"),
    "yHn": Suffix(KNOWN_ONLY, "ue"),
    "A": Suffix(4, CONSONANTS, softens=True),
    "yA": Suffix(3, "aeiu"),
    "nA": Suffix(4, HIGH),
    "dA": Suffix(3, ANY),
    "ndA": Suffix(4, HIGH),
    "dAn": Suffix(3, ANY),
    "ndAn": Suffix(4, HIGH),
    "lA": Suffix(4, CONSONANTS),
    "ile": Suffix(6, CONSONANTS, softens=True),
    "sHlA": Suffix(4, "ae"),
    "dAkH": Suffix(3, ANY),
    "ndAkH": Suffix(4, HIGH),
    "Adek": Suffix(4, CONSONANTS, softens=True),
    "nAdek": Suffix(4, HIGH),
    "yAdek": Suffix(4, "aeiu"),
    # Possessives
    "sH": Suffix(3, "aeiou"),
    "HmHz": Suffix(4, CONSONANTS, softens=True),
    "mHz": Suffix(4, "aeiu"),
    "HnHz": Suffix(4, CONSONANTS, softens=True),
    "nHz": Suffix(4, "aeiu"),
    # Plural, copula
    "lAr": Suffix(3, ANY),
    "dHr": Suffix(4, ANY),
}
VERBS = {
    "mAq": Suffix(4, CONSONANTS, of_verbs=True),
    "mAk": Suffix(4, CONSONANTS, of_verbs=True),
    "Aq": Suffix(4, "m", of_verbs=True),
    "Ak": Suffix(4, "m", of_verbs=True),
    "mA": Suffix(4, CONSONANTS, of_verbs=True),
    "Hl": Suffix(6, "r", of_verbs=True),
    "mHs": Suffix(4, ANY, of_verbs=True),
    "An": Suffix(4, CONSONANTS, of_verbs=True),
    "dHq": Suffix(4, VOICES, of_verbs=True),
    "dHk": Suffix(4, VOICES, of_verbs=True),
    "Hr": Suffix(4, VOICES, of_verbs=True),
    "Hb": Suffix(4, VOICES, of_verbs=True),
    "dH": Suffix(4, VOICES, of_verbs=True),
    "AcAq": Suffix(4, VOICES, of_verbs=True),
    "AcAk": Suffix(4, VOICES, of_verbs=True),
}
CAUSATIVE = ("len", "lan", "les", "las")


def hardened(rest: str) -> str:
    """Undo what a vowel softened: uşağ → uşaq, çörəy → çörək; words of one syllable stay (dağ, rəy)."""
    if syllables(rest) > 1 and rest[-2] in "aeiou":
        if rest[-1] == "g":
            return rest[:-1] + "q"
        if rest[-1] == "y" and rest[-2] in "eiu":
            return rest[:-1] + "k"
    return rest


def belongs(rest: str, spelling: str) -> bool:
    """Whether the beginning of what looks like a suffix is part of the word.

    *-dır* behind *-lan, -laş* makes a verb, and only the passive of *-dır* is no word of its own. *-sı* behind ı is a
    possessive after *-çı, -ğı* and the like (işçi-si, sorğu-su), but usually the end of a noun in *-ış* (saziş-i,
    gəliş-i), as it is of one in *-daş* (vətəndaş-ı). *-yə* behind *-li* is a softened *-lik*.
    """
    if spelling in {"dir", "dur"}:
        return rest.endswith(CAUSATIVE)
    if spelling in {"il", "ul"}:
        return not rest.endswith(("dir", "dur"))
    if spelling in {"si", "su"}:
        return rest.endswith("da") or (rest[-1] in HIGH and rest[-2:-1] in set("lrnxtyd") and rest[-3:-1] != "nt")
    return spelling == "ye" and rest.endswith(("li", "lu"))


def whole(word: str) -> bool:
    """Whether a word is a name or a loan by its ending: Pakistan, Azərbaycan, İslamabad, assosiasiya; not Bakı-ya."""
    if word.endswith("iya"):
        return len(word) > 5 and word[-4] not in "lc" and word[:-2] not in ROOTS
    return len(word) > 6 and word.endswith(("stan", "ycan", "abad"))


_GRAMMAR = Grammar(NOUNS | VERBS, ROOTS, FALLEN, hardened, belongs, whole)
stem = _GRAMMAR.stem
