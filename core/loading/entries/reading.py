"""What several kinds read in the same way: the sources of records, and what they are related to."""

from __future__ import annotations

from collections import defaultdict

from core.records.models import Relation, WaitingRelation
from core.sources.models import Citation


def sources_by_key(*kinds: str) -> dict[str, list[str]]:
    """Return the keys of the sources of every record of these kinds, in their order, by the key of the record."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Citation.objects.filter(record__kind__in=kinds).order_by("record", "position", "pk")
    for key, source in rows.values_list("record__key", "source__record__key"):
        found[key].append(source)
    return found


def related_by_key(verb: str, *kinds: str) -> dict[str, list[str]]:
    """Return what every record of these kinds states with ``verb``, in its order, those that still wait included."""
    rows = [
        *Relation.objects.filter(verb=verb, subject__kind__in=kinds).values_list(
            "subject__key", "position", "object__key"
        ),
        *WaitingRelation.objects.filter(verb=verb, subject__kind__in=kinds).values_list(
            "subject__key", "position", "object_key"
        ),
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for key, _position, other in sorted(rows):
        found[key].append(other)
    return found
