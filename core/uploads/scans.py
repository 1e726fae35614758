"""What is scanned or photographed from paper: PDF, JPEG or PNG, by what it contains; it is kept as it came."""

from __future__ import annotations

import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.uploads.content import MEGABYTE, check_document, extension_of
from core.uploads.pictures import format_of

KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
LARGEST = 10 * MEGABYTE


def check_scan(file: File[bytes]) -> str:
    """Return the type of a scan, whose name tells what it is; the file stands at its beginning afterwards.

    Raises ``ValidationError`` where it is too large or empty, is something else, or something hides in it.
    """
    extension = extension_of(file.name or "")
    if extension not in KINDS:
        raise ValidationError(_("Choose a PDF, JPEG or PNG file: a scan or a photograph of what was signed."))
    if not file.size:
        raise ValidationError(_("The file is empty. Save it anew and try again."))
    if file.size > LARGEST:
        raise ValidationError(
            _("The file has over %(most)s MB. Scan it in black and white or at a lower resolution and try again.")
            % {"most": LARGEST // MEGABYTE}
        )
    if extension == "pdf":
        check_document(file)
    elif not _is_picture(file, extension):
        raise ValidationError(
            _("The content of this file is not what its name says (.%(extension)s). Upload the original file.")
            % {"extension": extension}
        )
    return KINDS[extension]


def _is_picture(file: Any, extension: str) -> bool:
    """Whether it is a whole picture of the kind that its name says, and no archive at the same time."""
    try:
        return format_of(file) == FORMATS[extension] and not zipfile.is_zipfile(file)
    finally:
        file.seek(0)
