"""A light rule for the suffixes of Turkish, as that for Azerbaijani is: *hizmetlerinden* and *hizmet* are one word.

Snowball's rule for Turkish needs all letters as they are spelled, leaves *belgesi* apart from *belge*, and makes
*devle* of *devlete* and *kan* of *kanun*. Here too a derived word is a word of its own: *bakan* is not *bakanlık*.
"""

from __future__ import annotations

from search.turkic import ANY, CONSONANTS, HIGH, KNOWN_ONLY, VOICES, Grammar, Suffix, syllables

VOICELESS = "cfhkpst"
LOW_AND_HIGH = "aeiu"
NOUNS = {
    # Cases; y or n stands between a vowel or a possessive and the case
    "H": Suffix(3, CONSONANTS, softens=True),
    "yH": Suffix(3, LOW_AND_HIGH),
    "nH": Suffix(4, HIGH),
    "Hn": Suffix(3, CONSONANTS, softens=True),
    "nHn": Suffix(3, LOW_AND_HIGH),
    "yHn": Suffix(KNOWN_ONLY, "u"),
    "A": Suffix(4, CONSONANTS, softens=True),
    "yA": Suffix(3, LOW_AND_HIGH),
    "nA": Suffix(4, HIGH),
    "dA": Suffix(3, ANY),
    "tA": Suffix(4, VOICELESS),
    "ndA": Suffix(4, HIGH),
    "dAn": Suffix(3, ANY),
    "tAn": Suffix(4, VOICELESS),
    "ndAn": Suffix(4, HIGH),
    "lA": Suffix(4, CONSONANTS),
    "ylA": Suffix(4, LOW_AND_HIGH),
    "dAki": Suffix(3, ANY),
    "tAki": Suffix(4, VOICELESS),
    "ndAki": Suffix(4, HIGH),
    # Possessives
    "sH": Suffix(3, LOW_AND_HIGH),
    "HmHz": Suffix(4, CONSONANTS, softens=True),
    "mHz": Suffix(4, LOW_AND_HIGH),
    "HnHz": Suffix(4, CONSONANTS, softens=True),
    "nHz": Suffix(4, LOW_AND_HIGH),
    # Plural, copula
    "lAr": Suffix(3, ANY),
    "dHr": Suffix(4, ANY),
    "tHr": Suffix(4, VOICELESS),
}
VERBS = {
    "mAk": Suffix(4, CONSONANTS, of_verbs=True),
    "Ak": Suffix(4, "m", of_verbs=True),
    "mA": Suffix(4, CONSONANTS, of_verbs=True),
    "Hl": Suffix(6, "r", of_verbs=True),
    "mHs": Suffix(4, ANY, of_verbs=True),
    "An": Suffix(5, CONSONANTS, of_verbs=True),
    "dHk": Suffix(5, VOICES, of_verbs=True),
    "Hyor": Suffix(5, CONSONANTS, of_verbs=True),
    "dH": Suffix(5, VOICES, of_verbs=True),
    "AcAk": Suffix(5, VOICES, of_verbs=True),
}

# Where the rule stops, grouped as in ``azerbaijani_roots``.
SHORT = """
    ad ag an at av ay az el er es et ev ic il ip is iz oy oz su uc un us alt arz bas bel bey bir boy cam cay dag dil
    din dis dost fon goc genc goz gun guc guz hak hal hat his kan kar kas kat kis kiz kol kul kus mal pay ray rol sac
    sag ses son soz suc tac tam tas tek tel top toy tuz yag yan yas yay yaz yer yil yol yon yuk yuz koy rey
"""
VOWEL = """
    ana ata ada uye ara para kara kare sira hava masa usta elma yara tara bina dava turkiye maliye adliye seviye
    kanada uganda ruanda oda hafta liste posta nokta daire aile bolge dakika gida kasa
"""
HIGH_VOWEL = "kapi yeni eski iki alti sari kimi yedi kuzu kuyu kendi gibi simdi baski yazi basari veri vali"
N = """
    insan zaman plan uzman ogretmen tren vatan orman alan roman liman meydan beyan duman can ilan divan kapan iran
    oman sudan sultan bakan baskan calisan heyvan kurban duzen yaman isyan destan lisan ferman derman mekan imkan
    ekran organ neden beden kanun sorun urun basin yayin yakin oyun boyun burun uzun butun kadin altin aydin gelin
    metin gun icin din cin dusun uygun yogun yetkin etkin mumkun sabun vitamin benzin berlin emin tahmin zemin temin
    kurgun yarin
"""
S = """
    esas ofis polis virus otobus meclis miras adres kampus bonus kongre tenis elmas servis kurulus nufus konferans
    giris cikis gorus alis satis gelis anlayis donus bakis yaris baris gecis gunes savas acilis katilis kardes ates
    telas maas uluslararasi ulus yukselis gosteris arayis davranis degis yasayis tanis
"""
K = "destek emek yemek ornek istek bilek gerek yurek inek cicek erkek gelecek yuksek ekmek parmak cocuk kucuk buyuk"
Y = "aday olay saray birey duzey kuzey guney yuzey deney kolay tramvay uzay alay"
WHOLE = """
    adam dolar deniz temiz yalniz ile olan fayda madde kaide sade ifade irade iade perde cadde hatta icra guzel sual
    mudur nadir kadar haber sehir seher ihale kale lale mesele mustakil sahil teskilat baska platform basla isle belki
"""
FALLEN = {
    "fikr": "fikir", "sekl": "sekil", "nesl": "nesil", "omr": "omur", "ogl": "ogul", "ism": "isim", "kism": "kisim",
    "resm": "resim", "sehr": "sehir", "metn": "metin", "izn": "izin", "vakt": "vakit", "akl": "akil", "burn": "burun",
    "boyn": "boyun", "agz": "agiz", "hukm": "hukum", "sinf": "sinif",
}  # fmt: skip
ROOTS = frozenset(" ".join((SHORT, VOWEL, HIGH_VOWEL, N, S, K, Y, WHOLE)).split()) | frozenset(FALLEN.values())
_HARD = {"b": "p", "d": "t", "g": "k"}


def hardened(rest: str) -> str:
    """Undo what a vowel softened: kitab → kitap, çocuğ → çocuk, reng → renk; words of one syllable stay (dağ, ad)."""
    if rest.endswith("ng") or (syllables(rest) > 1 and rest[-1] in _HARD):
        return rest[:-1] + _HARD[rest[-1]]
    return rest


def belongs(rest: str, spelling: str) -> bool:
    """Whether the beginning of what looks like a suffix is part of the word.

    *-dır* behind *-lan, -laş* makes a verb, and only the passive of *-dır* is no word of its own; *-daş-ı* is no
    possessive behind a vowel.
    """
    if spelling in {"dir", "dur", "tir", "tur"}:
        return rest.endswith(("len", "lan", "les", "las"))
    if spelling in {"il", "ul"}:
        return not rest.endswith(("dir", "dur", "tir", "tur"))
    return spelling in {"si", "su"} and rest.endswith("da")


def whole(word: str) -> bool:
    """Whether a word is a name by its ending: Pakistan, Azerbaycan; not kuruluş-tan, vatandaş-tan."""
    if len(word) > 6 and word.endswith("stan"):
        return word[:-3] not in ROOTS and not word.endswith("dastan")
    return len(word) > 6 and word.endswith("ycan")


_GRAMMAR = Grammar(NOUNS | VERBS, ROOTS, FALLEN, hardened, belongs, whole)


def stem(word: str) -> str:
    """Return what remains of a folded word without its suffixes."""
    return hardened(_GRAMMAR.stem(word))
