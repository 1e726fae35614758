"""The outbox tells of every change of a record; here it is seen whether any of it is new to the public."""

from __future__ import annotations

from datetime import datetime

from core.audience.models import AudienceToken
from core.audience.providers import PUBLIC
from core.following.models import NotedState, PublicChange, What
from core.following.registry import newest_version, told_kinds
from core.outbox.registry import register_consumer
from core.records.models import Record


@register_consumer("followers")
def note_what_is_new(record_id: int) -> None:
    """Note that a record was published, got a new version or was withdrawn, where everybody may know.

    What is hidden is noted when it comes to light, and nothing twice: a text that is taken down and published again as
    it was is not new.
    """
    record = Record.objects.filter(pk=record_id, kind__in=told_kinds()).first()
    if record is None or not AudienceToken.objects.filter(record=record, token=PUBLIC).exists():
        return
    before = NotedState.objects.select_for_update().filter(record=record).first()
    version_at = newest_version(record.kind, record.pk) or record.listed_at
    what = _what(before, version_at, is_withdrawn=record.withdrawn_on is not None)
    if what is None:
        return
    is_newer = before is None or version_at > before.version_at
    NotedState.objects.update_or_create(
        record=record, defaults={"version_at": version_at, "is_withdrawn": what == What.WITHDRAWN}
    )
    waiting = PublicChange.objects.select_for_update().filter(record=record)
    told = _together(waiting.first(), what, is_newer=is_newer)
    waiting.delete()
    if told is not None:
        PublicChange.objects.create(record=record, what=told)


def _what(before: NotedState | None, version_at: datetime, *, is_withdrawn: bool) -> What | None:
    if is_withdrawn:
        return None if before is None or before.is_withdrawn else What.WITHDRAWN
    if before is None or before.is_withdrawn:
        return What.PUBLISHED
    return What.CHANGED if version_at > before.version_at else None


def _together(waiting: PublicChange | None, what: What, *, is_newer: bool) -> What | None:
    """Return what is told of a record of which something waits to be told already: what it comes to, or nothing."""
    if waiting is None:
        return what
    if waiting.what == What.PUBLISHED:
        return None if what == What.WITHDRAWN else What.PUBLISHED
    if waiting.what == What.WITHDRAWN:
        return What.CHANGED if is_newer else None
    return what
