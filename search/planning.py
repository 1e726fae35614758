"""From what was typed to the questions that an engine is asked. Pure functions; the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from django.conf import settings

from search.analysis import analyse, is_stop, telling_sound, words
from search.fields import (
    AUDIENCE,
    BODY,
    BY_YEAR,
    EXACT,
    NAMES,
    NEWEST,
    SOUNDS,
    STARTS,
    SUMMARY,
    TEXTS,
    TITLE,
    WORDS,
    facet_field,
    folded_title,
    marked,
    title_order,
)
from search.nodes import AtLeast, Best, Everything, Near, Node, Nothing, OneOf, Phrase, Term, Without
from search.parsing import Part, Typed, read_typed
from search.query import KIND, MOST_RESULTS, SearchQuery, Sort
from search.ranking import (
    EXACT_NAME,
    FIELD_WEIGHTS,
    KIND_WEIGHTS,
    NEAR,
    OWN_LANGUAGE,
    PAIR_IN_TEXT,
    PAIR_IN_TITLE,
    REST,
    SIMILAR_EXTRA,
    SIMILAR_FACETS,
    SIMILAR_LEAST,
    SIMILAR_WORDS,
    distance_of,
    needed,
)
from search.ranking import SOUNDS as SOUNDS_WEIGHT
from search.ranking import STARTS as STARTS_WEIGHT


@dataclass(frozen=True)
class Plan:
    """What an engine is asked.

    ``node`` finds and scores. ``scope`` must hold too, for results and counts alike: the audience and the kinds the
    search is held to. ``filters`` must hold for the results; the values of a filter are counted as if that one filter
    were not there. ``order`` is a field of orders with its direction, or nothing for the order of the scores.
    """

    node: Node
    scope: tuple[OneOf, ...]
    filters: dict[str, OneOf] = field(default_factory=dict)
    order: tuple[str, bool] | None = None
    start: int = 0
    size: int = 20
    counted: tuple[str, ...] = ()
    explain: bool = False


def plan(query: SearchQuery) -> Plan:
    """Return what an engine is asked for ``query``."""
    typed = read_typed(query.text)
    start, size = _part(query)
    return Plan(
        node=_node(typed, query),
        scope=_scope(query),
        filters={name: OneOf(facet_field(name), values) for name, values in query.filters},
        order=_order(query, typed),
        start=start,
        size=size,
        counted=query.counted,
        explain=query.explain,
    )


def _part(query: SearchQuery) -> tuple[int, int]:
    """Return the part of the results that is wanted, as far as lists go; beyond it the total alone is."""
    start = max(query.start, 0)
    size = max(min(query.size, MOST_RESULTS - start), 0)
    return (start, size) if size else (0, 0)


def _scope(query: SearchQuery) -> tuple[OneOf, ...]:
    audience = OneOf(AUDIENCE, tuple(sorted(query.tokens)))
    return (audience, OneOf(facet_field(KIND), query.within)) if query.within else (audience,)


def _order(query: SearchQuery, typed: Typed) -> tuple[str, bool] | None:
    if query.sort == Sort.TITLE:
        return title_order(query.language), False
    if query.sort == Sort.YEAR:
        return BY_YEAR, True
    if query.sort == Sort.NEWEST or not typed.wanted:
        return NEWEST, True
    return None


# --- What was typed ---------------------------------------------------------------------------------


def _node(typed: Typed, query: SearchQuery) -> Node:
    if query.text.strip() and not typed.parts:
        return Nothing()
    found = _wanted(typed, query) if typed.wanted else Everything()
    if query.also:
        found = Best((found, _wanted(read_typed(query.also), query)))
    excluded = tuple(_excluded(part) for part in typed.excluded)
    return Without(found, excluded) if excluded else found


def _wanted(typed: Typed, query: SearchQuery) -> Node:
    phrases = [part for part in typed.wanted if part.is_phrase]
    single = _without_stops([part for part in typed.wanted if not part.is_phrase], query, keep=not phrases)
    unfinished = typed.parts[-1] if query.typing and typed.ends_in_word else None
    nodes = [_phrase(part.text, query.language) for part in phrases]
    nodes += [_word(part.text, query.language, unfinished=part is unfinished) for part in single]
    must = len(phrases) + needed(len(single), loose=query.loose)
    spoken = " ".join(part.text for part in typed.wanted)
    extra = [OneOf(EXACT, (folded_title(spoken),), EXACT_NAME), *_pairs(single, query.language), *_kinds()]
    if phrases and single:  # what stands in quotes must be found, whatever else is
        rest = AtLeast(tuple(nodes[len(phrases) :]), needed(len(single), loose=query.loose))
        return AtLeast((*nodes[: len(phrases)], rest), len(phrases) + 1, tuple(extra))
    return AtLeast(tuple(nodes), must, tuple(extra))


def _without_stops(parts: list[Part], query: SearchQuery, *, keep: bool) -> list[Part]:
    """Return the words that say something; where none does, all of them."""
    telling = [part for part in parts if not is_stop(part.text, query.language)]
    return telling or (parts if keep else [])


def _word(text: str, language: str, *, unfinished: bool) -> Node:
    plain = words(text, language)
    if len(plain) > 1:  # e-government, ASAN-xidmət
        return AtLeast(tuple(_word(word, language, unfinished=unfinished) for word in plain), len(plain))
    nodes: list[Node] = list(_spelt(text, language))
    for word in plain:
        if distance := distance_of(word):
            nodes.append(Near(WORDS, word, distance, NEAR))
        nodes.append(OneOf(WORDS, (word,), NEAR))
        if heard := telling_sound(word):
            nodes.append(OneOf(SOUNDS, (heard,), SOUNDS_WEIGHT))
        if unfinished:
            nodes.append(OneOf(STARTS, (word,), STARTS_WEIGHT))
    return Best(tuple(nodes), REST)


def _spelt(text: str, language: str) -> Iterable[Term]:
    """Return the word as every language would write it, in every field."""
    for other, stem in _stems(text):
        own = OWN_LANGUAGE if other == language else 1.0
        for name in TEXTS:
            yield Term(name, marked(other, stem), FIELD_WEIGHTS[name] * own)


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[tuple[str, str], ...]:
    found = [(code, tuple(analyse(text, code))) for code, _name in settings.LANGUAGES]
    return tuple((code, stems[0]) for code, stems in found if len(stems) == 1)


def _phrase(text: str, language: str) -> Node:
    """Return the words of a phrase, side by side, in the texts of any one language."""
    nodes: list[Node] = []
    for code, _name in settings.LANGUAGES:
        stems = tuple(marked(code, stem) for stem in analyse(text, code))
        own = OWN_LANGUAGE if code == language else 1.0
        nodes += [_side_by_side(name, stems, FIELD_WEIGHTS[name] * own) for name in TEXTS if stems]
    return Best(tuple(nodes), REST) if nodes else Nothing()


def _side_by_side(name: str, stems: tuple[str, ...], weight: float) -> Node:
    return Phrase(name, stems, weight) if len(stems) > 1 else Term(name, stems[0], weight)


def _excluded(part: Part) -> Node:
    """Return the word or phrase as it must not stand anywhere: as typed and inflected, but nothing near it."""
    if part.is_phrase or len(words(part.text, settings.LANGUAGE_CODE)) > 1:
        return _phrase(part.text, settings.LANGUAGE_CODE)
    terms = tuple(_spelt(part.text, settings.LANGUAGE_CODE))
    return Best((*terms, OneOf(WORDS, tuple(words(part.text, settings.LANGUAGE_CODE)))))


def _pairs(parts: list[Part], language: str) -> list[Node]:
    nodes: list[Node] = []
    for first, second in pairwise(parts):
        pair = tuple(marked(language, stem) for stem in analyse(f"{first.text} {second.text}", language))
        if len(pair) > 1:
            nodes.append(Phrase(TITLE, pair, PAIR_IN_TITLE))
            nodes += [Phrase(name, pair, PAIR_IN_TEXT) for name in (NAMES, SUMMARY, BODY)]
    return nodes


def _kinds() -> list[Node]:
    return [OneOf(facet_field(KIND), (kind,), weight) for kind, weight in KIND_WEIGHTS.items() if weight]


# --- Records like one ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Likeness:
    """What records like one are known by: its values of filters, and the words of its title and summary."""

    record_id: int
    kind: str
    language: str
    text: str
    facets: Mapping[str, Iterable[str]]


def plan_similar(one: Likeness, query: SearchQuery) -> Plan:
    """Return what finds records of the same kind that share values of filters and words with one."""
    nodes = _shared(one, SIMILAR_FACETS)
    stems = dict.fromkeys(analyse(one.text, one.language))
    terms = [stem for stem in stems if not is_stop(stem, one.language)][:SIMILAR_WORDS]
    nodes += [Term(name, marked(one.language, stem)) for stem in terms for name in (TITLE, SUMMARY)]
    return Plan(
        node=AtLeast(tuple(nodes), SIMILAR_LEAST, tuple(_shared(one, SIMILAR_EXTRA))) if nodes else Nothing(),
        scope=(*_scope(query), OneOf(facet_field(KIND), (one.kind,))),
        size=query.size + 1,  # the record itself is among them
    )


def _shared(one: Likeness, weights: Mapping[str, float]) -> list[Node]:
    return [
        OneOf(facet_field(name), (value,), weight)
        for name, weight in weights.items()
        for value in one.facets.get(name, ())
    ]
