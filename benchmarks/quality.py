"""How good the search is: the judged queries of the record, on both engines and on Wagtail's search in the database.

Judged on the record alone, and on the record among synthetic practices, which share some of its words and its goals.
Wagtail stands beside them as it comes: it looks through the titles of pages.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page

from association.site.models import NewsPage
from benchmarks.databases import a_database
from benchmarks.measuring import Finding, Reached
from benchmarks.search import ENGINES, an_engine
from core.loading.load import load_record
from core.models import Record, Source
from core.records.kinds import Kind
from knowledge.models import PracticeIndexPage, PracticePage
from search.finding import answered
from search.query import SearchQuery
from search.rebuilding import rebuild
from tests.factories import bulk
from tests.factories import knowledge as make
from tests.search.cluster import own_cluster
from tests.search.judging import DEPTH, FLOORS, JUDGED, quality_by_kind

SIZES = {"queries": len(JUDGED), "synthetic practices": 10_000}

# Words and language of a query to the ids of what is found.
Ask = Callable[[str, str], list[int]]


def measure() -> list[Finding]:
    """Judge both engines on the record, then both and the database among synthetic practices."""
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder, own_cluster(Path(folder)) as cluster:
        a_database("quality")
        load_record(settings.RECORD_DIR, say=lambda line: None)
        for name in ENGINES:
            with an_engine(name, cluster.urls, Path(folder) / f"{name}-alone"):
                rebuild(from_records=name == ENGINES[0])
                found += _by_kind(f"{name}, the record", _of_the_engine)
        bulk.build(bulk.Size(SIZES["synthetic practices"]), _around())
        for name in ENGINES:
            with an_engine(name, cluster.urls, Path(folder) / f"{name}-among"):
                rebuild(from_records=name == ENGINES[0])
                found += _in_all(f"{name}, among {SIZES['synthetic practices']:,}", _of_the_engine)
        call_command("update_index", verbosity=0)
        found += _in_all(f"Wagtail, titles of pages, among {SIZES['synthetic practices']:,}", _of_the_database)
    return found


def _around() -> bulk.Surroundings:
    """What the synthetic practices are related to: the library of the record, and neighbours of their own."""

    def library(language: str) -> make.Library:
        folder = PracticeIndexPage.objects.get(locale__language_code=language)
        return make.Library(folder.get_parent().specific, folder)

    letters = "ABCDEFGHIJKLMNOPQRST"
    return bulk.Surroundings(
        countries=[make.a_country(f"X{letter}", f"Synthetic country {letter}") for letter in letters],
        topics=[make.a_concept(f"synthetic-topic-{letter.lower()}").record for letter in letters],
        service_types=[make.a_concept(f"synthetic-{x.lower()}", Kind.SERVICE_TYPE).record for x in letters],
        goals=list(Record.objects.of_kind(Kind.SDG_GOAL)),
        sources=list(Source.objects.all()[:40]),
        english=library("en"),
        azerbaijani=library("az"),
    )


def _by_kind(title: str, ask: Ask) -> list[Finding]:
    answers, _seconds = _asked(ask)
    return [
        finding
        for kind, reached in quality_by_kind(answers).items()
        for finding in (
            Reached(f"{title}: {kind}", reached.ndcg, "nDCG@10", least=FLOORS[kind].ndcg),
            Reached(f"{title}: {kind}", reached.success, "success@1", least=FLOORS[kind].success),
        )
    ]


def _in_all(title: str, ask: Ask) -> list[Finding]:
    answers, seconds = _asked(ask)
    kinds = quality_by_kind(answers).values()
    return [
        Reached(title, mean(one.ndcg for one in kinds), "nDCG@10, mean of the kinds"),
        Reached(title, mean(one.success for one in kinds), "success@1, mean of the kinds"),
        Reached(title, seconds * 1000, "ms for a query"),
    ]


def _asked(ask: Ask) -> tuple[dict[str, list[str]], float]:
    """Return the answers by the place of the query, and the median time of one in seconds."""
    answers, times = {}, []
    for place, query in enumerate(JUDGED):
        began = time.perf_counter()
        found = ask(query["query"], query["language"])
        times.append(time.perf_counter() - began)
        answers[str(place)] = _keys(found)
    return answers, median(times)


def _keys(record_ids: list[int]) -> list[str]:
    keys = dict(Record.objects.filter(pk__in=record_ids).values_list("pk", "key"))
    return [keys[pk] for pk in record_ids if pk in keys]


def _of_the_engine(words: str, language: str) -> list[int]:
    answer, _corrected, _is_loose = answered(SearchQuery(text=words, language=language, size=DEPTH), user=None)
    return [hit.record_id for hit in answer.hits]


def _of_the_database(words: str, language: str) -> list[int]:
    """What Wagtail finds among the pages of the two kinds that are records."""
    found = [page.pk for page in Page.objects.live().type(PracticePage, NewsPage).search(words)[: DEPTH * 2]]
    records = dict(PracticePage.objects.filter(pk__in=found).values_list("pk", "record_id"))
    records |= dict(NewsPage.objects.filter(pk__in=found).values_list("pk", "record_id"))
    return list(dict.fromkeys(records[pk] for pk in found if records.get(pk)))[:DEPTH]
