"""What a document is, by what it contains: the extension has to tell the truth, and nothing hides in it."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

MEGABYTE = 2**20
# Office files are ZIP archives with a known member; those of OpenDocument name themselves in their first one.
OFFICE_MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
TEXTS = {"csv", "txt"}
MACROS = ("vbaproject.bin", "basic/script-lc.xml")
MOST_MEMBERS = 5_000
MOST_UNPACKED = 500 * MEGABYTE
# Markup at the beginning of a text, after a byte order mark and blanks.
MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\s*[a-z!?/]", re.IGNORECASE)


def extension_of(name: str) -> str:
    """Return the extension of a file name in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_document(file: File[bytes]) -> None:
    """Raise ``ValidationError`` unless the content is what the extension says, small enough, and no bomb."""
    extension = extension_of(file.name or "")
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise ValidationError(
            _("The file has %(size)s MB; at most %(most)s MB are accepted.")
            % {"size": file.size // MEGABYTE, "most": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // MEGABYTE}
        )
    try:
        is_true = _content_is(file, extension)
    finally:
        file.seek(0)
    if not is_true:
        raise ValidationError(
            _("The content of this file is not what its name says (.%(extension)s). Upload the original file.")
            % {"extension": extension}
        )


def _content_is(file: File[bytes], extension: str) -> bool:
    file.seek(0)
    if extension in OFFICE_MEMBERS or extension in OPEN_DOCUMENT:
        return _is_office_file(file, extension)
    if extension in TEXTS:
        return _is_text(file)
    return extension == "pdf" and _is_pdf(file)


def _is_pdf(file: File[bytes]) -> bool:
    """A PDF from its first byte to its last, and no archive at the same time."""
    if file.read(5) != b"%PDF-":
        return False
    file.seek(max(0, file.size - 2048))
    return b"%%EOF" in file.read() and not zipfile.is_zipfile(_seekable(file))


def _is_text(file: File[bytes]) -> bool:
    if MARKUP.match(file.read(1024)):
        return False
    file.seek(0)
    return not any(b"\0" in chunk for chunk in file.chunks())


def _is_office_file(file: File[bytes], extension: str) -> bool:
    try:
        with zipfile.ZipFile(_seekable(file)) as archive:
            members = archive.infolist()
            _refuse_bombs(members)
            names = [member.filename for member in members]
            if any(name.lower().endswith(MACROS) for name in names):
                raise ValidationError(_("The file holds macros. Save it without them and upload it again."))
            if extension in OFFICE_MEMBERS:
                return OFFICE_MEMBERS[extension] in names
            return names[:1] == ["mimetype"] and archive.read("mimetype").strip() == OPEN_DOCUMENT[extension]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return False


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    """Look at what the archive says of itself, without unpacking it."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ValidationError(_("The file would unpack to far more than it seems to be. Save it anew and try again."))


def _seekable(file: File[bytes]) -> Any:
    file.seek(0)
    return file
