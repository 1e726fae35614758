"""The neighbours of a record in the graph, in two queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise

from core.dates import PartialDate
from core.generations.noting import shows_records
from core.records.kinds import VERB_RULES, Verb
from core.records.models import Record, Relation, Title

MOST = 60


@dataclass(frozen=True)
class Neighbour:
    """A record beside another one, as a page in one language shows it."""

    key: str
    kind: str
    kind_label: str | Promise
    title: str
    title_language: str
    address: str
    verb: str
    label: str | Promise
    is_inverse: bool
    is_deduced: bool
    since: PartialDate


def neighbours_of(
    record: Record, *, language: str, user: Any, verbs: Iterable[str] | None = None, most: int = MOST
) -> list[Neighbour]:
    """Return what ``record`` is related to, in both directions, as ``user`` may see it; at most ``most``.

    Titles and addresses are those of ``language``. With ``verbs`` only these relations are followed.
    """
    relations = Relation.objects.filter(Q(subject=record) | Q(object=record)).order_by("verb", "position", "pk")
    if verbs is not None:
        relations = relations.filter(verb__in=list(verbs))
    edges = list(relations[:most])
    others = {edge.object_id if edge.subject_id == record.pk else edge.subject_id for edge in edges}
    titles = titles_of(others, language=language, user=user)
    return [
        _neighbour(edge, title, is_inverse=edge.subject_id != record.pk)
        for edge in edges
        if (title := titles.get(edge.object_id if edge.subject_id == record.pk else edge.subject_id))
    ]


def seen_by(user: Any, column: str = "record_id") -> Exists:
    """Return the condition, for rows of any table, that the record in ``column`` is stated to ``user``."""
    return Exists(Record.objects.stated_to(user).filter(pk=OuterRef(column)))


def titles_of(record_ids: Iterable[int], *, language: str, user: Any) -> dict[int, Title]:
    """Return the title rows of the records that are stated to ``user``, by record id, in one query at most."""
    wanted = set(record_ids)
    shows_records(wanted)
    if not wanted:
        return {}
    visible = Record.objects.stated_to(user).filter(pk__in=wanted)
    rows = Title.objects.filter(record__in=visible, language=language).select_related("record")
    return {row.record_id: row for row in rows}


def _neighbour(edge: Relation, title: Title, *, is_inverse: bool) -> Neighbour:
    verb = Verb(edge.verb)
    return Neighbour(
        key=title.record.key,
        kind=title.kind,
        kind_label=title.get_kind_display(),
        title=title.text,
        title_language=title.text_language,
        address=title.address,
        verb=edge.verb,
        label=VERB_RULES[verb].inverse if is_inverse else verb.label,
        is_inverse=is_inverse,
        is_deduced=edge.is_deduced,
        since=edge.since,
    )
