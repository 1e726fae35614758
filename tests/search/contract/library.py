"""Sixty synthetic documents, as fields: what engines are asked here does not depend on how words become terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.engines import EngineAnswer, SearchEngine
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
    TITLE,
    WORDS,
    Fields,
    facet_field,
    orders,
)
from search.nodes import Node, OneOf
from search.planning import Plan
from search.query import COUNTRY, FACETS, KIND, LANGUAGE, TOPIC, YEAR

PUBLIC, SECRETARIAT = "public", "secretariat"
READERS = (OneOf(AUDIENCE, (PUBLIC,)),)


def document(
    record_id: int,
    title: str = "",
    *,
    names: Sequence[str] = (),
    summary: str = "",
    body: str = "",
    words: Sequence[str] = (),
    kind: str = "practice",
    country: str = "",
    topics: Sequence[str] = (),
    year: int | None = None,
    audience: Sequence[str] = (PUBLIC,),
    version: int = 1,
) -> Fields:
    """Fields of which each word is its own term."""
    texts = {TITLE: [title], NAMES: list(names), SUMMARY: [summary], BODY: [body]}
    given = {name: [text for text in found if text] for name, found in texts.items()}
    spoken = {word for found in given.values() for text in found for word in text.split()} | set(words)
    facets = {KIND: [kind], COUNTRY: [country], TOPIC: topics, YEAR: [str(year or "")], LANGUAGE: ["en"]}
    listed = f"2026-{1 + record_id % 12:02}-01T00:00:00+00:00"
    return Fields(
        record_id=record_id,
        version=version,
        texts=given,
        sets={
            EXACT: [title] if title else [],
            WORDS: sorted(spoken),
            STARTS: sorted({word[:length] for word in title.split() for length in range(1, len(word) + 1)}),
            SOUNDS: sorted({word[0] for word in title.split()}),
            AUDIENCE: list(audience),
            **{facet_field(name): sorted(set(filter(None, facets.get(name, [])))) for name in FACETS},
        },
        orders={
            NEWEST: f"{listed}|{record_id:012}",
            BY_YEAR: f"{year or 0:04}|{listed}|{record_id:012}",
            **{name: f"{title}|{record_id:012}" for name in orders() if name.startswith("title_")},
        },
    )


def _many() -> list[Fields]:
    """Forty documents over all filters, of which every eighth is not for all."""
    return [
        document(
            number,
            f"report {'abcdefghij'[number * 7 % 10]}",
            body="plain words of a report",
            kind=("practice", "news", "country")[number % 3],
            country=("az", "ge", "tr", "")[number % 4],
            topics=[("health", "tax", "land")[place % 3] for place in {number, number // 2}],
            year=(2019, 2021, None, 2024, 2026)[number % 5],
            audience=(SECRETARIAT,) if number % 8 == 0 else (PUBLIC, SECRETARIAT),
        )
        for number in range(1, 41)
    ]


LIBRARY = [
    *_many(),
    # Fields and weights.
    document(41, "window", body="hall hall"),
    document(42, "hall", body="window window"),
    # Rare and common, often and once, short and long.
    document(43, body="lantern quay"),
    *(document(number, body="harbour quay") for number in range(44, 48)),
    document(48, body="barley barley rye oats"),
    document(49, body="barley wheat rye oats"),
    document(50, body="barley wheat rye oats maize millet sorghum rice teff fonio buckwheat quinoa"),
    # Side by side.
    document(51, "red bridge"),
    document(52, names=["red", "bridge"]),
    document(53, "bridge red"),
    document(54, body="a red old bridge"),
    # One letter from another.
    document(55, words=["xidmət", "خدمة"]),
    document(56, words=["xdimət", "خدة"]),
    document(57, words=["xidmat", "خدمات"]),
    document(58, words=["xidmətə"]),
    document(59, words=["xdimat", "خمدات"]),
    # In two fields at once.
    document(60, "copper", summary="copper"),
    document(61, "copper"),
]


def fill(engine: SearchEngine, documents: Iterable[Fields]) -> None:
    """Make an index of the documents the one in use."""
    with engine.rebuild() as rebuild:
        rebuild.add(documents)
        rebuild.swap()


def ids(answer: EngineAnswer) -> list[int]:
    """The records found, in their order."""
    return [hit.record_id for hit in answer.hits]


def found(engine: SearchEngine, node: Node) -> list[int]:
    """The records that a node finds among all, in their order."""
    answer = engine.answer(Plan(node, scope=(), size=100))
    assert answer.total == len(answer.hits)
    return ids(answer)
