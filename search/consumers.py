"""What the search does with the outbox: the document of a changed record is due."""

from __future__ import annotations

from core.outbox.registry import register_consumer
from search.models import DueDocument


@register_consumer("search")
def note_change(record_id: int) -> None:
    """Queue the record; its document is built together with others."""
    DueDocument.objects.create(record_id=record_id)
