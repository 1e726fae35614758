"""What everybody may be told of a record at this moment."""

from __future__ import annotations

from collections.abc import Iterable

from core.audience.models import AudienceToken
from core.audience.providers import PUBLIC
from core.following.models import What
from core.records.models import Record


def tellable(changes: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those changes, as record and what became of it, that everybody may know of now: one query.

    What was published and is withdrawn since, or the other way round, is no news any more.
    """
    asked = list(changes)
    public = AudienceToken.objects.filter(token=PUBLIC).values("record")
    records = Record.objects.filter(pk__in={pk for pk, _what in asked}).filter(pk__in=public)
    withdrawn = {pk: on is not None for pk, on in records.values_list("pk", "withdrawn_on")}
    return {(pk, what) for pk, what in asked if pk in withdrawn and withdrawn[pk] == (what == What.WITHDRAWN)}
