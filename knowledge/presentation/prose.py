"""The sections of a practice, its pictures and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from core.audience.providers import tokens_of
from core.generations import names
from core.generations.noting import shows
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.models.practice import Length

# In the order that every practice follows.
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("challenge", _("Challenge")),
    ("solution", _("Solution")),
    ("implementation", _("How it was carried out")),
    ("results", _("Results")),
    ("setbacks", _("What did not work")),
    ("lessons", _("Lessons")),
    ("conditions", _("Conditions for replication")),
    ("cost", _("Cost and resources")),
    ("contact", _("Contact")),
)
OF_A_SHORT_NOTE = {"results"}
# A character that no text holds: the editor takes it out.
PARTING = "\x1e"


@dataclass(frozen=True)
class Section:
    """A section with the language its text is in; empty where neither the edition nor the original has one."""

    anchor: str
    title: str | Promise
    text: SafeString
    language: str
    is_borrowed: bool = False


def sections_of(page: PracticePage, original: PracticePage) -> list[Section]:
    """Return every section of this length, with or without a text.

    What the edition lacks is shown in the language of the original, marked as such.
    """
    return sections_of_all([(page, original)])[0]


def sections_of_all(editions: Sequence[tuple[PracticePage, PracticePage]]) -> list[list[Section]]:
    """Return the sections of several practices, each an edition and its original.

    Links to pages are looked up for all of them at once.
    """
    told = [
        [(anchor, title, *_told(page, original, anchor)) for anchor, title in _wanted(original)]
        for page, original in editions
    ]
    texts = [text for sections in told for _anchor, _title, text, _edition in sections]
    expanded = iter(expand_db_html(PARTING.join(texts)).split(PARTING))
    return [
        [
            _section(anchor, title, next(expanded), edition, is_borrowed=edition is not page)
            for anchor, title, _text, edition in sections
        ]
        for (page, _original), sections in zip(editions, told, strict=True)
    ]


def _wanted(original: PracticePage) -> list[tuple[str, str | Promise]]:
    return [found for found in SECTIONS if original.length == Length.FULL or found[0] in OF_A_SHORT_NOTE]


def _section(anchor: str, title: str | Promise, html: str, edition: PracticePage, *, is_borrowed: bool) -> Section:
    return Section(
        anchor,
        title,
        mark_safe(html),  # noqa: S308  (the editor keeps only what a section may hold)
        edition.locale.language_code,
        is_borrowed=is_borrowed and bool(html),
    )


def _told(page: PracticePage, original: PracticePage, anchor: str) -> tuple[str, PracticePage]:
    for edition in published_of(page, original):
        if text := getattr(edition, anchor).replace(PARTING, ""):
            return text, edition
    return "", page


def published_of(page: PracticePage, original: PracticePage) -> list[PracticePage]:
    """Return the page and its original; that alone where nobody may read the original."""
    return [page] if page is original or not original.live else [page, original]


def pictures_of(page: PracticePage, original: PracticePage) -> list[dict[str, Any]]:
    """Return the images of the edition, or those of the original: two queries where there are any."""
    for edition in published_of(page, original):
        if found := _images(edition):
            language = edition.locale.language_code
            shows(names.picture(row.image_id) for row in found)
            return [_picture(row, language) for row in found]
    return []


def _images(edition: PracticePage) -> list[Any]:
    if not getattr(edition, "has_images", True):
        return []
    return list(edition.images.select_related("image").prefetch_related("image__renditions"))


def _picture(row: Any, language: str) -> dict[str, Any]:
    return {
        "image": row.image,
        "alt": row.alternative,
        "caption": LocalText(row.caption, language),
        "credit": row.image.credit,
    }


def files_of(page: PracticePage, original: PracticePage, user: Any) -> list[dict[str, Any]]:
    """Return the files that ``user`` may have, of the edition or else of the original: one query."""
    tokens = tokens_of(user)
    for edition in published_of(page, original):
        if getattr(edition, "has_files", True) and (found := list(edition.attachments.select_related("document"))):
            language = edition.locale.language_code
            shows(names.file(row.document_id) for row in found)
            return [_file(row, language) for row in found if row.document.audience in tokens]
    return []


def _file(row: Any, language: str) -> dict[str, Any]:
    document = row.document
    return {
        "title": LocalText(row.title or document.title, language),
        "url": document.url,
        "format": document.file_extension.upper(),
        "size": filesizeformat(document.file_size) if document.file_size else "",
    }
