"""Lists of practices, and topics, service types and goals, as files."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from core.downloads import (
    CITED,
    MOST_ROWS,
    NAMED,
    Download,
    Row,
    cited,
    dated,
    dated_columns,
    in_chunks,
    named,
    told,
)
from core.models import Concept, Record, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import ListQuery, newest_change, query_for, read_query
from core.shown.confirmed import Standing
from core.texts.localized import Localizer, LocalText
from knowledge.models import PracticePage
from knowledge.models.practice import Status
from knowledge.presentation.concepts import listed_concepts
from knowledge.presentation.facts import tells_facts
from knowledge.presentation.frame import spoken
from knowledge.presentation.gathered import titles_in
from knowledge.presentation.library import SEARCHED
from knowledge.presentation.practice_lists import editions_of
from knowledge.querysets import PRACTICES, PracticeList, filters_of
from search.downloads import found_ids
from search.engines import EngineUnavailable

# The columns of what a practice stands in relation to.
RELATED = {
    Verb.IN_COUNTRY: "countries",
    Verb.RUN_BY: "institutions",
    Verb.PART_OF: "programmes",
    Verb.ABOUT: "topics",
    Verb.SERVES: "service_types",
    Verb.ADVANCES: "goals",
}
PRACTICE_COLUMNS = (
    *NAMED, "summary", "summary_language",
    *(f"{name}{part}" for name in RELATED.values() for part in ("", "_keys")),
    *dated_columns("begun"), "status", "status_name", "languages",
    "is_confirmed", "confirmed_on", "confirm_again_by", "confirmation", *CITED,
)  # fmt: skip
CONCEPT_COLUMNS = (
    *NAMED, "kind", "kind_name", "number", "broader_key", "definition", "definition_language", "practices", *CITED,
)  # fmt: skip


def library_download(request: HttpRequest) -> Download:
    """Return the practices that the address asks for.

    Words are looked for by the search; where it does not answer, in titles, as the list does.
    """
    asked = read_query(PRACTICES, request.GET)
    if asked.words:
        with suppress(EngineUnavailable):
            total, ids = found_ids(SEARCHED, read_query(SEARCHED.shape, request.GET), request)
            return _download("practices", total, ids, request.user)
    return _listed("practices", asked, request)


def practices_of(record: Record, facet: str, request: HttpRequest) -> Download:
    """Return the practices under one value of a filter: a topic, a service type, a goal, a country."""
    asked = replace(query_for(PRACTICES, facet, record.slug, request.GET), page=1)
    return _listed(f"practices-{record.slug}", asked, request)


def _listed(name: str, asked: ListQuery, request: HttpRequest) -> Download:
    practices = PracticeList(filters_of(asked, request.user), spoken(), request.user, newest_change())
    return _download(name, practices.count, practices.first_ids(asked.sort, MOST_ROWS), request.user)


def _download(name: str, total: int, ids: list[int], user: Any) -> Download:
    return Download(name, PRACTICE_COLUMNS, in_chunks(ids, lambda chunk: _practices(chunk, user)), total)


def _practices(ids: list[int], user: Any) -> list[Row]:
    """Return the rows of practices: four queries."""
    editions, edges = editions_of(ids, spoken()), _edges(ids)
    ends = {end for found in edges.values() for _verb, end in found}
    titles = titles_in([*ids, *ends], language=spoken(), user=user)
    rests_on = cited(ids, user=user)
    untold = {pk for pk, pages in editions.items() if not tells_facts(next((p for p in pages if p.is_original), None))}
    return [
        _practice(titles[pk], editions.get(pk, []), rests_on.get(pk, {}) if pk not in untold else {})
        | _related([(verb, titles[end]) for verb, end in edges.get(pk, []) if end in titles and pk not in untold])
        for pk in ids
        if pk in titles
    ]


def _edges(ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    edges = Relation.objects.filter(subject__in=ids, verb__in=list(RELATED)).order_by("position", "pk")
    for subject_id, verb, object_id in edges.values_list("subject_id", "verb", "object_id"):
        found.setdefault(subject_id, []).append((verb, object_id))
    return found


def _practice(title: Title, editions: list[PracticePage], rests_on: dict[str, Any]) -> dict[str, Any]:
    published = [page for page in editions if page.live]
    shown = next(iter(published), None)
    original = next((page for page in editions if page.is_original), None)
    # What no source states is not said.
    stated = original if rests_on else None
    return {
        **named(title),
        **told("summary", LocalText(shown.summary, shown.locale.language_code) if shown else None),
        **dated("begun", stated.started if stated else None),
        "status": stated.status if stated else "",
        "status_name": str(Status(stated.status).label) if stated and stated.status else "",
        "languages": tuple(sorted(page.locale.language_code for page in published)),
        **_confirmed(Standing.of(Kind.PRACTICE, getattr(shown, "confirmed_on", None))),
        **rests_on,
    }


def _confirmed(standing: Standing) -> dict[str, str]:
    """Return whether the institution confirmed a practice, when, until when that holds, and the same in words."""
    return {
        "is_confirmed": "yes" if standing.confirmed_on else "no",
        "confirmed_on": standing.confirmed_on.isoformat() if standing.confirmed_on else "",
        "confirm_again_by": standing.due_on.isoformat() if standing.due_on else "",
        "confirmation": standing.words,
    }


def _related(named_by: Iterable[tuple[str, Title]]) -> dict[str, Any]:
    ends = list(named_by)
    row: dict[str, Any] = {}
    for wanted, name in RELATED.items():
        found = [title for verb, title in ends if verb == wanted]
        row |= {name: tuple(title.text for title in found), f"{name}_keys": tuple(t.record.key for t in found)}
    return row


def topics_download(request: HttpRequest) -> Download:
    """Return every topic, service type and goal with the number of its practices."""
    counts, groups = listed_concepts(request.user)
    practices = {pk: number for name in groups for pk, number in counts[name].items()}
    titles = [title for found in groups.values() for title in found]
    rows = in_chunks(titles, lambda chunk: _concepts(chunk, practices, request.user))
    return Download("topics", CONCEPT_COLUMNS, rows, len(titles))


def _concepts(titles: list[Title], practices: dict[int, int], user: Any) -> list[Row]:
    """Return the rows of concepts: four queries."""
    ids = [title.record_id for title in titles]
    found = Concept.objects.filter(record__in=ids).select_related("broader")
    concepts = {concept.record_id: concept for concept in found}
    broader = titles_in(
        {concept.broader.record_id for concept in concepts.values() if concept.broader}, language=spoken(), user=user
    )
    definitions, rests_on = Localizer(spoken(), ids), cited(ids, user=user)
    return [
        _concept(title, concepts[title.record_id], broader, definitions)
        | {"practices": practices.get(title.record_id, 0)}
        | rests_on.get(title.record_id, {})
        for title in titles
    ]


def _concept(title: Title, concept: Any, broader: dict[int, Title], definitions: Localizer) -> dict[str, Any]:
    above = broader.get(concept.broader.record_id) if concept.broader else None
    definition = definitions.of(title.record_id, "definition", concept.definition, title.record.language)
    return {
        **named(title),
        "kind": title.kind,
        "kind_name": title.get_kind_display(),
        "number": concept.number,
        "broader_key": above.record.key if above else "",
        **told("definition", definition),
    }
