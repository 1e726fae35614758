"""What the search does with the outbox: the document of a changed record is due."""

from __future__ import annotations

from django.db.models import Q

from core.models import Figure
from core.outbox.registry import register_consumer
from search.models import DueDocument


@register_consumer("search")
def note_change(record_id: int) -> None:
    """Queue the record; its document is built together with others. So are those of which its figures speak."""
    rests = Q(record=record_id) | Q(record__citations__source__record=record_id)
    counted = Figure.objects.filter(rests).values_list("subject_id", flat=True).distinct()
    DueDocument.objects.bulk_create(DueDocument(record_id=pk) for pk in {record_id, *counted})
