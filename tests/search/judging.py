"""Judged queries, and what an order of records is worth by them."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

JUDGED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "judged.yaml").read_text(encoding="utf-8"))
DEPTH = 10
BEST_GRADE = 3


@dataclass(frozen=True)
class Quality:
    """nDCG@10: how near the order is to the best there could be. success@1: how often the first record was meant."""

    ndcg: float
    success: float


# nDCG@10 and success@1 below which no kind may fall. Raise them when the ranking gets better, never lower them.
FLOORS = {
    "exact name": Quality(0.82, 0.72),
    "misspelt": Quality(0.80, 0.84),
    "other script or transliteration": Quality(0.78, 0.94),
    "inflected Azerbaijani": Quality(0.81, 0.90),
    "concept without the word": Quality(0.35, 0.47),
    "other language": Quality(0.80, 0.99),
    "question as people ask it": Quality(0.50, 0.57),
}


def answered() -> str:
    """The keys of the first records for every query, as JSON, asked of the site of this process."""
    from core.models import Record
    from search.finding import answered as ask
    from search.query import SearchQuery

    found = {}
    for place, query in enumerate(JUDGED):
        asked = SearchQuery(text=query["query"], language=query["language"], size=DEPTH)
        ids = [hit.record_id for hit in ask(asked, user=None)[0].hits]
        keys = dict(Record.objects.filter(pk__in=ids).values_list("pk", "key"))
        found[str(place)] = [keys[pk] for pk in ids if pk in keys]
    return json.dumps(found)


def quality_by_kind(found: dict[str, list[str]]) -> dict[str, Quality]:
    """The mean over the queries of each kind."""
    grouped: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place, query in enumerate(JUDGED):
        keys = found[str(place)]
        grouped[query["kind"]].append((ndcg(keys, query["judged"]), success(keys, query["judged"])))
    return {
        kind: Quality(*(sum(values) / len(values) for values in zip(*rows, strict=True)))
        for kind, rows in grouped.items()
    }


def ndcg(keys: list[str], judged: dict[str, int]) -> float:
    """Discounted cumulative gain of the first ten, by that of the best order; gains are 2^grade - 1."""
    best = _gain(sorted(judged.values(), reverse=True)[:DEPTH])
    return _gain([judged.get(key, 0) for key in keys[:DEPTH]]) / best if best else 0.0


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def success(keys: list[str], judged: dict[str, int]) -> float:
    """1 where the first record is one that was just meant."""
    return float(bool(keys) and judged.get(keys[0], 0) == BEST_GRADE)
