"""Word files of every kind, honest and hostile. Every text says that it is synthetic, or is one word."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    f"<w:styles {SPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("H1", "heading 1"), ("H2", "heading 2"), ("H3", "heading 3"), ("T", "Title"))
    )
    + "</w:styles>"
)


def types(main: str = MAIN) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def relations(*rows: tuple[str, str, str, bool]) -> str:
    told = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{" TargetMode=" * outside}'
        f"{outside * chr(34)}{'External' * outside}{outside * chr(34)}/>"
        for key, kind, target, outside in rows
    )
    return f'<Relationships xmlns="{RELATIONS}">{told}</Relationships>'


def document(body: str, prolog: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {SPACES}><w:body>{body}</w:body></w:document>'


def p(text: str, style: str = "", inner: str = "") -> str:
    """A paragraph; ``inner`` is markup behind its words."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inner}</w:p>'


def link(key: str, text: str) -> str:
    return f'<w:hyperlink r:id="{key}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>'


def picture(attribute: str) -> str:
    blip = f"<pic:pic><pic:blipFill><a:blip {attribute}/></pic:blipFill></pic:pic>"
    drawing = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/>{drawing}</wp:inline></w:drawing></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    told = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{told}</w:tbl>"


def a_file(
    body: str = "", *, more: Mapping[str, bytes | str] | None = None, links: tuple[tuple[str, str, str, bool], ...] = ()
) -> bytes:
    """A Word file with this body; ``more`` adds parts or takes the place of some."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", False)),
        "word/document.xml": document(body),
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": relations(("s1", "styles", "styles.xml", False), *links),
        **(more or {}),
    }
    return packed(parts)


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


SECTIONS = p("Challenge", "H1") + p("Synthetic challenge.")


def entities(body: str = "&c;") -> str:
    levels = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in ("ab", "bc"))
    return document(p(body), f'<!DOCTYPE d [<!ENTITY a "{"x" * 100}">{levels}]>')


def understated(name: str, size: int) -> bytes:
    """A file with a part that says of itself that it is one byte long."""
    content = bytearray(a_file(SECTIONS, more={name: b"\0" * size}))
    entry = content.rfind(name.encode())
    struct.pack_into("<I", content, entry - 46 + 24, 1)
    return bytes(content)


def encrypted_zip() -> bytes:
    """A file in whose directory a part is marked as encrypted."""
    content = bytearray(a_file(SECTIONS))
    entry = content.rfind(b"word/document.xml")
    struct.pack_into("<H", content, entry - 46 + 8, 1)
    return bytes(content)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le") + b"\0" * 512


def twice(name: str) -> bytes:
    """A file with two parts of one name."""
    file = io.BytesIO(a_file(SECTIONS))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name.upper(), "<x/>")
    return file.getvalue()
