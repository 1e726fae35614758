"""What a picture is, by what it contains; and how it is written anew without what it should not tell."""

from __future__ import annotations

import io
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

# Written as they came. A picture of several exposures (MPO, from telephones) becomes the first of them.
WRITTEN_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
READ = ("JPEG", "PNG", "WEBP", "AVIF")
QUALITY = {"JPEG": 90, "WEBP": 90, "AVIF": 80}


def check_image(file: IO[bytes]) -> None:
    """Raise ``ValidationError`` where ``clean_image`` would; the file stands at its beginning afterwards."""
    _decode(_open(file))
    file.seek(0)


def format_of(file: IO[bytes]) -> str:
    """Return the format in which a picture would be written. Raises ``ValidationError`` as ``check_image`` does."""
    picture = _open(file)
    _decode(picture)
    return WRITTEN_AS[picture.format or "PNG"]


def clean_image(file: IO[bytes]) -> File[bytes]:
    """Return the picture written anew without EXIF, position or comments, turned the right way up.

    Whatever hangs behind the picture in the file is gone too. Raises ``ValidationError`` where the content is no
    picture of an allowed format, is damaged, or has more pixels than ``WAGTAILIMAGES_MAX_IMAGE_PIXELS``.
    """
    picture = _open(file)
    image_format = WRITTEN_AS[picture.format or "PNG"]
    upright = ImageOps.exif_transpose(_decode(picture))
    # All that is kept of what stands beside the pixels: how to read their colours.
    kept = {name: picture.info[name] for name in ("icc_profile", "transparency") if picture.info.get(name) is not None}
    upright.info = {}
    options: dict[str, Any] = {"quality": QUALITY[image_format]} if image_format in QUALITY else {}
    buffer = io.BytesIO()
    upright.save(buffer, image_format, exif=b"", **kept, **options)
    return ContentFile(buffer.getvalue(), name=getattr(file, "name", None) or "image")


def _open(file: IO[bytes]) -> Pillow.Image:
    file.seek(0)
    try:
        picture = Pillow.open(file, formats=READ)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise ValidationError(_too_many(Pillow.MAX_IMAGE_PIXELS or 0)) from error
    except (UnidentifiedImageError, OSError) as error:
        raise ValidationError(
            _("This is not a picture the site accepts. Upload a JPEG, PNG, WebP or AVIF file.")
        ) from error
    pixels = picture.width * picture.height
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(_too_many(pixels))
    return picture


def _too_many(pixels: int) -> str:
    return _(
        "The picture has over %(pixels)s megapixels; at most %(most)s are accepted. Save it smaller and try again."
    ) % {"pixels": pixels // 1_000_000, "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}


def _decode(picture: Pillow.Image) -> Pillow.Image:
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise ValidationError(damaged()) from error
    return picture


def damaged() -> str:
    """Return the sentence for a picture that begins well and does not end."""
    return _("The picture is damaged and cannot be read. Save it again and try once more.")
