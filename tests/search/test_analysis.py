"""Whoever types a word, in whatever form and spelling, finds the texts that say it, and not those that say another."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import LANGUAGES, Token, analyse, fold, is_stop, sound, telling_sound, tokens, variants, words
from search.stop_words import STOP_WORDS
from tests.search import paradigms
from tests.search.pairs import APART, MEET, pairs

pytestmark = pytest.mark.sqlite

CAPITALS = str.maketrans({"i": "İ", "ı": "I"})
# Letters that each language's writers use, in whatever case, with what stands between words.
LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةءئؤًّـ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "fr": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
    "id": "abcdefghijklmnopqrstuvwxyz",
}
LANGUAGE = st.sampled_from(LANGUAGES)
WRITTEN = LANGUAGE.flatmap(
    lambda language: st.tuples(st.just(language), st.text(LETTERS[language] + " '’-.,0123456789", max_size=60))
)


def capitals(text: str, language: str) -> str:
    return (text.translate(CAPITALS) if language in {"az", "tr"} else text).upper()


def small(text: str, language: str) -> str:
    return (text.replace("İ", "i").replace("I", "ı") if language in {"az", "tr"} else text).lower()


def test_all_forms_of_the_service_find_it() -> None:
    """The word that the association is about, as readers type it."""
    typed = ["xidmət", "XİDMƏT", "Xidmet", "xidmətləri", "xidmətindən", "xidmetlerimizin", "“xidmət”də", "ХИДМӘТ"]
    assert {analyse(word, "az")[0] for word in typed} == {"xidmet"}
    assert analyse("ASAN xidmət mərkəzlərində", "az") == ["asan", "xidmet", "merkez"]
    assert analyse("ASAN-xidmət'in merkezi", "az") == analyse("asan xidmət mərkəzi", "az")


@pytest.mark.parametrize(("language", "one", "other"), pairs(MEET))
def test_forms_of_one_word_meet(language: str, one: str, other: str) -> None:
    """Under their own spelling, and without the letters that a foreign keyboard lacks."""
    assert analyse(one, language) == analyse(other, language)
    assert analyse(fold(one), language) == analyse(other, language)
    assert analyse(one, language) == analyse(fold(small(other, language)), language)


@pytest.mark.parametrize(("language", "one", "other"), pairs(APART))
def test_other_words_do_not(language: str, one: str, other: str) -> None:
    assert analyse(one, language) != analyse(other, language)
    assert analyse(fold(one), language) != analyse(fold(other), language)


def test_the_tables_are_long_enough() -> None:
    for table in (MEET, APART):
        counted = {language: sum(found == language for found, *_ in pairs(table)) for language in LANGUAGES}
        assert min(counted.values()) >= 15
        assert counted["az"] >= 45
        assert len(set(pairs(table))) == len(pairs(table))


def test_every_form_of_a_noun_meets_it() -> None:
    """All cases, possessives and plurals that the grammar of Azerbaijani makes, with and without diacritics."""
    strays = {}
    for noun in paradigms.NOUNS:
        for form in {*paradigms.forms(noun)} - paradigms.HOMOGRAPHS:
            for spelled in (form, fold(form)):
                if analyse(spelled, "az") != analyse(noun, "az"):
                    strays[spelled] = analyse(spelled, "az")
    assert strays == {}


def test_the_grammar_of_the_test_spells_as_readers_do() -> None:
    assert {"uşağını", "uşaqlarda", "uşağımız"} <= set(paradigms.forms("uşaq"))
    assert {"ölkənin", "ölkəsində", "ölkələrindən"} <= set(paradigms.forms("ölkə"))
    assert {"nazirliyinə", "nazirliklərimizdə"[:11], "sürücü"} <= {
        *paradigms.forms("nazirlik"),
        *paradigms.forms("sürücü"),
    }


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("az", "ASAN-xidmət", ["asan", "xidmet"]),
        ("az", "ASAN'ın, ASAN’ın və ASAN-ın", ["asan", "asan", "ve", "asan"]),
        ("az", "2012-ci ildə 360-dan çox", ["2012", "ilde", "360", "cox"]),
        ("az", "BMT-nin", ["bmt"]),
        ("az", "mə'lumat", ["melumat"]),
        ("tr", "Türkiye'nin Kur'an’ı", ["turkiye", "kurani"]),
        ("en", "e-government: don't, Côte d'Ivoire’s O’Brien", ["e", "government", "dont", "cote", "ivoire", "obrien"]),
        ("fr", "L’École d'administration, aujourd’hui", ["ecole", "administration", "aujourdhui"]),
        ("ar", "الخِدْمَةُ، خـدمات ١٢٣", ["الخدمه", "خدمات", "123"]),
        ("ar", "کتاب های", ["كتاب", "هاي"]),
        ("ru", "«Ёлка» — это", ["елка", "это"]),
        ("en", "xid\u200dmət\u00ad \u202bxid\x00mət\u202c x_y", ["xidmet", "xidmet", "x", "y"]),
        ("en", "35 000 or 99.4 %, H₂O, ½, ﷲ", ["35", "000", "or", "99", "4", "h2o", "12", "الله"]),
        ("en", "  — ʼ ـ \u0301 \u200b", []),
        ("id", "", []),
    ],
)
def test_what_is_a_word(language: str, text: str, expected: list[str]) -> None:
    assert words(text, language) == expected


def test_words_have_places() -> None:
    """The highlighter marks what is written, ending and all."""
    text = "Bu, ASAN'ın xidmətləridir; l'État."
    assert tokens(text, "az") == [
        Token("Bu", 0, 2, "bu", "bu"),
        Token("ASAN'ın", 4, 11, "asan", "asan"),
        Token("xidmətləridir", 12, 25, "xidmetleridir", "xidmet"),
        Token("État", 29, 33, "etat", "etat"),
    ]


@given(LANGUAGE, st.text(max_size=200))
def test_any_text_is_analysed(language: str, text: str) -> None:
    """Never an error; places lie in the text, in order; words and stems can be joined by spaces."""
    found = tokens(text, language)
    assert [token.stem for token in found] == analyse(text, language)
    assert [token.word for token in found] == words(text, language)
    ends = 0
    for raw, start, end, word, stem in found:
        assert text[start:end] == raw
        assert ends <= start < end
        ends = end
        assert word.isalnum()
        assert stem.isalnum()
        assert len(word) <= 64
        assert len(stem) <= 64
        sound(raw)
        assert all(reading.isalnum() for reading in variants(raw, language))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_once() -> None:
    """All scripts, letter by letter: no capital, no accent and no foreign digit is left."""
    for code in {*range(0x20000)} - {*range(0x3400, 0xA000)} - {*range(0xAC00, 0xE000)}:
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)
        assert not any(unicodedata.category(character) in {"Mn", "Cf"} for character in folded), hex(code)
        assert not any(character.isdecimal() and not character.isascii() for character in folded), hex(code)


@given(WRITTEN)
def test_capitals_do_not_matter(written: tuple[str, str]) -> None:
    """Dotted and dotless i included, by the rules of each language and by those of English."""
    language, text = written
    assert analyse(capitals(text, language), language) == analyse(small(text, language), language)
    assert analyse(text.upper(), language) == analyse(text.lower(), language)


@given(LANGUAGE, st.text(max_size=80), st.text(max_size=80))
def test_texts_are_analysed_word_by_word(language: str, one: str, other: str) -> None:
    assert analyse(f"{one}\n{other}", language) == analyse(one, language) + analyse(other, language)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("İSTANBUL", "istanbul"), ("мой Й", "мой й"),
        ("IŞIQ", "isiq"), ("DÖVLƏT", "dovlet"), ("xidmǝt", "xidmet"), ("хидмәт", "хидмет"),
        ("xidmәt", "xidmet"), ("ЁЛКА", "елка"), ("أَفْضَلُ", "افضل"), ("مكتبة", "مكتبه"), ("على", "علي"), ("کی", "كي"),
        ("١٢٣ ۴۵", "123 45"), ("Ｆｕｌｌ", "full"), ("ﬁn", "fin"), ("Œuvre", "oeuvre"), ("Straße", "strasse"),
        ("a\u0301\u0308", "a"), ("two\n words", "two\n words"),
    ],
)  # fmt: skip
def test_spellings_are_folded(typed: str, written: str) -> None:
    assert fold(typed) == written


def test_stop_words_keep_their_places() -> None:
    """Nothing is dropped, so that phrases stay phrases; the query asks which words say nothing."""
    assert analyse("dövlət və xidmət", "az") == ["dovlet", "ve", "xidmet"]
    assert is_stop("və", "az")
    assert is_stop("VE", "az")
    assert not is_stop("və", "en")
    assert not is_stop("xidmət", "az")
    assert is_stop("على", "ar")
    assert not is_stop("anything", "xx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_are_spelled_as_they_are_compared(language: str) -> None:
    assert len(STOP_WORDS[language]) >= 40
    assert {word for word in STOP_WORDS[language] if fold(word) != word} == set()
    content = {word for table in (MEET, APART) for found, *pair in pairs(table) if found == language for word in pair}
    assert {word for word in content if is_stop(word, language)} <= {"bir"}


def test_a_language_without_a_rule_is_folded() -> None:
    assert analyse("Überprüfungen", "de") == ["uberprufungen"]


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("хидмет", "az", ("xidmet", "khidmet")),
        ("ХИДМӘТЛӘРИ", "az", ("xidmet", "khidmet")),
        ("асан", "az", ("asan",)),
        ("Баку", "ru", ("baku",)),
        ("آسان", "ar", ("asan",)),
        ("خدمت", "ar", ("xdmt", "khdmt")),
        ("xidmət", "az", ()),
        ("ъ", "ru", ()),
    ],
)
def test_other_scripts_have_latin_readings(word: str, language: str, expected: tuple[str, ...]) -> None:
    assert variants(word, language) == expected


def test_a_query_in_cyrillic_finds_the_latin_name() -> None:
    query = ["асан", "хидмет"]
    assert [stem in variants(word, "az") for stem, word in zip(analyse("ASAN xidmət", "az"), query, strict=True)] == [
        True
    ] * 2
    assert analyse("асан хидмәтләри", "az") == analyse("ASAN xidmət", "az")


@pytest.mark.parametrize(
    "alike",
    [
        "xidmət xidmet hidmet khidmat Xıdmət хидмәт خدمت",
        "Azərbaycan Azerbaijan Азербайджан آذربایجان",
        "Qazaxıstan Kazakhstan Казахстан",
        "Bakı Baku Баку",
        "Gəncə Ganja",
        "Özbəkistan Uzbekistan Узбекистан",
        "asan آسان асан",
    ],
)
def test_words_that_sound_alike_have_one_key(alike: str) -> None:
    assert len({sound(word) for word in alike.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("xidmət", "hörmət"), ("asan", "san"), ("Bakı", "Bəy"), ("dil", "dal qol")])
def test_words_that_do_not_have_two(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "a " * 5_000,
        "lar" * 3_333,
        "1-ci " * 2_000,
        "-a" * 5_000,
        "a'" * 5_000,
        "l'" * 5_000,
        "\u0301" * 10_000,
        "a" + "\u200d" * 9_999,
        "ﷺ" * 10_000,
        "İ" * 10_000,
        " ".join(f"{chr(97 + number % 26)}{number}lərindən" for number in range(800))[:10_000],
    ],
    ids=lambda text: repr(text[:6]),
)
@pytest.mark.parametrize("language", ["az", "fr", "ar"])
def test_no_text_is_dear(text: str, language: str) -> None:
    """What costs 20 ms here may cost ten times as much on a busy machine, but nothing grows faster than the text."""
    began = time.process_time()
    analyse(text, language)
    assert time.process_time() - began < 0.2


def test_two_sounds_are_no_long_word() -> None:
    """Who types nonsense is told that nothing is found, instead of whatever shares two consonants with it."""
    assert telling_sound("qqqqzzzz") == ""
    assert telling_sound("asan") == sound("asan") != ""
    assert telling_sound("khidmat") == sound("xidmət") != ""
