"""How a translation stands to its original: computed from the versions of both and from the acts about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.records.editions import translated_at
from core.records.pages import EditionState
from knowledge.models import PracticePage, PracticeVersion, TranslationAct
from knowledge.states import TranslationMove, TranslationState


@dataclass(frozen=True)
class Translation:
    """The state of an edition; ``said`` is how far its text came, whatever happened to the original since.

    A text is confirmed against the original that its institution read: who brings it up to date with another does not
    speak for the institution, so that it waits to be confirmed again.
    ``version`` and ``original_version`` are the numbers that readers see now, 0 where none was kept.
    """

    state: TranslationState
    said: TranslationState
    original_changed: date | None = None
    version: int = 0
    original_version: int = 0


def with_translation(pages: QuerySet[PracticePage]) -> QuerySet[Any]:
    """Add to pages what ``translation_of`` reads; they come with their record."""
    versions = PracticeVersion.objects.filter(record=OuterRef("record"), withdrawn_on__isnull=True).order_by("-number")
    own, original = (versions.filter(language=OuterRef(name)) for name in ("locale__language_code", "record__language"))
    acts = TranslationAct.objects.filter(
        record=OuterRef("record"), language=OuterRef("locale__language_code"), of_version=OuterRef("t_version")
    ).order_by()
    confirmed = acts.filter(move=TranslationMove.CONFIRM)
    made_against = original.filter(published_at__lte=OuterRef("t_version_at"))
    first = PracticePage.objects.filter(translation_key=OuterRef("translation_key"), live=True).order_by()
    return pages.annotate(
        t_version=Subquery(own.values("number")[:1]),
        t_version_at=Subquery(own.values("published_at")[:1]),
        t_original=Subquery(original.values("number")[:1]),
        t_original_at=Subquery(original.values("published_at")[:1]),
        t_original_published=Subquery(
            first.filter(edition_state=EditionState.ORIGINAL).values("last_published_at")[:1]
        ),
        t_made_against=Subquery(made_against.values("number")[:1]),
        t_held_against=Subquery(acts.values("language").annotate(last=Max("against")).values("last")),
        t_is_reviewed=Exists(acts.filter(move=TranslationMove.REVIEW)),
        t_confirmed_against=Subquery(confirmed.values("language").annotate(last=Max("against")).values("last")),
    )


def translation_of(page: PracticePage) -> Translation:
    """Return how an edition stands now: one query, none for a page of ``with_translation``."""
    if page.record is None or page.is_original:
        is_first = page.record is not None or page.edition_state == TranslationState.ORIGINAL
        state = TranslationState.ORIGINAL if is_first else TranslationState.DRAFT
        return Translation(state, state)
    if not page.live:
        return Translation(TranslationState.DRAFT, TranslationState.DRAFT)
    found: Any = page
    if not hasattr(page, "t_version"):
        found = with_translation(PracticePage.objects.filter(pk=page.pk)).get()
    said = TranslationState.REVIEWED if found.t_is_reviewed else TranslationState.TRANSLATED
    changed, confirmed = _changed_on(found), found.t_confirmed_against
    if confirmed is not None and (changed is not None or confirmed >= (found.t_original or 0)):
        said = TranslationState.CONFIRMED
    state = TranslationState.OUTDATED if changed is not None else said
    return Translation(state, said, changed, found.t_version or 0, found.t_original or 0)


def _changed_on(found: Any) -> date | None:
    """Return the day of the newest text of the original, where the translation was not held against it yet."""
    if found.t_version is None or found.t_original is None:  # published before versions were kept
        changed, made = found.t_original_published, translated_at(found)
        return timezone.localtime(changed).date() if changed and made and changed > made else None
    held = max(found.t_made_against or 0, found.t_held_against or 0)
    return timezone.localtime(found.t_original_at).date() if found.t_original > held else None


def said_of(translation: Translation) -> str:
    """Return what pages say of a text beside its original: nothing of that one; a draft was not reviewed either."""
    if translation.said == TranslationState.ORIGINAL:
        return ""
    return str(TranslationState.TRANSLATED if translation.said == TranslationState.DRAFT else translation.said)
