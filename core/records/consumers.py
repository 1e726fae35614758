"""What the outbox does in the graph: a change of a record counts for every record whose page may name it."""

from __future__ import annotations

from django.db.models import F, Q

from core.outbox.registry import register_consumer
from core.records.models import Record


@register_consumer("neighbours")
def count_change_for_neighbours(record_id: int) -> None:
    """Count one change for every neighbour of the record, as the API says it with its ``generation``.

    Nothing else rests on it: an ETag is made of the bytes of the answer, and ``changed_at``, by which lists are kept
    and which the sitemap names, is that of the record itself.
    """
    neighbours = Record.objects.filter(
        Q(pk__in=Record.objects.filter(relations__object=record_id).values("pk"))
        | Q(pk__in=Record.objects.filter(inverse_relations__subject=record_id).values("pk"))
    )
    # Locked in one order, so that two workers wait for each other instead of standing in each other's way.
    ids = list(neighbours.order_by("pk").select_for_update().values_list("pk", flat=True))
    Record.objects.filter(pk__in=ids).update(generation=F("generation") + 1)
