"""Which pages a change concerns: those that show the record, and those that list it under what it points at.

A record points at the objects of its relations, at the sources it cites, at the subject of a figure and at the broader
concept. Pages of countries and institutions also tell of adoptions of their practices, one step further: an adoption
points at what its practice points at, and a practice at those who adopted it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from core.generations import names
from core.generations.operations import are_counted_as_one, count_changes
from core.records.kinds import Verb
from core.records.models import Record

# Beyond so many borrowers every page is made anew: that is sooner done than to name them all.
MOST_BORROWERS = 2_000
# At what these records point; see above. Written as SQL, because every change of a record asks it.
_POINTED_AT = """
WITH changed AS (SELECT id FROM core_record WHERE id IN ({ids})),
     near AS (SELECT id FROM changed
              UNION SELECT object_id FROM core_relation WHERE verb = %s AND subject_id IN (SELECT id FROM changed)
              UNION SELECT subject_id FROM core_relation WHERE verb = %s AND object_id IN (SELECT id FROM changed))
SELECT object_id FROM core_relation WHERE subject_id IN (SELECT id FROM near)
UNION SELECT source.record_id FROM core_citation cited JOIN core_source source ON source.id = cited.source_id
      WHERE cited.record_id IN (SELECT id FROM changed)
UNION SELECT subject_id FROM core_figure WHERE record_id IN (SELECT id FROM changed)
UNION SELECT broader.record_id FROM core_concept narrow JOIN core_concept broader ON broader.id = narrow.broader_id
      WHERE narrow.record_id IN (SELECT id FROM changed)
"""


def count_change(record: Record, *others: int) -> None:
    """Count a change of what is said of ``record``, and of what points at the records ``others``: two queries."""
    if not are_counted_as_one():
        counted = {names.about(pk) for pk in (*pointed_at([record.pk]), *others)}
        count_changes(counted | {names.record(record.pk), names.kind(record.kind)})


def count_words(record: Record) -> None:
    """Count that words of ``record`` are others now, by which no list is put in order."""
    count_changes({names.record(record.pk)})


def count_appearance(record: Record) -> None:
    """Count that other readers may see ``record`` than before.

    Whatever rests on it may come or go with it: figures on a source, adoptions on a practice, contradictions on claims.
    """
    if are_counted_as_one():
        return
    shown = {**dict(_pointing_at(record)), record.pk: record.kind}
    if len(shown) > MOST_BORROWERS:
        count_changes({names.SITE})
        return
    counted = {names.record(pk) for pk in shown} | {names.kind(kind) for kind in shown.values()}
    count_changes(counted | {names.about(pk) for pk in pointed_at(shown)})


def pointed_at(record_ids: Iterable[int]) -> set[int]:
    """Return the records at which these point: one query."""
    ids = list(record_ids)
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(ids))
        cursor.execute(_POINTED_AT.format(ids=places), [*ids, Verb.ORIGINAL.value, Verb.ORIGINAL.value])
        return {pk for (pk,) in cursor.fetchall()}


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
