"""A work is cited as the styles ask, and reference managers read back what was written."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from babel.dates import get_month_names
from bibtexparser.middlewares import LatexDecodingMiddleware
from lxml import html

from core.citing import FORMATS, STYLES, CitedWork, styled
from core.citing.formats import SIGNS, bibtex, csl_json, ris

pytestmark = pytest.mark.sqlite

TITLES = {
    "en": "One-stop service centres: “ASAN xidmət”",
    "az": "Vahid məkandan xidmət: “ASAN xidmət” mərkəzləri, İçərişəhər",
    "ar": "مراكز الخدمة الواحدة: نموذج «أسان»",
    "ru": "Центры «одного окна»",
    "tr": "Tek durak hizmet: IĞDIR, ığdır",
}
TODAY = date(2026, 11, 27)


def a_work(title: str = TITLES["en"], language: str = "en", **fields: object) -> CitedWork:
    given = {
        "key": "practice-synthetic",
        "authors": ("Synthetic State Agency",),
        "container": "Library of practices",
        "publisher": "Synthetic Association",
        "issued": date(2026, 1, 14),
        "url": "https://example.org/id/practice-synthetic",
        "abstract": "Many services\nin one place.",
    }
    return CitedWork(title=title, language=language, **{**given, **fields})


EXPECTED = {
    "ISO 690": "SYNTHETIC STATE AGENCY, 2026. One-stop service centres: “ASAN xidmət”. <i>Library of practices</i>."
    " Online. 14 January 2026. Available from: https://example.org/id/practice-synthetic [Accessed 27 November 2026].",
    "APA": "Synthetic State Agency. (2026, January 14). <i>One-stop service centres: “ASAN xidmət”</i>."
    " Synthetic Association. Library of practices. https://example.org/id/practice-synthetic",
    "Chicago": "Synthetic State Agency. 2026. ‘One-Stop Service Centres: “ASAN Xidmət”’. Library of practices,"
    " Synthetic Association, January 14. https://example.org/id/practice-synthetic.",
}


def test_there_is_an_expectation_for_every_style() -> None:
    assert set(EXPECTED) == set(STYLES)


@pytest.mark.parametrize("style", STYLES)
def test_a_work_is_cited_in_the_words_of_the_style(style: str) -> None:
    assert styled(a_work(), style, TODAY).casefold() == EXPECTED[style].casefold()


SAID = {"ISO 690": "“ASAN xidmət”. Version 3. <i>", "APA": "</i> [Version 3]. ", "Chicago": "’. Version 3. "}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_which_version_is_cited(style: str) -> None:
    work = a_work(
        version=3,
        version_words="Version 3",
        version_url="https://example.org/en/library/practices/synthetic/versions/3/",
    )
    assert SAID[style].casefold() in styled(work, style, TODAY).casefold()
    assert "versions/3" not in styled(work, style, TODAY), "the permanent address is the one that is printed"
    assert "Version" not in styled(a_work(), style, TODAY)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", TITLES)
def test_letters_of_every_language_stay_as_they_are(style: str, language: str) -> None:
    told = html.fromstring(f"<p>{styled(a_work(TITLES[language], language), style, TODAY)}</p>").text_content()
    assert TITLES[language].casefold() in told.casefold()


@pytest.mark.parametrize("style", STYLES)
def test_a_work_without_author_begins_with_title_or_publisher(style: str) -> None:
    told = html.fromstring(f"<p>{styled(a_work(authors=()), style, TODAY)}</p>").text_content()
    assert told.casefold().startswith(("one-stop service centres", "synthetic association"))


@pytest.mark.parametrize(
    ("language", "capitals"),
    [("az", "XİDMƏT AGENTLİYİ, QIZIL"), ("tr", "XİDMƏT AGENTLİYİ, QIZIL"), ("en", "XIDMƏT AGENTLIYI, QIZIL")],
)
def test_authors_have_the_capitals_of_their_language(language: str, capitals: str) -> None:
    work = a_work(authors=("Xidmət Agentliyi, Qızıl",), named_in=language)
    assert styled(work, "ISO 690", TODAY).startswith(capitals)
    assert styled(work, "APA", TODAY).startswith("Xidmət Agentliyi, Qızıl")


AZERBAIJANI = {
    "ISO 690": "SİNTETİK ASSOSİASİYA, 2026. Vahid məkandan xidmət. <i>Təcrübə kitabxanası</i>. Onlayn. 14 yanvar 2026."
    " Elektron ünvanı: https://example.org/id/practice-synthetic [Müraciət tarixi: 27 noyabr 2026].",
    "APA": "Sintetik Assosiasiya. (2026, 14 yanvar). <i>Vahid məkandan xidmət</i>. Təcrübə kitabxanası."
    " https://example.org/id/practice-synthetic",
    "Chicago": "Sintetik Assosiasiya. 2026. “Vahid məkandan xidmət”. Təcrübə kitabxanası, 14 yanvar."
    " https://example.org/id/practice-synthetic.",
}


@pytest.mark.parametrize("style", STYLES)
def test_in_azerbaijani_a_style_has_azerbaijani_words(style: str) -> None:
    association = "Sintetik Assosiasiya"
    work = a_work(
        "Vahid məkandan xidmət",
        "az",
        authors=(association,),
        container="Təcrübə kitabxanası",
        publisher=association,
        named_in="az",
        told_in="az",
    )
    assert styled(work, style, TODAY) == AZERBAIJANI[style]
    assert styled(a_work(), style, TODAY).casefold() == EXPECTED[style].casefold(), "English stays as it was"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_azerbaijani_name(month: int) -> None:
    told = styled(a_work(issued=date(2026, month, 9), told_in="az"), "APA", TODAY)
    assert f"(2026, 9 {get_month_names('wide', locale='az')[month]})" in told


def test_a_publisher_who_is_the_author_is_named_once() -> None:
    work = a_work(authors=("Synthetic Association",))
    for style in STYLES:
        assert styled(work, style, TODAY).casefold().count("synthetic association") == 1
    (read,) = json.loads(csl_json(work))
    assert read["publisher"] == "Synthetic Association", "a file keeps both"


HOSTILE = "<script>alert(1)</script> & \"'<b>x</b> }\\ % $ # _ ~ ^ { \ue000\nER  - \nTY  - BOOK"


@pytest.mark.parametrize("style", STYLES)
def test_nothing_in_a_title_becomes_markup(style: str) -> None:
    told = styled(a_work(HOSTILE, authors=(HOSTILE,), container=HOSTILE), style, TODAY)
    found = html.fromstring(f"<p>{told}</p>")
    assert {element.tag for element in found.iter()} <= {"p", "i"}
    assert found.text_content().casefold().count("<script>alert(1)</script> &") >= 2


@pytest.mark.parametrize("title", [*TITLES.values(), HOSTILE])
def test_bibtex_is_read_back(title: str) -> None:
    written = bibtex(a_work(title, authors=(f"{title} and others",), abstract=title))
    library = bibtexparser.parse_string(written, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    # The parser reads \\textasciicircum as the letter that looks like the sign.
    fields = {name: field.value.replace("ˆ", "^") for name, field in entry.fields_dict.items()}
    line = " ".join(title.split())
    assert (entry.key, entry.entry_type) == ("practice-synthetic", "misc")
    assert _without_braces(fields["title"]) == line
    assert _without_braces(fields["author"]) == f"{line} and others"
    assert _without_braces(fields["abstract"]) == line
    assert (fields["year"], fields["month"], fields["day"]) == ("2026", "1", "14")
    assert fields["url"] == "https://example.org/id/practice-synthetic"


def _without_braces(value: str) -> str:
    return value.removeprefix("{").removesuffix("}")


def test_every_sign_of_tex_is_written_as_itself() -> None:
    for sign, written in SIGNS.items():
        assert f"a {written} b" in bibtex(a_work(f"a {sign} b"))


@pytest.mark.parametrize("title", [*TITLES.values(), HOSTILE])
def test_ris_is_read_back(title: str) -> None:
    written = ris(a_work(title, authors=(title,)))
    assert written.lstrip("\n").startswith("TY  - ELEC\n")
    (read,) = rispy.loads(written)
    line = " ".join(title.split())
    assert read["type_of_reference"] == "ELEC"
    assert (read["title"], read["authors"], read["year"]) == (line, [line], "2026")
    assert (read["date"], read["urls"]) == ("2026/01/14/", ["https://example.org/id/practice-synthetic"])
    assert read["abstract"] == "Many services in one place."


@pytest.mark.parametrize("title", [*TITLES.values(), HOSTILE])
def test_csl_json_is_read_back(title: str) -> None:
    (read,) = json.loads(csl_json(a_work(title)))
    assert (read["title"], read["type"], read["language"]) == (title, "webpage", "en")
    assert read["issued"] == {"date-parts": [[2026, 1, 14]]}
    assert "accessed" not in read


def test_formats_have_endings_of_their_own() -> None:
    assert [one.ending for one in FORMATS] == ["bib", "ris", "json"]
