"""Relations whose other end has no record yet."""

from __future__ import annotations

from collections import Counter

from core.loading.models import KeptEntry
from core.records.models import WaitingRelation


def count_waiting() -> Counter[str]:
    """Return how many relations wait, by the file that names what they wait for."""
    keys = list(WaitingRelation.objects.values_list("object_key", flat=True))
    files = dict(KeptEntry.objects.filter(key__in=set(keys)).values_list("key", "file"))
    return Counter(files.get(key, "unknown") for key in keys)
