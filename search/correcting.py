"""Did you mean: a word that no record holds, as records that were found spell it.

Only records that this reader was shown teach words: no dictionary of all words is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import analyse, is_stop, tokens, words
from search.documents import SearchDocument
from search.highlighting import distance_within
from search.parsing import Part, Typed
from search.ranking import distance_of

# Records whose words may correct a query.
MOST_TEACHERS = 10
# Texts whose words are kept.
KNOWN_TEXTS = 2_000


@dataclass(frozen=True)
class _Asked:
    """A word that may be misspelt: how it stands in texts, and its stems."""

    plain: str
    stems: frozenset[str]
    distance: int


def corrected_by(documents: list[SearchDocument], typed: Typed, language: str) -> str:
    """Return the query with its unknown words as the documents spell them; nothing where none is unknown."""
    if typed.excluded or not typed.wanted or not documents:
        return ""
    asked = {part: word for part in typed.wanted if (word := _asked(part, language)) is not None}
    unknown = _unknown(set(asked.values()), documents)
    if not unknown:
        return ""
    spelling = _Spelling(documents)
    spelt = {part: spelling.of(word) for part, word in asked.items() if word in unknown}
    if not any(spelt.values()):
        return ""
    return " ".join(spelt.get(part) or part.text for part in typed.wanted)


def _asked(part: Part, language: str) -> _Asked | None:
    plain = words(part.text, language)
    if len(plain) != 1 or is_stop(part.text, language) or not (distance := distance_of(plain[0])):
        return None
    return _Asked(plain[0], frozenset(analyse(part.text, language)), distance)


def _unknown(asked: set[_Asked], documents: Iterable[SearchDocument]) -> set[_Asked]:
    """Return the words that stand in none of the texts; mostly the first few have them all."""
    left = set(asked)
    for text, language in _texts(documents):
        if not left:
            break
        known = _vocabulary(text, language)
        left = {word for word in left if word.plain not in known and not word.stems & known}
    return left


@lru_cache(KNOWN_TEXTS)
def _vocabulary(text: str, language: str) -> frozenset[str]:
    """Return the words of a text, as they stand there and as their stems: whole records are looked through for each."""
    return frozenset(part for token in tokens(text, language) for part in (token.word, token.stem))


def _texts(documents: Iterable[SearchDocument]) -> Iterator[tuple[str, str]]:
    held = list(documents)
    for document in held:
        for language, wording in document.wordings.items():
            yield from ((text, language) for text in (wording.title, *wording.names, wording.summary))
    for document in held:
        yield from ((wording.body, language) for language, wording in document.wordings.items())


class _Spelling:
    """The words of titles, names and summaries, how often they stand there and how they are written."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._known: Counter[str] = Counter()
        self._raw: dict[str, Counter[str]] = {}
        for document in documents:
            for language, wording in document.wordings.items():
                for text in (wording.title, *wording.names, wording.summary):
                    self._learn(text, language)

    def _learn(self, text: str, language: str) -> None:
        for token in tokens(text, language):
            self._known[token.word] += 1
            self._raw.setdefault(token.word, Counter())[token.raw.lower()] += 1

    def of(self, asked: _Asked) -> str:
        """Return the likeliest word, or nothing where none is near."""
        near = [word for word in self._known if distance_within(word, asked.plain, asked.distance)]
        if not near:
            return ""
        best = max(near, key=lambda word: (distance_within(word, asked.plain, 1), self._known[word], word))
        return self._raw[best].most_common(1)[0][0]
