"""From a query to what readers see: the records found, with their texts marked, and what else could be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from core.models import Title
from core.records.querysets import seen_at
from search import budget
from search.chosen import ask
from search.correcting import MOST_TEACHERS, corrected_by
from search.documents import SearchDocument, Wording, read_document
from search.engines import EngineAnswer, Hit
from search.fields import shape
from search.highlighting import Piece, Wanted, excerpt, holds, marked, wanted
from search.models import StoredDocument
from search.nodes import Among, AtLeast
from search.parsing import Typed, read_typed
from search.planning import Likeness, plan, plan_similar
from search.query import MOST_RESULTS, SearchQuery
from search.ranking import HARDLY_ANY


@dataclass(frozen=True)
class FoundRecord:
    """A record that was found, as it is shown in ``language``: the reader's, or that of the original.

    ``excerpt_language`` is another one where the words stand in another edition only. ``about`` is the name of a topic,
    country or the like by which it was found where none of its texts holds the words.
    """

    title_row: Title
    document: SearchDocument
    language: str
    title: list[Piece]
    excerpt: list[Piece]
    excerpt_language: str
    languages: tuple[str, ...]
    score: float
    about: str = ""
    about_language: str = ""
    explanation: str = ""

    @property
    def added(self) -> date:
        """Return the day since which it is listed, by our clock."""
        return timezone.localtime(datetime.fromisoformat(self.document.listed)).date()


@dataclass(frozen=True)
class Found:
    """The answer to a query; ``facets`` counts values by filter, ``did_you_mean`` is a whole query or nothing."""

    total: int = 0
    records: list[FoundRecord] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    did_you_mean: str = ""
    is_cut: bool = False
    is_loose: bool = False


def find(query: SearchQuery, *, user: Any) -> Found:
    """Return what ``query`` finds: one question to the engine and one to the database.

    A word that no record holds asks two more of each. Raises ``EngineUnavailable``. What the reader may no
    longer see, though the index does not know yet, is left out.
    """
    typed, rows = read_typed(query.text), _Rows(query.language, user)
    with budget.of_one_request():
        answer, corrected, is_loose = _answered(query, rows)
    return Found(
        total=answer.total,
        records=_shown(answer, read_typed(f"{query.text} {corrected}") if corrected else typed, query, rows),
        facets=answer.facets,
        did_you_mean=corrected,
        is_cut=typed.is_cut,
        is_loose=is_loose,
    )


def answered(query: SearchQuery, *, user: Any) -> tuple[EngineAnswer, str, bool]:
    """Return what the engine finds, the query as records spell it, and whether they hold only some of its words.

    Both depend on the beginning of the results and not on the page that is asked for, so that all pages agree. Where
    records spell a word otherwise, that spelling is looked for too.
    """
    return _answered(query, _Rows(query.language, user))


def everything_found(query: SearchQuery, *, user: Any) -> tuple[int, list[int]]:
    """Return how many records ``query`` finds, and the ids of the first ``MOST_RESULTS`` of them in its order.

    As pages show them: where records spell a word otherwise, or hardly any holds all of them, this too is as there.
    One question more to the engine than for a page. Raises ``EngineUnavailable``.
    """
    with budget.of_one_request():
        beginning = replace(query, start=0, size=MOST_TEACHERS, counted=(), explain=False)
        _answer, corrected, is_loose = _answered(beginning, _Rows(query.language, user))
        whole = replace(beginning, size=MOST_RESULTS, also=corrected, loose=is_loose)
        answer = ask(lambda engine: engine.answer(plan(whole)))
    return answer.total, [hit.record_id for hit in answer.hits]


def holding(query: SearchQuery, record_ids: Iterable[int]) -> set[int]:
    """Return those of the records that hold all that is asked for, as it was spelt, however many others do.

    One question to the engine for every ``MOST_RESULTS`` of them. Raises ``EngineUnavailable``.
    """
    ids = tuple(sorted(record_ids))
    asked = plan(replace(query, start=0, size=MOST_RESULTS, counted=(), loose=False, explain=False))

    def among(some: tuple[int, ...]) -> EngineAnswer:
        part = replace(asked, node=AtLeast((asked.node, Among(some)), 2))
        return ask(lambda engine: engine.answer(part))

    parts = (ids[start : start + MOST_RESULTS] for start in range(0, len(ids), MOST_RESULTS))
    return {hit.record_id for part in parts for hit in among(part).hits}


class _Rows:
    """Titles and documents of records that a reader may see, each asked for once: one query for new ones."""

    def __init__(self, language: str, user: Any) -> None:
        self._language, self._user = language, user
        self._asked: set[int] = set()
        self._known: dict[int, tuple[Title, SearchDocument]] = {}

    def of(self, hits: Iterable[Hit]) -> list[tuple[Hit, Title, SearchDocument]]:
        """Return what is known of the records that were found, in their order."""
        found = list(hits)
        self._load({hit.record_id for hit in found} - self._asked)
        return [(hit, *self._known[hit.record_id]) for hit in found if hit.record_id in self._known]

    def _load(self, ids: set[int]) -> None:
        if not ids:
            return
        self._asked |= ids
        content = StoredDocument.objects.filter(record_id=OuterRef("record_id")).values("content")
        titles = Title.objects.filter(*seen_at("record", self._user), record__in=ids, language=self._language)
        for row in titles.select_related("record").annotate(content=Subquery(content)):
            if row.content is not None:
                self._known[row.record_id] = (row, read_document(row.content))


def _answered(query: SearchQuery, rows: _Rows) -> tuple[EngineAnswer, str, bool]:
    first = replace(query, start=0, size=MOST_TEACHERS, counted=()) if query.start else query
    answer, is_loose = _beginning(first)
    typed = read_typed(query.text)
    teachers = [document for _hit, _row, document in rows.of(answer.hits)[:MOST_TEACHERS]] if typed.wanted else []
    corrected = corrected_by(teachers, typed, query.language, lambda: _lines_of(teachers))
    if corrected:
        query = replace(query, also=corrected)
        answer, is_loose = _beginning(replace(query, start=first.start, size=first.size, counted=first.counted))
    if query.start:
        answer = ask(lambda engine: engine.answer(plan(replace(query, loose=is_loose))))
    return answer, corrected, is_loose


def _lines_of(documents: Iterable[SearchDocument]) -> list[str]:
    """Return what stands in the index of documents, as far as this release analysed them. One query."""
    ids = [document.record_id for document in documents]
    return list(StoredDocument.objects.filter(pk__in=ids, shape=shape()).values_list("fields", flat=True))


def _beginning(query: SearchQuery) -> tuple[EngineAnswer, bool]:
    """Return the answer, or where hardly any record holds all words, that of records that hold some."""
    strict = ask(lambda engine: engine.answer(plan(query)))
    if strict.total >= HARDLY_ANY or len(read_typed(query.text).wanted) < 2:
        return strict, False
    loose = ask(lambda engine: engine.answer(plan(replace(query, loose=True))))
    return (loose, True) if loose.total > strict.total else (strict, False)


def similar(one: Likeness, query: SearchQuery) -> list[int]:
    """Return the ids of records like one, the most alike first: one question to the engine, none to the database.

    Raises ``EngineUnavailable``. Whoever shows them asks whether the reader may see them still.
    """
    answer = ask(lambda engine: engine.answer(plan_similar(one, query)))
    return [hit.record_id for hit in answer.hits if hit.record_id != one.record_id][: query.size]


def documents_of(record_ids: Iterable[int]) -> dict[int, SearchDocument]:
    """Return the stored documents of records. One query."""
    rows = StoredDocument.objects.filter(record_id__in=list(record_ids), content__isnull=False)
    return {pk: read_document(content) for pk, content in rows.values_list("record_id", "content")}


def _shown(answer: EngineAnswer, typed: Typed, query: SearchQuery, rows: _Rows) -> list[FoundRecord]:
    sought = wanted(typed, query.language)
    return [_record(hit, row, document, sought) for hit, row, document in rows.of(answer.hits)]


def _record(hit: Hit, row: Title, document: SearchDocument, sought: Wanted) -> FoundRecord:
    own = row.text_language
    wording = document.wordings.get(own, Wording(title=row.text))
    text, language, about = _place(document, wording, own, sought)
    return FoundRecord(
        title_row=row,
        document=document,
        language=own,
        title=marked(row.text, own, sought),
        excerpt=excerpt(text, language, sought),
        excerpt_language=language,
        languages=document.facets.get("language", ()),
        score=hit.score,
        about=about[0],
        about_language=about[1],
        explanation=hit.explanation,
    )


def _place(document: SearchDocument, wording: Wording, own: str, sought: Wanted) -> tuple[str, str, tuple[str, str]]:
    """Return the text to take the excerpt from, its language, and the name that led here where no text did."""
    summary = wording.summary or wording.body
    if not sought.plain or holds(wording.title, own, sought):
        inside = wording.body if holds(wording.body, own, sought) and not wording.summary else summary
        return inside, own, ("", "")
    for text in (wording.summary, wording.body):
        if holds(text, own, sought):
            return text, own, ("", "")
    others = [(code, other) for code, other in document.wordings.items() if code != own]
    for code, other in others:
        for text in (other.summary, other.body):
            if holds(text, code, sought):
                return text, code, ("", "")
    for code, other in ((own, wording), *others):
        for name in (other.title, *other.names):
            if holds(name, code, sought):
                return summary, own, (name, code)
    return summary, own, ("", "")
