"""What a reader may be about to type: records that are called so, and words that begin so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.models import Record, Title
from search.analysis import words
from search.chosen import ask
from search.parsing import read_typed
from search.planning import plan
from search.query import SearchQuery

MOST_RECORDS = 6
MOST_WORDS = 4
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """A record by its title, with the address of its page; or a whole query, without a kind."""

    text: str
    language: str
    kind: str = ""
    url: str = ""


def suggest(query: SearchQuery, *, user: Any) -> list[Suggestion]:
    """Return suggestions for what was typed so far; nothing for less than two letters.

    Two questions to the engine, one to the database, all within the reader's audience. Raises ``EngineUnavailable``.
    """
    typed = read_typed(query.text)
    if len("".join(part.text for part in typed.parts)) < SHORTEST:
        return []
    asked = plan(replace(query, typing=True, size=MOST_RECORDS, start=0, counted=()))
    answer = ask(lambda engine: engine.answer(asked))
    ids = [hit.record_id for hit in answer.hits]
    visible = Record.objects.visible_to(user).filter(pk__in=ids)
    rows = {
        row.record_id: row
        for row in Title.objects.filter(record__in=visible, language=query.language).select_related("record")
    }
    records = [
        Suggestion(rows[pk].text, rows[pk].text_language, rows[pk].kind, rows[pk].address) for pk in ids if pk in rows
    ]
    return [*_endings(query, typed.ends_in_word), *records]


def _endings(query: SearchQuery, ends_in_word: bool) -> list[Suggestion]:
    """Return the query with its last word as documents end it."""
    typed = read_typed(query.text)
    if not ends_in_word or typed.parts[-1].is_phrase or typed.parts[-1].is_excluded:
        return []
    last = words(typed.parts[-1].text, query.language)
    if not last or len(last[-1]) < SHORTEST:
        return []
    everything = plan(query.without_words())
    found = ask(lambda engine: engine.terms(last[-1], plan=everything, limit=MOST_WORDS + 1))
    before = query.text.rstrip()[: -len(typed.parts[-1].text)]
    return [Suggestion(f"{before}{term}", query.language) for term, _count in found if term != last[-1]][:MOST_WORDS]
