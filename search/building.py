"""What the documents of all kinds are made of: names in every language, neighbours, audience. Fixed numbers of queries.

The names of what a record is about (its topics, its country, its institution) are searched with it, in every language
and with their alternative labels: so a reader finds a record by a word that stands nowhere in its text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from html import unescape
from typing import Any

from django.db.models import F
from django.utils.html import strip_tags

from core.audience.providers import PUBLIC
from core.dates import PartialDate
from core.models import AudienceToken, Label, Record, Relation, Text, Title
from core.records.kinds import Verb
from search.documents import SearchDocument, Wording
from search.query import COUNTRY, GOAL, SERVICE, TOPIC

# Relations that are filters: the value is the last part of the object's address.
FACET_VERBS = {Verb.IN_COUNTRY: COUNTRY, Verb.ABOUT: TOPIC, Verb.ADVANCES: GOAL, Verb.SERVES: SERVICE}
# Relations whose objects lend their names to the subject.
NAMING_VERBS = (*FACET_VERBS, Verb.RUN_BY, Verb.PART_OF)
# Texts of rows that are names.
NAME_FIELDS = ("name", "short_name", "title")
MOST_RELATED = 60
LONGEST_BODY = 200_000

# Language to names, the first of which is the title.
Names = dict[str, list[str]]

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|div|blockquote)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Beginning:
    """What is known of a record whatever its kind.

    ``names`` are its own, ``lent`` those of its neighbours, by language; ``facets`` come from its relations.
    """

    record: Record
    audience: tuple[str, ...]
    names: Names
    lent: Names
    facets: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Prose:
    """What a record says in a language beside its names."""

    title: str = ""
    summary: str = ""
    body: str = ""
    names: tuple[str, ...] = field(default=())
    counted: tuple[str, ...] = field(default=())


def beginnings(record_ids: Iterable[int]) -> dict[int, Beginning]:
    """Return what the documents of these records begin with; nothing for what is withdrawn or seen by nobody.

    Eight queries, whatever the number.
    """
    records = {row.pk: row for row in Record.objects.filter(pk__in=list(record_ids), withdrawn_on__isnull=True)}
    audience = audience_of(records)
    edges = _edges(records, audience)
    names = names_of({*records, *(edge.object_id for found in edges.values() for edge in found)})
    return {
        pk: Beginning(
            record=record,
            audience=audience[pk],
            names=names.get(pk, {}),
            lent=_lent(edges[pk], names),
            facets=_facets(edges[pk]),
        )
        for pk, record in records.items()
        if pk in audience
    }


def audience_of(record_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the tokens of each record, in order; who has none is left out. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = AudienceToken.objects.filter(record__in=set(record_ids)).order_by("token")
    for pk, token in rows.values_list("record_id", "token"):
        found[pk].append(token)
    return {pk: tuple(tokens) for pk, tokens in found.items()}


def _edges(records: Mapping[int, Record], audience: Mapping[int, tuple[str, ...]]) -> dict[int, list[Relation]]:
    """Return the naming relations of each record to what everybody may see who may see the record itself.

    A name that some of its readers may not know would betray, by being found and counted, what it belongs to.
    """
    rows = Relation.objects.filter(
        subject__in=list(records), verb__in=NAMING_VERBS, object__withdrawn_on__isnull=True
    ).select_related("object")
    edges = list(rows.order_by("position", "pk"))
    lenders = audience_of(edge.object_id for edge in edges)
    found: dict[int, list[Relation]] = defaultdict(list)
    for edge in edges:
        is_open = is_open_to(lenders.get(edge.object_id, ()), audience.get(edge.subject_id, ()))
        if is_open and len(found[edge.subject_id]) < MOST_RELATED:
            found[edge.subject_id].append(edge)
    return found


def is_open_to(lender: Iterable[str], readers: Iterable[str]) -> bool:
    """Whether whoever carries any token of ``readers`` may see what carries the tokens of ``lender``."""
    tokens = set(lender)
    return PUBLIC in tokens or set(readers) <= tokens


def names_of(record_ids: Iterable[int]) -> dict[int, Names]:
    """Return what each record is called, by language: its title, names in rows of texts, labels. Three queries."""
    ids = list(record_ids)
    found: dict[int, Names] = defaultdict(lambda: defaultdict(list))
    titles = Title.objects.filter(record__in=ids, text_language=F("language"))
    labels = Label.objects.filter(concept__record__in=ids).order_by("language", "-is_preferred", "position", "pk")
    texts = Text.objects.filter(record__in=ids, field__in=NAME_FIELDS).order_by("field", "pk")
    rows = [
        *titles.values_list("record_id", "language", "text"),
        *texts.values_list("record_id", "language", "text"),
        *labels.values_list("concept__record_id", "language", "text"),
    ]
    for pk, language, text in rows:
        if text not in found[pk][language]:
            found[pk][language].append(text)
    return found


def _lent(edges: list[Relation], names: Mapping[int, Names]) -> Names:
    lent: Names = defaultdict(list)
    for edge in edges:
        for language, called in names.get(edge.object_id, {}).items():
            lent[language] += called
    return lent


def _facets(edges: list[Relation]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.verb in FACET_VERBS:
            found[FACET_VERBS[Verb(edge.verb)]].append(edge.object.slug)
    return {name: tuple(values) for name, values in found.items()}


def document_of(
    beginning: Beginning,
    prose: Mapping[str, Prose],
    *,
    dated: PartialDate | None = None,
    languages: Iterable[str] = (),
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> SearchDocument:
    """Return the document of a record with its prose by language; ``languages`` are those of its editions."""
    record = beginning.record
    spoken = [*prose, *(code for code in (*beginning.names, *beginning.lent) if code not in prose)]
    wordings = {code: _wording(beginning, code, prose.get(code, Prose())) for code in dict.fromkeys(spoken)}
    return SearchDocument(
        record_id=record.pk,
        key=record.key,
        kind=record.kind,
        language=record.language,
        audience=beginning.audience,
        wordings=wordings,
        listed=record.listed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        facets={**beginning.facets, **(facets or {}), "language": tuple(languages)},
        dated=dated,
    )


def _wording(beginning: Beginning, language: str, prose: Prose) -> Wording:
    own = beginning.names.get(language, [])
    title = prose.title or (own[0] if own else "")
    named = dict.fromkeys([*prose.names, *own, *beginning.lent.get(language, [])])
    return Wording(
        title=title,
        names=tuple(name for name in named if name and name != title),
        summary=prose.summary,
        body=prose.body[:LONGEST_BODY],
        counted=prose.counted,
    )


def plain_text(*html: Any) -> str:
    """Return the words of pieces of HTML, each block on a line of its own."""
    pieces = (unescape(strip_tags(_BLOCK_END.sub("\n", str(piece)))) for piece in html if piece)
    lines = (" ".join(line.split()) for piece in pieces for line in piece.split("\n"))
    return "\n".join(line for line in lines if line)
