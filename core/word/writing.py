"""A Word file of ours: title, headings by style, rich text, a table of facts, and a footer that says what it is.

The language is set on the whole file, and with it the direction: Arabic runs from right to left, its tables too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.word.markup import Element, tree_of
from core.word.reading import GUIDANCE, REMARK

# The languages of content as Word names them.
NAMES_IN_WORD = {
    "en": "en-GB", "az": "az-Latn-AZ", "ar": "ar-SA", "tr": "tr-TR", "ru": "ru-RU", "fr": "fr-FR", "id": "id-ID",
}  # fmt: skip
RIGHT_TO_LEFT = {"ar"}
FONT = "Calibri"
QUIET, INK, LINK = RGBColor(0x59, 0x59, 0x59), RGBColor(0x1F, 0x1F, 0x1F), "0B57A4"
BULLETS, DEEPEST_LIST = ("•", "–", "▪"), 5
# What XML cannot hold, and so no file of Word.
UNWRITABLE = dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))


class WordFile:
    """A file that is written from its beginning to its end."""

    def __init__(self, *, language: str, title: str, changed: datetime) -> None:
        """Begin an empty file in a language."""
        self._document: Any = docx.Document()
        self._language, self._is_rtl = language, language in RIGHT_TO_LEFT
        properties = self._document.core_properties
        properties.title, properties.language = _written(title)[:255], language
        properties.author = properties.comments = ""
        properties.created = properties.modified = changed.replace(tzinfo=None)
        self._lists = _Lists(self._document)
        self._set_styles()
        self._set_page()

    def title(self, text: str) -> None:
        """Write the title."""
        self._paragraph("Title", text)

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading."""
        self._paragraph(f"Heading {level}", text)

    def guidance(self, text: str) -> None:
        """Write what explains a section; it is not read again."""
        self._paragraph(GUIDANCE, text)

    def remark(self, text: str) -> None:
        """Write what is told about the text; it is not read again."""
        self._paragraph(REMARK, text)

    def paragraph(self, text: str = "") -> None:
        """Write words without any form; lines stay lines."""
        self._paragraph("Normal", text)

    def rich_text(self, html: str) -> None:
        """Write rich text that was cleaned already: paragraphs, lists, words in bold or italics, links."""
        for child in tree_of(html).children:
            self._block(child)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write a table of labels and words."""
        table = self._document.add_table(rows=0, cols=2, style="Table Grid")
        if self._is_rtl:
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
        for label, words in rows:
            cells = table.add_row().cells
            for cell, text, marks in zip(cells, (label, words), ("b", ""), strict=True):
                self._direct(cell.paragraphs[0])
                self._run(cell.paragraphs[0], text, marks)
            cells[0].width, cells[1].width = Cm(5), Cm(11)
        self._paragraph("Normal", "")

    def footer(self, words: str, page: str) -> None:
        """Write what stands under every page; ``page`` holds ``%(page)s`` and ``%(pages)s``."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = "Footer"
        self._direct(paragraph)
        self._run(paragraph, f"{words} · ", "")
        for part in page.replace("%(pages)s", "\0NUMPAGES\0").replace("%(page)s", "\0PAGE\0").split("\0"):
            if part in ("PAGE", "NUMPAGES"):
                self._field(paragraph, part)
            elif part:
                self._run(paragraph, part, "")

    def content(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    # --- Blocks and words ---------------------------------------------------------------------------------

    def _block(self, child: Element | str, depth: int = 0) -> None:
        if isinstance(child, str):
            if child.strip():
                self._paragraph("Normal", child.strip())
        elif child.tag in ("ul", "ol"):
            self._list(child, depth)
        else:
            self._inline(self._paragraph("Normal", ""), child.children, "")

    def _list(self, element: Element, depth: int) -> None:
        number = self._lists.begin(is_numbered=element.tag == "ol")
        for item in element.elements():
            inner = [one for one in item.elements() if one.tag in ("ul", "ol")]
            words = [one for one in item.children if one not in inner]
            made = self._paragraph("List Paragraph", "")
            self._lists.join(made, number, min(depth, DEEPEST_LIST - 1))
            self._inline(made, words, "")
            for one in inner:
                self._list(one, depth + 1)

    def _inline(self, paragraph: Any, children: Sequence[Element | str], marks: str) -> None:
        for child in children:
            if isinstance(child, str):
                self._run(paragraph, child, marks)
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "a" and child.attributes.get("href"):
                self._link(paragraph, child, marks)
            else:
                mark = {"b": "b", "strong": "b", "i": "i", "em": "i"}.get(child.tag, "")
                self._inline(paragraph, child.children, marks + mark)

    def _paragraph(self, style: str, text: str) -> Any:
        made = self._document.add_paragraph(style=style)
        self._direct(made)
        if text:
            self._run(made, text, "")
        return made

    def _run(self, paragraph: Any, text: str, marks: str) -> Any:
        run = paragraph.add_run(_written(text))
        run.bold, run.italic = ("b" in marks) or None, ("i" in marks) or None
        if self._is_rtl:
            run.font.rtl = True
            run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
        return run

    def _link(self, paragraph: Any, child: Element, marks: str) -> None:
        """Write a link as Word keeps one: its address is a relation of the part."""
        relation = paragraph.part.relate_to(
            _written(child.attributes["href"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        before = len(paragraph._p)
        self._inline(paragraph, child.children, marks)
        for made in list(paragraph._p)[before:]:
            link.append(made)
            _colour(made)
        paragraph._p.append(link)

    def _field(self, paragraph: Any, name: str) -> None:
        for kind, text in (("begin", ""), ("", name), ("end", "")):
            run = self._run(paragraph, "", "")
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    def _direct(self, paragraph: Any) -> None:
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)

    # --- Styles -------------------------------------------------------------------------------------------

    def _set_styles(self) -> None:
        styles = self._document.styles
        for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13)):
            _set_font(styles[name], size, INK)
        for name in (GUIDANCE, REMARK):
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style, made.next_paragraph_style = styles["Normal"], styles["Normal"]
            made.quick_style = True
            made.font.italic, made.font.cs_italic = True, True
            _set_font(made, 10, QUIET)
        _set_font(styles["Footer"], 9, QUIET)
        self._name_the_language(styles)

    def _name_the_language(self, styles: Any) -> None:
        """Say the language of every run that says nothing else: spelling is looked at in it."""
        name, latin = NAMES_IN_WORD.get(self._language, self._language), NAMES_IN_WORD["en"]
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for language in defaults.findall(qn("w:lang")):
            defaults.remove(language)
        made = OxmlElement("w:lang")
        made.set(qn("w:val"), latin if self._is_rtl else name)
        if self._is_rtl:
            made.set(qn("w:bidi"), name)
        defaults.append(made)

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        if self._is_rtl:
            section._sectPr.insert_element_before(
                OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings"
            )


# What may follow the direction in the properties of a paragraph, in the order of the schema.
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip


class _Lists:
    """The lists of a file: each begins its numbers anew, and knows its levels."""

    def __init__(self, document: Any) -> None:
        self._numbering = document.part.numbering_part.element
        self._kinds = {is_numbered: self._define(is_numbered) for is_numbered in (False, True)}

    def _define(self, is_numbered: bool) -> str:
        taken = [int(one.get(qn("w:abstractNumId"))) for one in self._numbering.findall(qn("w:abstractNum"))]
        number = str(max(taken, default=0) + 1)
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), number)
        kind.append(_with("w:multiLevelType", "hybridMultilevel"))
        for depth in range(DEEPEST_LIST):
            kind.append(_level(depth, is_numbered))
        # Kinds of lists stand before the lists.
        self._numbering.insert(len(taken), kind)
        return number

    def begin(self, *, is_numbered: bool) -> int:
        """Return the number of a new list."""
        made = self._numbering.add_num(int(self._kinds[is_numbered]))
        if is_numbered:
            for depth in range(DEEPEST_LIST):
                made.add_lvlOverride(ilvl=depth).add_startOverride(1)
        return int(made.numId)

    def join(self, paragraph: Any, number: int, depth: int) -> None:
        """Let a paragraph be a point of a list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, number


def _level(depth: int, is_numbered: bool) -> Any:
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), str(depth))
    level.append(_with("w:start", "1"))
    level.append(_with("w:numFmt", "decimal" if is_numbered else "bullet"))
    level.append(_with("w:lvlText", f"%{depth + 1}." if is_numbered else BULLETS[depth % len(BULLETS)]))
    level.append(_with("w:lvlJc", "left"))
    properties, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
    indent.set(qn("w:left"), str(720 + 360 * depth))
    indent.set(qn("w:hanging"), "360")
    properties.append(indent)
    level.append(properties)
    return level


def _with(name: str, value: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("w:val"), value)
    return made


def _set_font(style: Any, size: int, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)
    complex_size = _with("w:szCs", str(size * 2))
    for found in style.element.rPr.findall(qn("w:szCs")):
        style.element.rPr.remove(found)
    style.element.rPr.find(qn("w:sz")).addnext(complex_size)


def _colour(run: Any) -> None:
    properties = run.get_or_add_rPr()
    colour, line = _with("w:color", LINK), _with("w:u", "single")
    properties._insert_color(colour)
    properties._insert_u(line)


def _written(text: str) -> str:
    return text.translate(UNWRITABLE)
