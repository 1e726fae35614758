"""An untrusted Word file as clean blocks: mammoth reads the parts that passed, nh3 keeps what a text may hold.

Insertions that nobody accepted yet are read as accepted, deletions as deleted; comments, pictures, headers and footers
are not read. Nothing outside the file is opened: no picture is, and links are words.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import IO
from urllib.parse import urlsplit

import mammoth
import nh3

from core.word.markup import Element, tree_of
from core.word.packages import open_package
from core.word.refusals import Refusal, WordFileError

# Styles of paragraphs of ours: what a template explains, and what is told about a text without being of it.
GUIDANCE, REMARK = "Guidance", "Remark of the site"
STYLES = f"""
p[style-name='Title'] => p.title:fresh
p[style-name='{GUIDANCE}'] => p.guidance:fresh
p[style-name='{REMARK}'] => p.remark:fresh
"""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "table", "tr", "td", "th", "sup", "sub", *HEADINGS}
SCHEMES = {"http", "https", "mailto"}
INLINE = {"strong": "b", "em": "i"}
LONGEST_LINK = 2_000
NOTE = re.compile(r"^#(?:footnote|endnote)-[\w-]+$")
OF_A_NOTE = re.compile(r"^(?:footnote|endnote)-(?!ref-)[\w-]+$")
# Words before the mark of a note, by which its place is found again.
LONGEST_PLACE = 80
RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


class Kind(Enum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    GUIDANCE = "guidance"
    REMARK = "remark"
    TABLE = "table"


@dataclass(frozen=True)
class Note:
    """A footnote or endnote with the words before its mark."""

    html: str
    place: str


@dataclass(frozen=True)
class Block:
    """A paragraph, list, heading or table, with its words in one line."""

    kind: Kind
    html: str
    text: str
    level: int = 0
    notes: tuple[Note, ...] = ()
    # Of a table: rows of cells, each of blocks.
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Its notes, and those in its cells."""
        within = (note for row in self.rows for cell in row for block in cell for note in block.all_notes)
        return (*self.notes, *within)


@dataclass(frozen=True)
class WordText:
    """What a Word file says, and how much of each kind was left out."""

    blocks: list[Block]
    left_out: dict[str, int]


def read_word(file: IO[bytes], name: str = "") -> WordText:
    """Return what an untrusted file says. Raises ``WordFileError``, a ``ValidationError`` with words for its sender."""
    package = open_package(file, name)
    root = tree_of(_clean(_converted(package.content)))
    notes = {
        one.attributes["id"]: _without_the_way_back(one)
        for one in root.all_below()
        if one.tag == "li" and OF_A_NOTE.match(one.attributes.get("id", ""))
    }
    blocks = list(_Reader(notes).blocks(root))
    if not any(block.text for block in blocks):
        raise WordFileError(Refusal.NO_TEXT)
    return WordText(blocks, package.counts)


def _converted(content: bytes) -> str:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda image: [],
        )
    except RecursionError as error:
        raise WordFileError(Refusal.TOO_MUCH) from error
    except Exception as error:  # whatever a crooked file makes the library stumble over
        raise WordFileError(Refusal.DAMAGED) from error
    return str(result.value)


