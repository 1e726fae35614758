"""Which pages a change concerns: those that show the record, and those that list it under what it points at.

A record points at the objects of its relations, at the sources it cites, at the subject of a figure and at the broader
concept. Pages of countries and institutions also tell of adoptions of their practices, one step further: an adoption
points at what its practice points at, and a practice at those who adopted it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.generations import names
from core.generations.operations import count_changes
from core.records.kinds import Verb
from core.records.models import Record, Relation

# Beyond so many borrowers every page is made anew: that is sooner done than to name them all.
MOST_BORROWERS = 2_000


def count_change(record: Record, *others: int) -> None:
    """Count a change of what is said of ``record``, and of what points at the records ``others``: two queries."""
    counted = {names.record(record.pk), names.kind(record.kind)}
    count_changes(counted | {names.about(pk) for pk in {*pointed_at([record.pk]), *others}})


def count_words(record: Record) -> None:
    """Count that words of ``record`` are others now, by which no list is put in order."""
    count_changes({names.record(record.pk)})


def count_appearance(record: Record) -> None:
    """Count that other readers may see ``record`` than before.

    Whatever rests on it may come or go with it: figures on a source, adoptions on a practice, contradictions on claims.
    """
    borrowers = list(_pointing_at(record))
    if len(borrowers) > MOST_BORROWERS:
        count_changes({names.SITE})
        return
    ids = [record.pk, *(pk for pk, _kind in borrowers)]
    kinds = {record.kind, *(kind for _pk, kind in borrowers)}
    counted = {names.record(pk) for pk in ids} | {names.kind(kind) for kind in kinds}
    count_changes(counted | {names.about(pk) for pk in pointed_at(ids)})


def pointed_at(record_ids: Iterable[int]) -> set[int]:
    """Return the records at which these point: one query."""
    ids = list(record_ids)
    records = Record.objects.filter(pk__in=ids).order_by()
    edges = Relation.objects.order_by()
    practices = edges.filter(subject__in=ids, verb=Verb.ORIGINAL).values("object")
    adoptions = edges.filter(object__in=ids, verb=Verb.ORIGINAL).values("subject")
    found: Any = edges.filter(subject__in=ids).values_list("object_id")
    found = found.union(
        edges.filter(subject__in=practices).values_list("object_id"),
        edges.filter(subject__in=adoptions).values_list("object_id"),
        records.filter(citations__isnull=False).values_list("citations__source__record_id"),
        records.filter(figure__isnull=False).values_list("figure__subject_id"),
        records.filter(concept__broader__isnull=False).values_list("concept__broader__record_id"),
    )
    return {pk for (pk,) in found}


def _pointing_at(record: Record) -> Any:
    """Return id and kind of the records that point at ``record``."""
    records = Record.objects.order_by()
    return (
        records.filter(relations__object=record)
        .values_list("pk", "kind")
        .union(
            records.filter(citations__source__record=record).values_list("pk", "kind"),
            records.filter(figure__subject=record).values_list("pk", "kind"),
            records.filter(concept__broader__record=record).values_list("pk", "kind"),
        )
    )
