"""Bring the record of a page and its translations up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.records.kinds import Kind
from core.records.models import Record
from core.records.operations import (
    hide_audience,
    key_is_taken,
    register_record,
    show_audience,
    slug_is_taken,
    touch,
)
from core.records.pages import EditionState

ORIGINAL_FIRST = gettext_lazy("Publish the original first: a translation reads its facts and sources there.")


def original_of(page: Any) -> Any:
    """Return the edition that holds the facts of ``page``, published or not, as it is stored; nothing without one."""
    pages = type(page)._default_manager.filter(translation_key=page.translation_key)
    return pages.filter(edition_state=EditionState.ORIGINAL).select_related("record", "locale").first()


def original_changed_on(page: Any, original: Any) -> date | None:
    """Return the day on which the original was published again after its translation ``page`` had been.

    Nothing for the original itself, and where readers do not see it.
    """
    if original is None or original.pk == page.pk or not original.live:
        return None
    changed, made = original.last_published_at, translated_at(page)
    return timezone.localtime(changed).date() if changed and made and changed > made else None


def translated_at(page: Any) -> datetime | None:
    """Return when a translation was published last; a draft, when it was saved last."""
    at: datetime | None = page.last_published_at or page.latest_revision_created_at
    return at


def register_editions(
    *, page: Any, key: str, by: Any, listed_at: datetime | None = None, tokens: Iterable[str] | None = None
) -> Record:
    """Make or update the record that ``page`` and its translations share, from the live ones.

    ``key`` counts only where there is no record yet. A language without an edition leads to the original. A record that
    was taken down is shown again to those it was for. Raises ``ValidationError`` where a page without a record would
    take the key of one, or is a translation of what was never published.
    """
    known = record_of(page)
    if known is None and page.edition_state != EditionState.ORIGINAL:
        raise ValidationError(ORIGINAL_FIRST)
    if known is None and Record.objects.with_key(key).exists():
        raise ValidationError({"key": key_is_taken(key)})
    if known is not None and page.record_id != known.pk:
        type(page).objects.filter(pk=page.pk).update(record=known)
        page.record = known
    language = known.language if known is not None else page.locale.language_code
    editions = _live_editions(page)
    fallback = editions.get(language) or page
    record = register_record(
        key=known.key if known is not None else key,
        kind=page.record_kind,
        slug=_slug(original_of(page) or page, known),
        language=language,
        titles={code: edition.title for code, edition in editions.items()} or {language: page.title},
        address=lambda code: (editions.get(code) or fallback).get_url() or "",
        by=by,
        tokens=tokens,
        listed_at=listed_at or page.first_published_at,
    )
    show_audience(record=record, by=by)
    if page.record_id is None:
        type(page).objects.filter(pk=page.pk).update(record=record)
        page.record = record
    return record


def refusal_of_slug(page: Any, slug: str, *, key: str) -> str:
    """Return why an original cannot have a slug: its id or address belongs to another record, or to a draft of another.

    Nothing where it can. ``key`` is the id that its record would get.
    """
    if page.record_id is None and Record.objects.with_key(key).exists():
        return key_is_taken(key)
    others = Record.objects.at_slug(page.record_kind, slug).exclude(pk=page.record_id)
    if other := others.first():
        return slug_is_taken(slug, other.key)
    drafts = type(page).objects.filter(slug__iexact=slug, edition_state=EditionState.ORIGINAL, record=None)
    if page.record_id is None and (draft := drafts.exclude(translation_key=page.translation_key).first()):
        return slug_is_taken(slug, draft.title)
    return ""


def take_editions_down(*, page: Any, by: Any, record_again: Callable[..., Any]) -> None:
    """Show the record to nobody where no edition is live any more; else call ``record_again`` for one."""
    if page.record is None:
        return
    left = _live_editions(page)
    if left:
        record_again(page=next(iter(left.values())), by=by)
        return
    hide_audience(record=page.record, by=by)
    touch(record=page.record, by=by)


def _slug(original: Any, known: Record | None) -> str:
    if original.record_kind != Kind.PAGE:
        return original.slug
    # Pages of different parents may share a slug; their records are found by key only.
    return known.slug if known is not None else f"{original.slug[:100]}-{original.pk}"


def record_of(page: Any) -> Record | None:
    """Return the record of a page or of its translations; nothing before the first of them is published."""
    return page.record or _record_of_translation(page)


def _record_of_translation(page: Any) -> Record | None:
    sibling = (
        type(page)
        .objects.filter(translation_key=page.translation_key, record__isnull=False)
        .exclude(pk=page.pk)
        .select_related("record")
        .first()
    )
    return sibling.record if sibling is not None else None


def _live_editions(page: Any) -> dict[str, Any]:
    pages = type(page).objects.filter(translation_key=page.translation_key, live=True).select_related("locale")
    return {edition.locale.language_code: edition for edition in pages}
