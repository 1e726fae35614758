"""The numbered versions of a practice: each publication that changes the text of an edition makes one.

Whoever prints the text (a page, a citation, a PDF) asks here for its number and day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from knowledge.models import PracticePage, PracticeVersion

__all__ = ["NumberedDay", "numbered_day", "published_version", "version_number", "versions_of", "with_version"]


@dataclass(frozen=True)
class NumberedDay:
    """What is said of a version beside its text."""

    number: int
    published_at: datetime


def versions_of(page: PracticePage) -> QuerySet[PracticeVersion]:
    """Return every version of an edition, withdrawn ones too, the newest first; none for one without a record."""
    versions = PracticeVersion.objects.filter(language=page.locale.language_code).order_by("-number")
    return versions.filter(record=page.record_id) if page.record_id is not None else versions.none()


def published_version(page: PracticePage) -> PracticeVersion | None:
    """Return the version that the live page of an edition shows: one query.

    Nothing for a draft, for an edition that was taken down, and for one published before versions were kept.
    """
    newest = versions_of(page).defer("content").first() if page.live else None
    return newest if newest is not None and newest.withdrawn_on is None else None


def numbered_day(page: PracticePage) -> NumberedDay | None:
    """Return number and day of the version that the live page shows; no query for a page of ``with_version``."""
    if hasattr(page, "newest_version"):
        return NumberedDay(page.newest_version, page.newest_version_at) if page.newest_version else None
    newest = published_version(page)
    return NumberedDay(newest.number, newest.published_at) if newest is not None else None


def version_number(page: PracticePage) -> int:
    """Return the number of the version that the live page shows, 0 where there is none."""
    shown = numbered_day(page)
    return shown.number if shown is not None else 0


def with_version(pages: QuerySet[PracticePage]) -> QuerySet[Any]:
    """Add number and day of the newest version of each page, as ``newest_version`` and ``newest_version_at``."""
    newest = PracticeVersion.objects.filter(
        record=OuterRef("record"), language=OuterRef("locale__language_code"), withdrawn_on__isnull=True
    ).order_by("-number")
    return pages.annotate(
        newest_version=Subquery(newest.values("number")[:1]),
        newest_version_at=Subquery(newest.values("published_at")[:1]),
    )
