"""Did you mean: a word that no record holds, as records that were found spell it.

Only records that this reader was shown teach words: no dictionary of all words is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from search.analysis import analyse, is_stop, tokens, words
from search.documents import SearchDocument
from search.fields import WORDS
from search.highlighting import distance_within
from search.parsing import Part, Typed
from search.ranking import distance_of

# Records whose words may correct a query.
MOST_TEACHERS = 10


@dataclass(frozen=True)
class _Asked:
    """A word that may be misspelt: how it stands in texts, and its stems."""

    plain: str
    stems: frozenset[str]
    distance: int


def corrected_by(documents: list[SearchDocument], typed: Typed, language: str, lines: Callable[[], list[str]]) -> str:
    """Return the query with its unknown words as the documents spell them; nothing where none is unknown.

    ``lines`` gives what stands in the index of the documents (``Fields.line``); it is asked where titles, names and
    summaries do not hold a word.
    """
    if typed.excluded or not typed.wanted or not documents:
        return ""
    asked = {part: word for part in typed.wanted if (word := _asked(part, language)) is not None}
    unknown = _unknown(set(asked.values()), documents)
    unknown = unknown and _in_no_line(unknown, lines())
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
    """Return the words that stand in no title, name or summary; mostly the first few have them all."""
    left = set(asked)
    for text, language in _short_texts(documents):
        if not left:
            break
        seen = tokens(text, language)
        plain, stems = {token.word for token in seen}, {token.stem for token in seen}
        left = {word for word in left if word.plain not in plain and not word.stems & stems}
    return left


def _in_no_line(asked: set[_Asked], lines: Iterable[str]) -> set[_Asked]:
    """Return the words that stand nowhere in the fields of documents. A line is searched and not read: it is long."""
    left = set(asked)
    for line in lines:
        written = line.partition(f'"{WORDS}":[')[2].partition("]")[0]
        left = {word for word in left if f'"{word.plain}"' not in written and not _has_stem(line, word.stems)}
    return left


def _has_stem(line: str, stems: Iterable[str]) -> bool:
    """Whether a term of a text, which stands behind its language, has one of the stems."""
    return any(f":{stem} " in line or f':{stem}"' in line for stem in stems)


def _short_texts(documents: Iterable[SearchDocument]) -> Iterator[tuple[str, str]]:
    for document in documents:
        for language, wording in document.wordings.items():
            yield from ((text, language) for text in (wording.title, *wording.names, wording.summary))


class _Spelling:
    """The words of titles, names and summaries, how often they stand there and how they are written."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._seen = [token for text, language in _short_texts(documents) for token in tokens(text, language)]
        self._known = Counter(token.word for token in self._seen)

    def of(self, asked: _Asked) -> str:
        """Return the likeliest word, or nothing where none is near."""
        near = [word for word in self._known if distance_within(word, asked.plain, asked.distance)]
        if not near:
            return ""
        best = max(near, key=lambda word: (distance_within(word, asked.plain, 1), self._known[word], word))
        return Counter(token.raw.lower() for token in self._seen if token.word == best).most_common(1)[0][0]
