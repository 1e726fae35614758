"""What a reader may be about to type: records that are called so, and words that begin so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.models import Title
from core.records.querysets import seen_at
from search import budget
from search.analysis import analyse, is_stop, tokens, words
from search.chosen import ask
from search.folding import lowered
from search.parsing import Typed, read_typed
from search.planning import plan
from search.query import SearchQuery

MOST_RECORDS = 6
MOST_WORDS = 4
# Words that are looked at for these, many of them forms of one.
MOST_FORMS = 20
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """A record by its title, with the address of its page; or a whole query, without a kind."""

    text: str
    language: str
    kind: str = ""
    url: str = ""


@budget.of_one_request()
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
    seen = Title.objects.filter(*seen_at("record", user), record__in=ids, language=query.language)
    titles = {row.record_id: row for row in seen.select_related("record")}
    rows = [titles[pk] for pk in ids if pk in titles]
    records = [Suggestion(row.text, row.text_language, row.kind, row.address) for row in rows]
    return [*_endings(query, typed, rows), *records]


def _endings(query: SearchQuery, typed: Typed, rows: list[Title]) -> list[Suggestion]:
    """Return the query with its last word as documents end it: one form of each word, spelt as in these titles.

    Only documents that the words before it find: what is suggested is found.
    """
    if not typed.ends_in_word or typed.parts[-1].is_phrase or typed.parts[-1].is_excluded:
        return []
    last = words(typed.parts[-1].text, query.language)
    if not last or len(last[-1]) < SHORTEST:
        return []
    before = query.text.rstrip()[: -len(typed.parts[-1].text)]
    others = plan(replace(query.without_words(), text=before if _says_something(before, query.language) else ""))
    found = ask(lambda engine: engine.terms(last[-1], plan=others, limit=MOST_FORMS))
    ended = _one_of_each([term for term, _count in found], last[-1], query.language, rows)
    return [Suggestion(f"{before}{word}", query.language) for word in ended[:MOST_WORDS]]


def _says_something(text: str, language: str) -> bool:
    """Whether there is any word that is looked for beside others, or that must not be there."""
    return any(
        part.is_excluded or part.is_phrase or not is_stop(part.text, language) for part in read_typed(text).parts
    )


def _one_of_each(terms: list[str], typed: str, language: str, rows: list[Title]) -> list[str]:
    """Return one word for all that share a stem, none for those of a word typed to its end: they find the same.

    Terms stand in the index without accents. A form that a title holds is given as it stands there.
    """
    spelt = {
        token.word: lowered(token.raw, row.text_language)
        for row in reversed(rows)
        for token in tokens(row.text, row.text_language)
    }
    forms: dict[str, list[str]] = {}
    for term in terms:
        forms.setdefault(_stem(spelt.get(term, term), language), []).append(term)
    if typed in terms:
        del forms[_stem(spelt.get(typed, typed), language)]
    return [next((spelt[term] for term in alike if term in spelt), alike[0]) for alike in forms.values()]


def _stem(word: str, language: str) -> str:
    return "".join(analyse(word, language))