def _clean(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes={"a": {"href"}, "li": {"id"}, "p": {"class"}},
        attribute_filter=_kept_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if NOTE.match(value) else safe_link(value)
    if name == "id":
        return value if OF_A_NOTE.match(value) else None
    return value if value in {"title", "guidance", "remark"} else None


def safe_link(address: str) -> str | None:
    """Return an address that a text may lead to: another site, or an e-mail address; nothing for any other."""
    address = address.strip()
    if len(address) > LONGEST_LINK or any(character.isspace() for character in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES:
        return None
    return address if parts.netloc or (parts.scheme.lower() == "mailto" and "@" in parts.path) else None


def _without_the_way_back(item: Element) -> Element:
    """Return a note without the arrow that leads back to its mark."""
    for paragraph in item.elements():
        paragraph.children = [
            child
            for child in paragraph.children
            if not (isinstance(child, Element) and child.tag == "a" and child.text == "↑")
        ]
    return item


class _Reader:
    """Goes through the tree once; it knows the notes, whose marks stand in the text."""

    def __init__(self, notes: dict[str, Element]) -> None:
        self._notes = notes
        self._found: list[Note] = []
        self._told = ""

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent.children:
            block = self._block(child)
            if block is not None and block.text:
                yield block

    def _block(self, child: Element | str) -> Block | None:
        if isinstance(child, str):
            return self._text_block(Kind.TEXT, "p", Element("p", {}, [child]))
        if child.tag in HEADINGS:
            return self._text_block(Kind.HEADING, "p", child, HEADINGS[child.tag])
        if child.tag in ("ul", "ol"):
            return self._list_block(child)
        if child.tag == "table":
            return self._table_block(child)
        kind = child.attributes.get("class", "") if child.tag == "p" else ""
        known = {"title": Kind.TITLE, "guidance": Kind.GUIDANCE, "remark": Kind.REMARK}
        inline = child if child.tag == "p" else Element("p", {}, [child])
        return self._text_block(known.get(kind, Kind.TEXT), "p", inline)

    def _text_block(self, kind: Kind, tag: str, element: Element, level: int = 0) -> Block:
        self._found, self._told = [], ""
        inner = self._inline(element.children).strip()
        text = tree_of(inner).text
        return Block(kind, f"<{tag}>{inner}</{tag}>" if text else "", text, level, tuple(self._found))

    def _list_block(self, element: Element) -> Block | None:
        if any(item.attributes.get("id") for item in element.elements()):
            return None  # the notes, which are told where their marks stand
        self._found, self._told = [], ""
        markup = self._list(element)
        return Block(Kind.TEXT, markup, tree_of(markup).text, notes=tuple(self._found))

    def _list(self, element: Element) -> str:
        items = [self._inline(item.children).strip() for item in element.elements() if item.tag == "li"]
        kept = "".join(f"<li>{item}</li>" for item in items if item)
        return f"<{element.tag}>{kept}</{element.tag}>" if kept else ""

    def _table_block(self, element: Element) -> Block:
        rows = tuple(
            tuple(tuple(self.blocks(cell)) for cell in row.elements() if cell.tag in ("td", "th"))
            for row in _rows_of(element)
        )
        return Block(Kind.TABLE, "", element.text, rows=rows)

    def _inline(self, children: Iterable[Element | str]) -> str:
        return "".join(self._piece(child) for child in children)

    def _piece(self, child: Element | str) -> str:
        if isinstance(child, str):
            words = child.replace("\t", " ").replace("\n", " ")
            self._told += words
            return html.escape(words, quote=False)
        if child.tag == "br":
            self._told += " "
            return "<br/>"
        if child.tag in ("ul", "ol"):
            return self._list(child)
        if child.tag in ("sup", "sub"):
            return self._raised(child)
        inner = self._link(child) if child.tag == "a" else self._inline(child.children)
        if child.tag in INLINE and inner.strip():
            return f"<{INLINE[child.tag]}>{inner}</{INLINE[child.tag]}>"
        # What stood in a paragraph of its own within a point of a list.
        return f"{inner} " if child.tag == "p" else inner

    def _raised(self, child: Element) -> str:
        """Write small digits with letters of their own: a text holds none that are only set small."""
        if any(one.tag == "a" for one in child.elements()):
            return self._inline(child.children)
        table = RAISED if child.tag == "sup" else LOWERED
        text = child.text
        told = text.translate(table) if all(ord(letter) in table for letter in text) else text
        self._told += told
        return html.escape(told, quote=False)

    def _link(self, child: Element) -> str:
        address = child.attributes.get("href", "")
        if address.startswith("#"):
            if note := self._notes.get(address[1:]):
                self._found.append(self._note(note))
                return ""
            return self._inline(child.children)
        inner = self._inline(child.children)
        return f'<a href="{html.escape(address)}">{inner}</a>' if address and inner.strip() else inner

    def _note(self, item: Element) -> Note:
        within = _Reader({})
        markup = "".join(block.html for block in within.blocks(item))
        return Note(markup or "<p></p>", " ".join(self._told.split())[-LONGEST_PLACE:])


def _rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, without those of tables within it."""
    for child in table.elements():
        if child.tag == "tr":
            yield child
        elif child.tag not in ("table", "td", "th"):
            yield from _rows_of(child)
