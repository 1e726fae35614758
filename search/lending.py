"""What stands of a record in the documents of others: its names, and its address as the value of a filter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.models import Record, Relation
from core.records.kinds import VERB_RULES
from search.building import NAMING_VERBS, audience_of, names_of
from search.documents import number_of
from search.models import DueDocument

LENDING_KINDS = frozenset(kind for verb in NAMING_VERBS for kind in VERB_RULES[verb].objects)
BATCH = 2_000


def lent_by(records: Iterable[Record]) -> dict[int, int]:
    """Return a number for what others take from each record; who lends nothing is left out. Four queries.

    Who may see it is part of that: names are lent only to records whose readers may all see the lender.
    """
    lending = [record for record in records if record.kind in LENDING_KINDS and record.withdrawn_on is None]
    ids = [record.pk for record in lending]
    names, audience = (names_of(ids), audience_of(ids)) if ids else ({}, {})
    return {
        record.pk: _number(record.slug, names.get(record.pk, {}), audience.get(record.pk, ())) for record in lending
    }


def _number(slug: str, names: dict[str, list[str]], audience: tuple[str, ...]) -> int:
    return number_of(hashlib.sha256(json.dumps([slug, names, audience], sort_keys=True).encode()).hexdigest())


def call_borrowers(record_ids: Iterable[int], *, but: Iterable[int] = ()) -> None:
    """Make the documents due that take something from these records; ``but`` are built at this moment anyway.

    Only who builds documents may call this, in the transaction in which it reads what is due: so what is due already
    will be built after it.
    """
    asked, built = list(record_ids), set(but)
    ids = [pk for pk in borrowers_of(asked) if pk not in built] if asked else []
    now = timezone.now()
    for start in range(0, len(ids), BATCH):
        DueDocument.objects.bulk_create(DueDocument(record_id=pk, since=now) for pk in ids[start : start + BATCH])


def borrowers_of(record_ids: list[int]) -> list[int]:
    """Return who takes something from these records and is not due yet."""
    is_due = DueDocument.objects.filter(record_id=OuterRef("subject_id"))
    edges = Relation.objects.filter(object__in=record_ids, verb__in=NAMING_VERBS).exclude(Exists(is_due))
    return list(edges.values_list("subject_id", flat=True).order_by("subject_id").distinct())
