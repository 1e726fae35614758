"""Translate and review."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.records.changes import count_words
from core.records.models import Record
from core.texts.models import Text
from core.texts.states import TextState, digest_of


@transaction.atomic
def set_text(
    *,
    record: Record,
    field: str,
    language: str,
    text: str,
    original: str,
    by: Any,
    state: str = TextState.TRANSLATED,
) -> None:
    """Write the translation of a field; an empty ``text`` takes it away, the same one changes nothing."""
    if not text:
        if Text.objects.filter(record=record, field=field, language=language).delete()[0]:
            count_words(record)
        return
    known = Text.objects.filter(record=record, field=field, language=language).first()
    if known is not None and _says_the_same(known, text, original, state):
        return
    Text.objects.update_or_create(
        record=record,
        field=field,
        language=language,
        defaults={
            "text": text,
            "state": state,
            "original_digest": digest_of(original),
            "translated_by": by,
            "changed_at": timezone.now(),
        },
    )
    count_words(record)


def _says_the_same(known: Text, text: str, original: str, state: str) -> bool:
    """Whether nothing is new; saying the same again does not undo a review."""
    is_same = (known.text, known.original_digest) == (text, digest_of(original))
    return is_same and state in {TextState.TRANSLATED, known.state}


@transaction.atomic
def review_text(*, text: Text, by: Any) -> None:
    """Mark a translation as reviewed by ``by``."""
    Text.objects.filter(pk=text.pk).update(state=TextState.REVIEWED, reviewed_by=by, changed_at=timezone.now())
    count_words(text.record)
