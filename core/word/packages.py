"""A Word file as a package of parts: looked at before anything is made of it, and packed anew with what is read.

Nothing that the file says of itself is believed: parts are unpacked piece by piece and counted, and each part of XML
is gone through once for what no text needs. What reads the text then sees parts that passed, and nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from core.word.refusals import LARGEST, MEGABYTE, Refusal, WordFileError

MOST_PARTS = 2_000
# Of all parts together, and of those that are read: a book has less.
MOST_UNPACKED, MOST_XML = 200 * MEGABYTE, 8 * MEGABYTE
# How many times more a part may be than what it was packed into; small ones may, as they do no harm.
MOST_TIMES, SMALL = 150, 4 * MEGABYTE
# Of all parts: a hundred pages as Word writes them. More take longer than a reader waits.
MOST_ELEMENTS, DEEPEST = 80_000, 120
# What is written once and read again at every mark: addresses of links, notes, names of styles.
MOST_REPEATED, MOST_MARKS_OF_A_NOTE, LONGEST_STYLE = 20 * MEGABYTE, 3, 1_000
PIECE = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
WORD_TYPE = re.compile(rb"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main")
MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
# Parts that hold text, or say how it is set. Nothing else is handed on.
READ = re.compile(r"^(\[Content_Types\]\.xml|(.*/)?_rels/[^/]*\.rels|word/[^/]+\.xml)$")
# What is told of a file and read by nobody else.
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
COUNTED = {
    f"{_MATH} oMath": "formulas",
    f"{_CHART} chart": "charts",
    f"{_DRAWING} blip": "pictures",
    "urn:schemas-microsoft-com:vml imagedata": "pictures",
    **{
        f"{space} {name}": kind
        for space in (_WORD, _STRICT)
        for name, kind in {
            "ins": "insertions",
            "del": "deletions",
            "moveFrom": "deletions",
            "moveTo": "insertions",
            "commentReference": "comments",
            "object": "objects",
        }.items()
    },
}


@dataclass(frozen=True)
class Package:
    """The parts of a file that are read, packed anew, and how often it holds what is not taken over."""

    content: bytes
    counts: dict[str, int]


def open_package(file: IO[bytes], name: str = "") -> Package:
    """Return the package of an untrusted file. Raises ``WordFileError``."""
    content = _read(file)
    _refuse_other_kinds(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise WordFileError(Refusal.DAMAGED) from error
    _refuse_what_is_no_document(parts)
    look = _Look()
    for part in parts.values():
        look.through(part)
    look.refuse_what_multiplies()
    return Package(_packed(parts), look.counts)


def _read(file: IO[bytes]) -> bytes:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise WordFileError(Refusal.TOO_LARGE)
    if not content:
        raise WordFileError(Refusal.EMPTY_FILE)
    return content


def _refuse_other_kinds(content: bytes, name: str) -> None:
    if content.startswith(OLE):
        raise WordFileError(Refusal.ENCRYPTED if ENCRYPTED_STREAM in content else Refusal.OLD_WORD)
    if not content.startswith(b"PK"):
        raise WordFileError(Refusal.NO_WORD)
    if name.lower().endswith((".docm", ".dotm")):
        raise WordFileError(Refusal.MACROS)


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts that are read; every other is unpacked too, to see how much it is, and thrown away."""
    members = archive.infolist()
    _refuse_by_names(members)
    parts: dict[str, bytes] = {}
    total = read = 0
    for member in members:
        is_read, kept = bool(READ.match(member.filename)), []
        for piece in _pieces(archive, member):
            total, read = total + len(piece), read + len(piece) * is_read
            if total > MOST_UNPACKED:
                raise WordFileError(Refusal.BOMB)
            if read > MOST_XML:
                raise WordFileError(Refusal.TOO_MUCH)
            kept += [piece] * is_read
        if is_read:
            parts[member.filename] = b"".join(kept)
    return parts


def _refuse_by_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS:
        raise WordFileError(Refusal.BOMB)
    if any(member.flag_bits & 0x1 for member in members):
        raise WordFileError(Refusal.ENCRYPTED)
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):  # which of two is meant, two readers would read differently
        raise WordFileError(Refusal.DAMAGED)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise WordFileError(Refusal.MACROS)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part piece by piece. Raises ``WordFileError`` where it swells."""
    most = max(SMALL, member.compress_size * MOST_TIMES)
    size = 0
    with archive.open(member) as opened:
        while piece := opened.read(PIECE):
            size += len(piece)
            if size > most:
                raise WordFileError(Refusal.BOMB)
            yield piece


def _refuse_what_is_no_document(parts: dict[str, bytes]) -> None:
    types = parts.get(CONTENT_TYPES, b"")
    if MACRO_TYPE.search(types):
        raise WordFileError(Refusal.MACROS)
    if not WORD_TYPE.search(types) or RELATIONS not in parts:
        raise WordFileError(Refusal.NO_WORD)


class _Look:
    """Goes through every part once: no document type, no entities, not too deep, not too much.

    It counts what is not taken over. Each step raises ``WordFileError``.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._elements = self._depth = 0
        self._seen: Counter[str] = Counter()
        self._notes: Counter[tuple[str, str]] = Counter()
        self._longest_target = self._longest_field = 0
        self._field: list[str] | None = None

    def through(self, part: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        self._depth, self._field = 0, None
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._refuse_entities
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._words
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, WordFileError):
                raise
            raise WordFileError(Refusal.DAMAGED) from error

    def refuse_what_multiplies(self) -> None:
        """Refuse a text that is short in the file and endless when it is read."""
        links = self._longest_target * self._seen["hyperlink"] + self._longest_field * self._seen["r"]
        if links > MOST_REPEATED or any(number > MOST_MARKS_OF_A_NOTE for number in self._notes.values()):
            raise WordFileError(Refusal.TOO_MUCH)

    def _refuse_entities(self, *_told: Any) -> None:
        raise WordFileError(Refusal.ENTITIES)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._elements, self._depth = self._elements + 1, self._depth + 1
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST:
            raise WordFileError(Refusal.TOO_MUCH)
        space, _blank, short = name.rpartition(" ")
        if kind := COUNTED.get(name):
            self.counts[kind] = self.counts.get(kind, 0) + 1
        self._seen[short] += 1
        if short in ("footnoteReference", "endnoteReference"):
            self._notes[short, attributes.get(f"{space} id", "")] += 1
        elif short == "Relationship":
            self._longest_target = max(self._longest_target, len(attributes.get("Target", "")))
        elif short == "name" and len(attributes.get(f"{space} val", "")) > LONGEST_STYLE:
            raise WordFileError(Refusal.DAMAGED)
        self._field = [] if short == "instrText" else None

    def _words(self, words: str) -> None:
        if self._field is not None:
            self._field.append(words)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._field is not None:
            self._longest_field = max(self._longest_field, sum(map(len, self._field)))
            self._field = None


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return file.getvalue()
