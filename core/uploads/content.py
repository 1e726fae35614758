"""What a file is, by what it contains, never by its name."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import IO, Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

IMAGE_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
# Extension of a document to the type its first bytes must show; office files are ZIP archives with a known member.
OFFICE_MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
TEXT_EXTENSIONS = {"csv", "txt"}


def clean_image(file: IO[bytes]) -> File[bytes]:
    """Return the picture written anew without EXIF, position or comments, turned the right way up.

    Raises ``ValidationError`` where the content is no picture of an allowed format, or has more pixels than
    ``WAGTAILIMAGES_MAX_IMAGE_PIXELS``.
    """
    file.seek(0)
    picture = _open(file)
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(
            _("The picture has %(pixels)s megapixels; at most %(most)s are accepted. Save it smaller and try again.")
            % {
                "pixels": picture.width * picture.height // 1_000_000,
                "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
            }
        )
    return _write_anew(picture, getattr(file, "name", "image"))


def _open(file: IO[bytes]) -> Pillow.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(file, formats=list(IMAGE_FORMATS))
    except (
        UnidentifiedImageError,
        OSError,
        Pillow.DecompressionBombError,
        Pillow.DecompressionBombWarning,
    ) as error:
        raise ValidationError(
            _("This is not a picture the site accepts. Upload a JPEG, PNG, WebP, AVIF or GIF file.")
        ) from error
    return picture


def _write_anew(picture: Pillow.Image, name: str) -> File[bytes]:
    image_format = picture.format or "PNG"
    try:
        upright = ImageOps.exif_transpose(picture)
        buffer = io.BytesIO()
        options: dict[str, Any] = {"quality": 90} if image_format in {"JPEG", "WEBP", "AVIF"} else {}
        if image_format == "GIF":
            options = {"save_all": True}
        profile = picture.info.get("icc_profile")
        upright.info = {}
        upright.save(buffer, image_format, exif=b"", icc_profile=profile, **options)
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("The picture is damaged and cannot be read. Save it again and try once more.")
        ) from error
    return ContentFile(buffer.getvalue(), name=name)


def check_document(file: File[bytes]) -> None:
    """Raise ``ValidationError`` unless the content is what the extension says and small enough."""
    extension = (file.name or "").rpartition(".")[2].lower()
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise ValidationError(
            _("The file has %(size)s MB; at most %(most)s MB are accepted.")
            % {"size": file.size // 2**20, "most": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 2**20}
        )
    if not _content_is(file, extension):
        raise ValidationError(
            _("The content of this file is not what its name says (.%(extension)s). Upload the original file.")
            % {"extension": extension}
        )


def _content_is(file: File[bytes], extension: str) -> bool:
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if extension in OFFICE_MEMBERS:
        return _zip_has(file, OFFICE_MEMBERS[extension])
    if extension in TEXT_EXTENSIONS:
        return b"\0" not in head and not head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<svg", b"<?xml"))
    guessed = filetype.guess(head)
    return guessed is not None and guessed.extension == extension


def _zip_has(file: File[bytes], member: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return member in archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)
