"""Everything the record says about a practice, gathered in a fixed number of queries.

The figures, adoptions, contradictions and gaps of a practice are records of their own with sources, texts and titles;
these are asked for once for all of them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from core.dates import PartialDate
from core.generations.noting import shows_records
from core.models import Claim, Figure, Gap, Record, Relation, Title
from core.records.kinds import Verb
from core.records.neighbours import seen_by
from core.shown.figures import ShownFigure
from core.shown.figures import _shown as shown_figure
from core.shown.questions import ShownClaim, ShownContradiction
from core.shown.sources import shown_source, sources_of, visible_claims
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText
from knowledge.models import Adoption, PracticePage
from knowledge.presentation.similar import similar_to
from knowledge.querysets import adoptions_stated_to

# A practice may be in the news more often than its page can show.
MOST_EDGES = 200
Titles = dict[int, Title]


@dataclass(frozen=True)
class ShownAdoption:
    """That a country took up a practice, in the words of a language."""

    original_id: int
    adopter_id: int
    adopted_as_ids: list[int]
    on: PartialDate
    note: LocalText
    sources: list[ShownSource]


@dataclass(frozen=True)
class Gathered:
    """What the record says about one practice; nothing for a draft that has no record yet."""

    titles: Titles = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    edges: list[Relation] = field(default_factory=list)
    sources: list[ShownSource] = field(default_factory=list)
    figures: list[ShownFigure] = field(default_factory=list)
    adoptions: list[ShownAdoption] = field(default_factory=list)
    contradictions: list[ShownContradiction] = field(default_factory=list)
    gaps: list[LocalText] = field(default_factory=list)
    similar: dict[int, list[int]] = field(default_factory=dict)
    """Practices like it, the most alike first, each with its countries."""

    def without_facts(self, record_id: int) -> Gathered:
        """Return what is left where the facts are not told: what the practice is called, and where it stands."""
        return Gathered({pk: title for pk, title in self.titles.items() if pk == record_id}, self.addresses)


@dataclass(frozen=True)
class _Rows:
    """The rows of other records that stand on a practice's page."""

    figures: list[Figure]
    adoptions: list[Adoption]
    adopted_as: dict[int, list[int]]
    similar: dict[int, list[int]]
    claims: list[Claim]
    gaps: list[Gap]

    def originals(self) -> dict[int, str]:
        """Return the language of each record's original, by its id."""
        rows: list[Any] = [*self.figures, *self.adoptions, *(claim.contradiction for claim in self.claims), *self.gaps]
        return {row.record_id: row.record.language for row in rows}


def gather(
    record: Record,
    *,
    language: str,
    user: Any,
    wanted_titles: Iterable[int] = (),
    compared: PracticePage | None = None,
) -> Gathered:
    """Return what ``user`` may see about ``record`` in ``language``: at most nine queries.

    ``wanted_titles`` are ids of further records whose titles the page needs. Practices like it are looked for by the
    words of the edition ``compared``, where there is one.
    """
    edges = _edges(record)
    rows = _rows(record, edges, similar_to(record, compared, edges, user=user) if compared else [], user)
    texts = Localizer(language, _to_translate(rows, language))
    sources = sources_of([record.pk, *_ids(rows.figures), *_ids(rows.adoptions)], language=language, user=user)
    titles = _titles(record, {*_shown_ids(record, edges, rows), *wanted_titles}, language, user)
    return Gathered(
        titles={title.record_id: title for title in titles if title.language == language},
        addresses={title.language: title.address for title in titles if title.record_id == record.pk},
        edges=edges,
        sources=sources.get(record.pk, []),
        figures=_figures(rows.figures, texts, titles, sources),
        adoptions=[_adoption(row, rows.adopted_as, texts, sources) for row in rows.adoptions],
        contradictions=_contradictions(rows.claims, texts, language),
        gaps=[texts.of(row.record_id, "text", row.text, row.record.language) for row in rows.gaps],
        similar=rows.similar,
    )


def titles_in(record_ids: Iterable[int], *, language: str, user: Any) -> Titles:
    """Return the titles of records that ``user`` may see, by record id: one query, none for no ids."""
    ids = list(record_ids)
    shows_records(ids)
    rows = Title.objects.filter(seen_by(user), record__in=ids, language=language).select_related("record")
    return {row.record_id: row for row in rows}


