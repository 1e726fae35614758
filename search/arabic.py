"""A light rule for Arabic, on folded words: the article, *wa-*, and the suffixes of number, gender and person.

Snowball's rule takes خدمة and خدمات apart, and مواطن from مواطنين. This is the light stemming of Larkey, Ballesteros
and Connell (2007) that libraries use, made careful: *wa-* stays where it is a root's own letter, and the endings of the
sound plural leave four letters, so that قانون and تعاون are whole. Broken plurals are a table of the words that such
texts are made of.
"""

from __future__ import annotations

ARTICLES = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل")
# Suffix, and how many letters remain at least.
SUFFIXES = (("ها", 3), ("هم", 4), ("ات", 3), ("ون", 4), ("ين", 4), ("ان", 4), ("يه", 3), ("ه", 3), ("ي", 3))
# Words that begin with a wāw of their own.
WAW = (
    "وزير", "وزار", "وزراء", "وثيق", "وثائق", "واجب", "وطن", "وظيف", "وظائف", "وكال", "وكيل", "ولاي", "وحد",
    "وسائل", "وسيل", "وسيط", "وصول", "وقت", "وضع", "وضوح", "ورش", "ورق", "وفد", "وفود", "وجه", "وجود", "والد",
    "واقع", "واحد", "واسع", "وسط", "وعي", "وفق", "وقائ", "وقاي", "ولاد", "وصف", "وصي", "وديع", "ويب",
)  # fmt: skip
# What remains of a broken plural, and what remains of its singular.
BROKEN = {
    "مراكز": "مركز", "وثائق": "وثيق", "مشاريع": "مشروع", "قوانين": "قانون", "مكاتب": "مكتب", "برامج": "برنامج",
    "اعضاء": "عضو", "افراد": "فرد", "وزراء": "وزير", "حقوق": "حق", "تجارب": "تجرب", "مدن": "مدين",
    "انظم": "نظام", "نظم": "نظام", "اهداف": "هدف", "نتائج": "نتيج", "مبادئ": "مبدا", "مبادي": "مبدا",
    "معايير": "معيار", "تقارير": "تقرير", "مواقع": "موقع", "وظائف": "وظيف", "مواد": "ماد", "شركاء": "شريك",
    "خبراء": "خبير", "اطفال": "طفل", "نساء": "امرا", "شهود": "شاهد", "طلاب": "طالب", "احكام": "حكم",
    "وسائل": "وسيل", "رسائل": "رسال", "جوائز": "جائز", "رسوم": "رسم",
}  # fmt: skip


def stem(word: str) -> str:
    """Return what remains of a folded word without article, prefixes and suffixes."""
    word = without_prefix(word)
    if word in BROKEN:
        return BROKEN[word]
    for suffix, least in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word[: -len(suffix)]
    return BROKEN.get(word, word)


def without_prefix(word: str) -> str:
    """Take off the article with what is written together with it, or *wa-* alone."""
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    if word.startswith("و") and len(word) >= 5 and not word.startswith(WAW):
        return word[1:]
    return word
