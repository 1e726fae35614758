"""A practice on paper: the same texts and facts as its page, set as a part of a publication."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.citing import CitedWork, styled
from core.generations.noting import shows_the_moment
from core.pdf.answers import pdf_answer
from core.pdf.publications import DIGEST, Part, Printable, Publication, frame, printable
from core.records.editions import original_of
from core.templatetags.facts import References
from core.templatetags.texts import words_of
from knowledge.models import PracticePage
from knowledge.presentation.frame import permalink_of
from knowledge.presentation.practice import Edition, Told, tell
from knowledge.versions import numbered_day

# More than that does not go beside the text.
LONG_FACTS, MANY_FACTS = 420, 15
PICTURE = "max-1400x1400|format-jpeg"
STYLE = "ISO 690"

logger = logging.getLogger(__name__)


def printed_practice(page: PracticePage, original: PracticePage, *, user: Any, is_preview: bool = False) -> Printable:
    """Return an edition of a practice ready for the press, with what ``user`` may see of it."""
    edition = Edition(page, original, page.locale.language_code, user, is_preview)
    with translation.override(edition.language):
        plate = Part(mark_safe(render_to_string("pdf/plate.html", frame(edition.language))))  # noqa: S308
        part = practice_part(edition, anchor="practice").part
        publication = Publication(
            title=page.title,
            language=edition.language,
            description=page.summary,
            modified=_published(page).isoformat(timespec="seconds"),
            parts=[plate, part],
        )
        return printable(publication)


def preview_answer(page: PracticePage, request: HttpRequest) -> HttpResponseBase:
    """Give a draft as it is printed."""
    original = page if page.record is None or page.is_original else original_of(page) or page
    ready = printed_practice(page, original, user=request.user, is_preview=True)
    return pdf_answer(request, ready, f"{page.slug or 'draft'}-{page.locale.language_code}")


@dataclass(frozen=True)
class PrintedPractice:
    """A practice as a part of a publication, what it was made of, and when that was published."""

    part: Part
    told: Told
    published: datetime


def practice_part(
    edition: Edition, *, anchor: str, references: References | None = None, starts_page: bool = False
) -> PrintedPractice:
    """Return a practice as a part; ``references`` are those of a whole publication, which lists its sources once."""
    told, page = tell(edition), edition.page
    version = None if edition.is_preview else numbered_day(page)
    published = version.published_at if version is not None else _published(page)
    permalink = permalink_of(page.record) if page.record is not None else ""
    pictures = [_picture(picture) for picture in told.shown["pictures"]]
    shown = told.shown | frame(edition.language)
    shown |= {
        "anchor": anchor,
        "starts_page": starts_page,
        "issued": timezone.localtime(published).date(),
        "number": version.number if version is not None else 0,
        "facts_are_long": _are_long(shown["facts"]),
        "pictures": [picture for picture, _file in pictures],
        "citation": _citation(told.cited),
        "symbol": page.record.key if page.record is not None else "",
        "permalink": permalink,
        "qr": qr_code(permalink) if permalink else "",
        "digest": DIGEST,
        "rests_on": len(told.sources),
        "sources_apart": references is not None,
    }
    if references is not None:
        shown["references"] = references
    html = mark_safe(render_to_string("pdf/practice.html", shown))  # noqa: S308
    part = Part(html, {picture["address"]: file for picture, file in pictures if file is not None})
    return PrintedPractice(part, told, published)


def _published(page: PracticePage) -> datetime:
    """Return when this text was published last; a draft is of the moment at which it was saved."""
    moment: datetime = page.last_published_at or page.latest_revision_created_at or timezone.now()
    return moment


def _are_long(rows: list[dict[str, Any]]) -> bool:
    values = [value for row in rows for value in row["values"]]
    told = sum(len(words_of(value["value"])) + len(words_of(value.get("note"))) for value in values)
    return told > LONG_FACTS or len(values) > MANY_FACTS


def _picture(picture: dict[str, Any]) -> tuple[dict[str, Any], Path | None]:
    """Return a picture with the address of its copy for print, and that file; without both where it cannot be read.

    What is printed then is what the picture shows, in words: a practice does without a picture rather than not at all.
    """
    try:
        rendition = picture["image"].get_rendition(PICTURE)
        file = Path(rendition.file.path)
        file.stat()
    except OSError as error:  # the original or its copy is gone, or holds no picture
        shows_the_moment()
        logger.warning("Picture %s is not printed: %s", picture["image"].pk, error)
        return picture | {"address": ""}, None
    return picture | {"address": f"/media/{rendition.file.name}"}, file


def _citation(work: CitedWork | None) -> dict[str, str] | None:
    return {"text": styled(work, STYLE, None), "language": work.told_in} if work is not None else None


def qr_code(address: str) -> SafeString:
    """Return a drawing that a telephone reads as an address."""
    drawn = segno.make(address, error="m").svg_inline(border=2, title=_("QR code of the permanent address"), scale=1)
    return mark_safe(drawn)  # noqa: S308  (drawn from an address of ours)
