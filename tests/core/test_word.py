"""Word files are read with care, and written so that they are read again."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from core.word import packages, reading
from core.word.reading import Kind, WordText, read_word, safe_link
from core.word.refusals import LARGEST, Refusal, WordFileError
from core.word.writing import WordFile
from tests.core import word_files as files
from tests.core.word_files import SECTIONS, a_file, document, link, p, picture, table

pytestmark = pytest.mark.sqlite

MEGABYTE = 2**20


def read(content: bytes, name: str = "text.docx") -> WordText:
    return read_word(io.BytesIO(content), name)


def told(word: WordText) -> list[tuple[str, str]]:
    return [(block.kind.value, block.html or block.text) for block in word.blocks]


def test_a_text_becomes_clean_blocks() -> None:
    body = (
        p("Synthetic title", "T") + SECTIONS
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> &amp; plain, m</w:t></w:r>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>'
        + p("See ", inner=link("l1", "there")) + table(("a", "b"), ("c", "d"))
    )  # fmt: skip
    word = read(a_file(body, links=(("l1", "hyperlink", "https://example.org/?a=1&amp;b=2", True),)))
    assert told(word) == [
        ("title", "<p>Synthetic title</p>"),
        ("heading", "<p>Challenge</p>"),
        ("text", "<p>Synthetic challenge.</p>"),
        ("text", "<p><b>Bold</b> &amp; plain, m²</p>"),
        ("text", '<p>See <a href="https://example.org/?a=1&amp;b=2">there</a></p>'),
        ("table", "a b c d"),
    ]


def with_part(name: str, part: bytes | str) -> bytes:
    return a_file(SECTIONS, more={name: part})


def with_prolog(prolog: str, words: str = "x") -> bytes:
    return a_file(more={"word/document.xml": document(p(words), prolog)})


MACROS = files.types("application/vnd.ms-word.document.macroEnabled.main+xml")
RENAMED = a_file(SECTIONS).replace(b"word/document.xml", b"word/documemt.xml", 1)
NESTED = "<w:tbl><w:tr><w:tc>" * 60 + p("x") + "</w:tc></w:tr></w:tbl>" * 60
EMBEDDED = picture("r:embed='i'")
PICTURE = a_file(f"<w:p>{EMBEDDED}</w:p>", links=(("i", "image", "media/a.png", False),))
OF_THE_MACHINE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">'

# What it is, name of the file, content, why it is refused.
REFUSED: list[tuple[str, str, bytes, Refusal]] = [
    ("nothing", "a.docx", b"", Refusal.EMPTY_FILE),
    ("renamed PDF", "a.docx", b"%PDF-1.7 synthetic", Refusal.NO_WORD),
    ("plain text", "a.docx", b"Synthetic words.", Refusal.NO_WORD),
    ("another extension", "a.pdf", b"%PDF-1.7", Refusal.NO_WORD),
    ("spreadsheet", "a.docx", with_part("[Content_Types].xml", files.types("x/sheet")), Refusal.NO_WORD),
    ("other archive", "a.docx", files.packed({"readme.txt": "Synthetic."}), Refusal.NO_WORD),
    ("old Word", "a.doc", files.ole("WordDocument"), Refusal.OLD_WORD),
    ("protected by a password", "a.docx", files.ole("EncryptedPackage"), Refusal.ENCRYPTED),
    ("encrypted part", "a.docx", files.encrypted_zip(), Refusal.ENCRYPTED),
    ("macros by name", "a.docm", a_file(SECTIONS), Refusal.MACROS),
    ("macros by part", "a.docx", with_part("word/vbaProject.bin", b"x"), Refusal.MACROS),
    ("macros by type", "a.docx", with_part("[Content_Types].xml", MACROS), Refusal.MACROS),
    ("cut off", "a.docx", a_file(SECTIONS)[:-200], Refusal.DAMAGED),
    ("changed bytes", "a.docx", RENAMED, Refusal.DAMAGED),
    ("no XML", "a.docx", with_part("word/document.xml", "<w:document"), Refusal.DAMAGED),
    ("two parts of one name", "a.docx", files.twice("word/document.xml"), Refusal.DAMAGED),
    ("no main part", "a.docx", with_part("word/document.xml", "<x/>"), Refusal.DAMAGED),
    ("swelling picture", "a.docx", with_part("word/media/a.bmp", b"\0" * 8 * MEGABYTE), Refusal.BOMB),
    ("swelling archive in the archive", "a.docx", with_part("word/a.zip", b"\0" * 5 * MEGABYTE), Refusal.BOMB),
    ("part that says it is small", "a.docx", files.understated("word/a.bin", 3 * MEGABYTE), Refusal.DAMAGED),
    ("many parts", "a.docx", a_file(SECTIONS, more={f"x/{n}": "" for n in range(2_001)}), Refusal.BOMB),
    ("entities", "a.docx", with_part("word/document.xml", files.entities()), Refusal.ENTITIES),
    ("entities beside the text", "a.docx", with_part("word/styles.xml", files.entities()), Refusal.ENTITIES),
    ("a file of the machine as an entity", "a.docx", with_prolog(OF_THE_MACHINE, "&x;"), Refusal.ENTITIES),
    ("a document type elsewhere", "a.docx", with_prolog(ELSEWHERE), Refusal.ENTITIES),
    ("too deep", "a.docx", a_file(NESTED), Refusal.TOO_MUCH),
    ("too many elements", "a.docx", a_file("<w:p/>" * 80_001), Refusal.TOO_MUCH),
    ("no text", "a.docx", a_file(p("")), Refusal.NO_TEXT),
    ("a picture alone", "a.docx", PICTURE, Refusal.NO_TEXT),
]


@pytest.mark.parametrize(("name", "content", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_honest_file_is_refused_with_words(name: str, content: bytes, refusal: Refusal) -> None:
    with pytest.raises(WordFileError) as refused:
        read(content, name)
    assert refused.value.refusal == refusal
    assert len(refused.value.messages[0]) > 20


def test_what_is_short_in_the_file_is_not_endless_when_it_is_read() -> None:
    """A note, a link or a field that is written once and comes again at every mark."""
    note = {
        "word/footnotes.xml": f'<w:footnotes {files.SPACES}><w:footnote w:id="2">{p("x")}</w:footnote></w:footnotes>'
    }
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r>' * 4
    target = (("l", "hyperlink", "https://example.org/" + "a" * 30_000, True),)
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/'
        f'{"a" * 30_000}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for content in (
        a_file(SECTIONS + p("", inner=marks), more=note),
        a_file(SECTIONS + p("", inner=link("l", "x") * 700), links=target),
        a_file(SECTIONS + p("", inner=field + "<w:r><w:t>x</w:t></w:r>" * 700)),
        a_file(SECTIONS, more={"word/styles.xml": files.STYLES.replace("heading 1", "a" * 1_001)}),
    ):
        with pytest.raises(WordFileError):
            read(content)


def test_every_refusal_is_met_by_something_here() -> None:
    assert {row[3] for row in REFUSED} | {Refusal.TOO_LARGE} == set(Refusal)


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            self.asked += size
            return b"P" * size

    file = Endless()
    with pytest.raises(WordFileError, match="more than 20 MB"):
        read_word(file)
    assert file.asked == LARGEST + 1


def test_what_swells_is_unpacked_no_further_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_UNPACKED", 2 * MEGABYTE)
    more = {f"word/media/{number}.bin": b"\0" * MEGABYTE for number in range(3)}
    with pytest.raises(WordFileError) as refused:
        read(a_file(SECTIONS, more=more))
    assert refused.value.refusal == Refusal.BOMB
    monkeypatch.setattr(packages, "MOST_UNPACKED", 4 * MEGABYTE)
    assert read(a_file(SECTIONS, more=more)).blocks


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_XML", 1_000)
    with pytest.raises(WordFileError, match="Divide it"):
        read(a_file(SECTIONS))


def test_whatever_the_library_stumbles_over_is_said_as_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: object, **kwargs: object) -> None:
        raise KeyError("synthetic")

    monkeypatch.setattr(reading.mammoth, "convert_to_html", stumble)
    with pytest.raises(WordFileError, match="damaged"):
        read(a_file(SECTIONS))


def test_nothing_outside_the_file_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """External pictures, and a style map that the file brings itself."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"synthetic secret")
    links = (("i", "image", secret.as_uri(), True), ("j", "image", "https://example.org/track.png", True))
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **kwargs: pytest.fail("opened"))
    body = SECTIONS + p("Words", inner=picture('r:link="i"') + picture('r:link="j"'))
    word = read(a_file(body, links=links, more={"mammoth/style-map": "p => script"}))
    assert told(word)[-1] == ("text", "<p>Words</p>")
    assert word.left_out == {"pictures": 2}


