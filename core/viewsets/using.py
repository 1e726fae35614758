"""What rests on a record: the records that state a relation to it, cite it, count by it or stand under it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.models import Citation, Claim, Concept, Figure, Record, Relation


def records_using(record: Record) -> Any:
    """Return the records, each once, on whose pages or rows ``record`` stands."""
    subjects = [
        Relation.objects.filter(object=record).values("subject"),
        Citation.objects.filter(source__record=record, record__isnull=False).values("record"),
        Citation.objects.filter(source__record=record, relation__isnull=False).values("relation__subject"),
        Claim.objects.filter(source__record=record).values("contradiction__record"),
        Figure.objects.filter(Q(subject=record) | Q(indicator=record)).values("record"),
        Concept.objects.filter(broader__record=record).values("record"),
    ]
    named = Q()
    for subject in subjects:
        named |= Q(pk__in=subject)
    return Record.objects.filter(named).order_by("kind", "key")
