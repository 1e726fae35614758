"""What readers get while the engine does not answer: records by their titles, from the database, without ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.models import Record, Relation, Title
from search.building import FACET_VERBS
from search.parsing import read_typed
from search.query import KIND, SearchQuery

# Titles that are looked at; a database without an index for this must not be asked for more.
MOST = 500


def titles_like(query: SearchQuery, kinds: Sequence[str], *, user: Any) -> QuerySet[Title]:
    """Return the titles, in the reader's language and order, that hold every word; filters of relations are kept.

    ``kinds`` are those that are searched at all.
    """
    asked = [kind for kind in (query.values(KIND) or query.within or kinds) if kind in kinds]
    visible = Record.objects.visible_to(user).filter(pk=OuterRef("record"))
    rows = Title.objects.filter(Exists(visible), language=query.language, kind__in=asked)
    for verb, facet in FACET_VERBS.items():
        if values := query.values(facet):
            edges = Relation.objects.filter(subject=OuterRef("record"), verb=verb, object__slug__in=values)
            rows = rows.filter(Exists(edges))
    for part in read_typed(query.text).wanted:
        rows = rows.filter(text__icontains=part.text)
    return rows.select_related("record").order_by("sort_key", "record")