LINKS = {
    "https://example.org/a": True,
    "http://example.org": True,
    "mailto:office@example.org": True,
    "HTTPS://example.org": True,
    "javascript:alert(1)": False,
    " javascript:alert(1)": False,
    "java\tscript:alert(1)": False,
    "data:text/html,x": False,
    "javascript://example.org/%0aalert(1)": False,
    "file:///etc/passwd": False,
    "vbscript:x": False,
    "//example.org": False,
    "/admin/": False,
    "https:example.org": False,
    "mailto:": False,
    "https://[": False,
    "https://example.org/" + "a" * 3_000: False,
}


@pytest.mark.parametrize("address", LINKS)
def test_links_lead_to_other_sites_or_to_an_address(address: str) -> None:
    assert (safe_link(address) is not None) == LINKS[address]


def test_words_of_a_forbidden_link_stay() -> None:
    links = (("l", "hyperlink", "javascript:alert(1)", True),)
    word = read(a_file(SECTIONS + p("", inner=link("l", "&lt;script&gt;alert(1)&lt;/script&gt;")), links=links))
    assert told(word)[-1] == ("text", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")


def test_changes_comments_and_formulas_are_counted() -> None:
    changes = (
        "<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        '<w:r><w:commentReference w:id="1"/></w:r><m:oMath/><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
    )
    comments = f'<w:comments {files.SPACES}><w:comment w:id="1">{p("Secret remark")}</w:comment></w:comments>'
    word = read(a_file(SECTIONS + p("Is ", inner=changes), more={"word/comments.xml": comments}))
    assert told(word)[-1] == ("text", "<p>Is new</p>")
    assert word.left_out == {"insertions": 1, "deletions": 2, "comments": 1, "formulas": 1}


def test_notes_are_kept_with_their_place() -> None:
    notes = f'<w:footnotes {files.SPACES}><w:footnote w:id="2">{p("Synthetic note.")}</w:footnote></w:footnotes>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, and on.</w:t></w:r>'
    word = read(a_file(SECTIONS + p("A claim", inner=mark), more={"word/footnotes.xml": notes}))
    assert told(word)[-1] == ("text", "<p>A claim, and on.</p>")
    assert [(note.html, note.place) for note in word.blocks[-1].notes] == [("<p>Synthetic note.</p>", "A claim")]


def test_a_long_text_is_read() -> None:
    word = read(a_file(SECTIONS + "".join(p(f"Synthetic paragraph {number}.") for number in range(2_000))))
    assert len(word.blocks) == 2_002


RICH = (
    '<p>One <b>bold <i>both</i></b> &amp; <a href="https://example.org/?a=1&amp;b=2">li<b>n</b>k</a><br/>'
    "next &lt;x&gt;</p>"
    "<ul><li>a<ul><li>b <i>c</i></li></ul></li><li>d</li></ul><p>Between</p><ol><li>1</li><li>2</li></ol><p>مرحبا</p>"
    "<ol><li>3</li></ol>"
)  # fmt: skip


def a_written_file(language: str) -> bytes:
    file = WordFile(language=language, title="Synthetic", changed=datetime(2026, 3, 1, tzinfo=UTC))
    file.title("Synthetic title")
    file.guidance("Explains.")
    file.remark("A remark.")
    file.facts([("Label", "Words\x0b"), ("Empty", "")])
    file.heading("Heading")
    file.rich_text(RICH)
    file.paragraph("one\ntwo")
    file.footer("Draft 5", "page %(page)s of %(pages)s")
    return file.content()


@pytest.mark.parametrize("language", ["en", "az", "ar"])
def test_what_is_written_is_read_again(language: str) -> None:
    word = read(a_written_file(language))
    assert [block.kind for block in word.blocks][:5] == [
        Kind.TITLE, Kind.GUIDANCE, Kind.REMARK, Kind.TABLE, Kind.HEADING,
    ]  # fmt: skip
    assert "".join(block.html for block in word.blocks[5:]) == f"{RICH}<p>one<br/>two</p>"


def test_a_file_says_its_language_and_direction() -> None:
    for language, name, is_rtl in (("az", "az-Latn-AZ", False), ("ar", "ar-SA", True)):
        made = docx.Document(io.BytesIO(a_written_file(language)))
        assert made.core_properties.language == language
        spoken = made.styles.element.find(f".//{qn('w:lang')}")
        assert spoken.get(qn("w:bidi" if is_rtl else "w:val")) == name
        marks = [
            paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:bidi")) is not None
            for paragraph in made.paragraphs
        ]
        assert set(marks) == {is_rtl}
        assert (made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None) == is_rtl


def test_a_file_is_made_of_styles_links_lists_and_a_footer() -> None:
    made = docx.Document(io.BytesIO(a_written_file("en")))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    links = [one for one in made.part.rels.values() if one.reltype.endswith("/hyperlink")]
    assert [one.target_ref for one in links] == ["https://example.org/?a=1&b=2"]
    numbered = [one._p.pPr.numPr.numId.val for one in made.paragraphs if one.text in ("1", "2", "3")]
    assert numbered[0] == numbered[1] != numbered[2]  # each list begins its numbers anew
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text == "Draft 5 · page  of "
    assert [one.text for one in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