def _edges(record: Record) -> list[Relation]:
    """Return the relations of ``record``: what it states itself first, the newest news last."""
    weight = Case(
        When(subject=record, then=Value(0)),
        When(verb=Verb.MENTIONS, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    relations = Relation.objects.filter(Q(subject=record) | Q(object=record)).alias(weight=weight)
    return list(relations.select_related("object").order_by("weight", "verb", "position", "-pk")[:MOST_EDGES])


def _subjects(record: Record, edges: list[Relation], *verbs: str) -> list[int]:
    return [edge.subject_id for edge in edges if edge.object_id == record.pk and edge.verb in verbs]


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.record_id for row in rows]


def _rows(record: Record, edges: list[Relation], similar: list[int], user: Any) -> _Rows:
    figures = Figure.objects.filter(seen_by(user), subject=record).select_related("record", "indicator")
    adoptions = _adoptions(_subjects(record, edges, Verb.ORIGINAL, Verb.ADOPTED_AS), user)
    questions = _subjects(record, edges, Verb.CONCERNS)
    beside = _relations_of(
        {**dict.fromkeys(_ids(adoptions), Verb.ADOPTED_AS), **dict.fromkeys(similar, Verb.IN_COUNTRY)}
    )
    return _Rows(
        figures=list(figures.order_by("position", "pk")),
        adoptions=adoptions,
        adopted_as=beside,
        similar={pk: beside[pk] for pk in similar},
        claims=_claims(questions, user),
        gaps=_gaps(questions, user),
    )


def _adoptions(record_ids: list[int], user: Any) -> list[Adoption]:
    found = adoptions_stated_to(user).filter(record__in=record_ids).select_related("record", "adopter")
    return list(found.order_by("adopter__name", "pk"))


def _relations_of(verbs: dict[int, str]) -> dict[int, list[int]]:
    """Return what each record stands in the given relation to, by its id: one query for all."""
    edges = Relation.objects.filter(subject__in=verbs, verb__in=set(verbs.values())).order_by("position", "pk")
    found: dict[int, list[int]] = defaultdict(list)
    for subject_id, verb, object_id in edges.values_list("subject_id", "verb", "object_id"):
        if verbs[subject_id] == verb:
            found[subject_id].append(object_id)
    return found


def _claims(question_ids: list[int], user: Any) -> list[Claim]:
    """Return the claims of the contradictions among these records, each with its contradiction and source."""
    claims = visible_claims(user).filter(
        seen_by(user, "contradiction__record_id"), contradiction__record__in=question_ids
    )
    joined = claims.select_related("contradiction__record", "source__record")
    return list(joined.order_by("contradiction__record__key", "position"))


def _gaps(question_ids: list[int], user: Any) -> list[Gap]:
    gaps = Gap.objects.filter(seen_by(user), record__in=question_ids).select_related("record")
    return list(gaps.order_by("record__key"))


def _to_translate(rows: _Rows, language: str) -> list[int]:
    return [record_id for record_id, original in rows.originals().items() if original != language]


def _shown_ids(record: Record, edges: list[Relation], rows: _Rows) -> set[int]:
    """Return the records whose titles the page shows."""
    hidden = set(rows.originals())
    ends = {end for edge in edges for end in (edge.subject_id, edge.object_id)}
    adopted = {end for adoption in rows.adoptions for end in (adoption.original_id, adoption.adopter.record_id)}
    results = {end for found in rows.adopted_as.values() for end in found} | {*rows.similar}
    indicators = {row.indicator_id for row in rows.figures if row.indicator_id}
    return (ends - hidden) | adopted | results | indicators


def _titles(record: Record, ids: set[int], language: str, user: Any) -> list[Title]:
    """Return the titles of these records in ``language``, and that of ``record`` in every language."""
    shows_records(ids)
    rows = Title.objects.filter(seen_by(user), Q(language=language) | Q(record=record), record__in=ids | {record.pk})
    return list(rows.select_related("record"))


def _figures(
    rows: list[Figure], texts: Localizer, titles: list[Title], sources: dict[int, list[ShownSource]]
) -> list[ShownFigure]:
    """Return the figures that have a source; the others are not shown until they have one."""
    named = {title.record_id: LocalText(title.text, title.text_language) for title in titles}
    return [shown_figure(row, texts, named, found) for row in rows if (found := sources.get(row.record_id))]


def _adoption(
    row: Adoption, adopted_as: dict[int, list[int]], texts: Localizer, sources: dict[int, list[ShownSource]]
) -> ShownAdoption:
    def local(name: str) -> LocalText:
        return texts.of(row.record_id, name, getattr(row, name), row.record.language)

    return ShownAdoption(
        original_id=row.original_id,
        adopter_id=row.adopter.record_id,
        adopted_as_ids=adopted_as.get(row.record_id, []),
        on=replace(row.adopted, words=local("adopted_words").text),
        note=local("note"),
        sources=sources.get(row.record_id, []),
    )


def _contradictions(claims: list[Claim], texts: Localizer, language: str) -> list[ShownContradiction]:
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.contradiction_id].append(claim)
    return [_contradiction(together, texts, language) for together in found.values()]


def _contradiction(claims: list[Claim], texts: Localizer, language: str) -> ShownContradiction:
    row = claims[0].contradiction

    def local(name: str, original: str) -> LocalText:
        return texts.of(row.record_id, name, original, row.record.language)

    return ShownContradiction(
        key=row.record.key,
        topic=local("topic", row.topic),
        claims=[
            ShownClaim(local(f"claim-{claim.position}", claim.text), shown_source(claim.source, language=language))
            for claim in claims
        ],
        reading=local("reading", row.reading),
        why=local("why", row.why),
    )
