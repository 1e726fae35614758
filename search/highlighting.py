"""The one highlighter: the words that were asked for, marked in the raw text, by the analysis that found them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from rapidfuzz.distance import OSA

from search.analysis import Token, analyse, is_stop, sound, telling_sound, tokens, words
from search.parsing import Typed
from search.ranking import distance_of

LONGEST_EXCERPT = 260
# So much of a long text is looked through for the best place.
MOST_TOKENS = 6_000


@dataclass(frozen=True)
class Piece:
    """A piece of a text; ``is_marked`` where it is a word that was asked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Wanted:
    """The words of a query as a text is compared with them: stems by language, plain words, sounds.

    What was found out about a word or a text is kept for the time of the answer: records share many words, and a text
    is looked at to choose it and again to mark it.
    """

    stems: dict[str, frozenset[str]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    _near: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    _found: dict[tuple[str, str], list[Token]] = field(default_factory=dict, compare=False, repr=False)

    def found_in(self, text: str, language: str) -> list[Token]:
        """Return the tokens to mark: words of the query, or only where there are none, those that come near."""
        asked = (text, language)
        if asked not in self._found:
            self._found[asked] = self._look(text, language) if self.plain else []
        return self._found[asked]

    def _look(self, text: str, language: str) -> list[Token]:
        seen = tokens(text, language)[:MOST_TOKENS]
        exact = [token for token in seen if self._exactly(token, language)]
        return exact or [token for token in seen if self._loosely(token.word)]

    def _exactly(self, token: Token, language: str) -> bool:
        """Whether the token is a word of the query, in any form."""
        return token.stem in self.stems.get(language, frozenset()) or token.word in self.plain

    def _loosely(self, word: str) -> bool:
        """Whether a word sounds like a word of the query, or is spelt nearly so."""
        if word not in self._near:
            heard = sound(word)
            self._near[word] = bool(heard and heard in self.sounds) or any(
                distance_within(word, typed, distance_of(typed)) for typed in self.plain
            )
        return self._near[word]


def wanted(typed: Typed, language: str) -> Wanted:
    """Return what is to be marked for a query; words that say nothing are not, unless there are no others."""
    texts = [part.text for part in typed.wanted]
    telling = [text for text in texts if not is_stop(text, language)] or texts
    plain = {word for text in telling for word in words(text, language)}
    return Wanted(
        stems={code: frozenset(s for t in telling for s in analyse(t, code)) for code, _name in settings.LANGUAGES},
        plain=frozenset(plain),
        sounds=frozenset(heard for word in plain if (heard := telling_sound(word))),
    )


def marked(text: str, language: str, query: Wanted) -> list[Piece]:
    """Return the whole text in pieces."""
    return list(_pieces(text, query.found_in(text, language)))


def excerpt(text: str, language: str, query: Wanted) -> list[Piece]:
    """Return the part of the text that holds most of the query, in pieces; its beginning where it holds none."""
    found = query.found_in(text, language)
    start, end = _best_part(text, found)
    inside = [(token.start - start, token.end - start) for token in found if start <= token.start and token.end <= end]
    pieces = list(_between(text[start:end], inside))
    if start > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def holds(text: str, language: str, query: Wanted) -> bool:
    """Whether the text has a word of the query."""
    return bool(query.found_in(text, language))


def _best_part(text: str, found: list[Token]) -> tuple[int, int]:
    """Return where the excerpt begins and ends: where most different words of the query stand close together."""
    if len(text) <= LONGEST_EXCERPT:
        return 0, len(text)
    best, best_value = 0, 0
    for position, first in enumerate(found):
        near = [token for token in found[position : position + 30] if token.end - first.start <= LONGEST_EXCERPT - 40]
        value = 10 * len({token.stem for token in near}) + len(near)
        if value > best_value:
            best, best_value = first.start, value
    start = _word_begin(text, max(0, min(best - 40, len(text) - LONGEST_EXCERPT)))
    return start, _word_end(text, start + LONGEST_EXCERPT)


def _word_begin(text: str, place: int) -> int:
    if place == 0:
        return 0
    sentence = max(text.rfind(mark, max(0, place - 80), place) for mark in (". ", "\n"))
    if sentence >= 0:
        return sentence + (2 if text[sentence] == "." else 1)
    blank = text.find(" ", place)
    return blank + 1 if 0 <= blank < place + 40 else place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    blank = text.rfind(" ", place - 40, place)
    return blank if blank > 0 else place


def _pieces(text: str, found: Iterable[Token]) -> Iterator[Piece]:
    yield from _between(text, [(token.start, token.end) for token in found])


def _between(text: str, places: list[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in places:
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], is_marked=True)
        done = end
    if done < len(text):
        yield Piece(text[done:])


def distance_within(one: str, other: str, most: int) -> bool:
    """Whether at most ``most`` letters differ: one more, one less, another one, or two that changed places."""
    return OSA.distance(one, other, score_cutoff=most) <= most
