"""Practices like one, as the search knows them; none while it does not answer."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from core.audience.providers import tokens_of
from core.generations.noting import shows_the_moment
from core.models import Record, Relation
from core.records.kinds import Kind, Verb
from core.records.listing import kept_until_changed
from knowledge.models import PracticePage
from search.building import FACET_VERBS
from search.engines import EngineUnavailable
from search.finding import similar
from search.planning import Likeness
from search.query import SearchQuery

MOST = 4
# Practices that stand on the page already are left out, so more are asked for.
ASKED = 12


def similar_to(record: Record, page: PracticePage, edges: list[Relation], *, user: Any) -> list[int]:
    """Return the ids of practices like one, the most alike first, but for those its edges lead to: no query.

    They are kept until the practice changes, for a day at most. Who shows them asks whether the reader may see them.
    """
    try:
        found = kept_until_changed(
            "similar practices",
            [record.pk],
            lambda: similar(
                _likeness(page, record.pk, edges), SearchQuery(tokens=frozenset(tokens_of(user)), size=ASKED)
            ),
            user=user,
            generation=record.changed_at,
        )
    except EngineUnavailable:
        shows_the_moment()
        return []
    shown = {end for edge in edges for end in (edge.subject_id, edge.object_id)}
    return [pk for pk in found if pk not in shown][:MOST]


def _likeness(page: PracticePage, record_id: int, edges: list[Relation]) -> Likeness:
    facets: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.subject_id == record_id and edge.verb in FACET_VERBS:
            facets[FACET_VERBS[Verb(edge.verb)]].append(edge.object.slug)
    return Likeness(
        record_id=record_id,
        kind=Kind.PRACTICE,
        language=page.locale.language_code,
        text=f"{page.title} {page.summary}",
        facets=facets,
    )
