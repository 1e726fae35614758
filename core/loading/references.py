"""Whether an entry names what there is, and what it may name."""

from __future__ import annotations

from collections.abc import Mapping, Set

from core.loading.models import KeptEntry
from core.loading.schema import Refers
from core.records.models import Record


def kinds_on_site(keys: Set[str]) -> dict[str, str]:
    """Return the kind of record of each of these keys, or the file of what is only kept, as far as there is one."""
    kinds = dict(KeptEntry.objects.filter(key__in=keys).values_list("key", "file"))
    return kinds | dict(Record.objects.filter(key__in=keys).values_list("key", "kind"))


def misnamed(kinds: Mapping[str, str], key: str, mark: Refers) -> str:
    """Return what is wrong with naming ``key`` in a field with this mark, if anything; an empty kind fits always."""
    if key not in kinds:
        what = " or ".join(kind.replace("_", " ") for kind in mark.kinds) or "entry"
        return f"there is no {what} “{key}”"
    if kinds[key] and mark.kinds and kinds[key] not in mark.kinds:
        return f"“{key}” is a {kinds[key].replace('_', ' ')}, not a {' or '.join(mark.kinds).replace('_', ' ')}"
    return ""
