"""What practices and adoptions say, and the graph says alike."""

from __future__ import annotations

from collections.abc import Iterator

from core.loading.entries.reading import related_by_key, sources_by_key
from core.loading.rules import Breach, register_rule, unlike
from core.loading.standing import Standing
from core.records.kinds import Kind, Verb
from knowledge.loading import AdoptionEntry, PracticeEntry

# The field of a practice, and the verb by which the graph says the same.
RELATED = {
    "country": Verb.IN_COUNTRY,
    "institution": Verb.RUN_BY,
    "programme": Verb.PART_OF,
    "topics": Verb.ABOUT,
    "service_types": Verb.SERVES,
}


@register_rule("practices stand in the graph where their pages say")
def practices_and_graph_agree(standing: Standing) -> Iterator[Breach]:
    """Relations and sources of the original edition."""
    practices = _of(standing, PracticeEntry)
    for field, verb in RELATED.items():
        stated = {entry.id: _keys(getattr(entry, field)) for entry in practices}
        yield from unlike(stated, related_by_key(verb, Kind.PRACTICE), field)
    goals = {entry.id: [link.goal for link in entry.sdg_goals] for entry in practices}
    yield from unlike(goals, related_by_key(Verb.ADVANCES, Kind.PRACTICE), "sdg_goals")
    sources = {entry.id: entry.sources for entry in practices}
    yield from unlike(sources, sources_by_key(Kind.PRACTICE), "sources")


@register_rule("adoptions stand in the graph where their rows say")
def adoptions_and_graph_agree(standing: Standing) -> Iterator[Breach]:
    """Practice, country and institution."""
    adoptions = _of(standing, AdoptionEntry)
    originals = {entry.id: [entry.original] for entry in adoptions}
    yield from unlike(originals, related_by_key(Verb.ORIGINAL, Kind.ADOPTION), "original")
    adopters = {entry.id: [entry.adopter, *_keys(entry.institution)] for entry in adoptions}
    yield from unlike(adopters, related_by_key(Verb.ADOPTED_BY, Kind.ADOPTION), "adopter")


def _of(standing: Standing, schema: type) -> list:
    return [entry for _loader, entry in standing.each() if isinstance(entry, schema)]


def _keys(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])
