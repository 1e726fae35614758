"""The fields of an index, and what stands in each for a document. Both engines index exactly these.

Every term of a text stands in one field, marked with its language: ``az:xidmet``. So a word of one language never
meets a word of another that happens to have the same stem, rarity is counted per language, and a query asks one field
where it would else ask seven.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.conf import settings

from core.records.collation import sort_key
from search.analysis import analyse, fold, sound, words
from search.documents import SearchDocument, Wording
from search.query import FACETS, KIND, NOT_STATED, YEAR

# Numbers: the record, and the state of its document.
ID, DOCUMENT_VERSION = "record_id", "version"
# Texts: terms with positions, scored by BM25.
TITLE, NAMES, SUMMARY, BODY = "title", "names", "summary", "body"
TEXTS = (TITLE, NAMES, SUMMARY, BODY)
# Sets of terms, found or not.
EXACT, WORDS, STARTS, SOUNDS, AUDIENCE = "exact", "words", "starts", "sounds", "audience"
SETS = (EXACT, WORDS, STARTS, SOUNDS, AUDIENCE)
# Stands in a text that has no words. Else the two engines would disagree on how long a text is on average.
NO_WORDS = "-"
# Orders: one value each, compared as text.
NEWEST, BY_YEAR = "newest", "by_year"

# Raised with every change of what stands in a field, so also of ``search.analysis``: the index is then made anew.
VERSION = 3

# How a stored line is written; raised where it is written otherwise.
LINE = 1

SHORTEST_START, LONGEST_START = 1, 15
# A word is told from all others by so many letters.
LONGEST_TERM = 60


def facet_field(facet: str) -> str:
    """Return the field that holds the values of a filter."""
    return f"facet_{facet}"


def title_order(language: str) -> str:
    """Return the field by which titles stand in the alphabetical order of a language."""
    return f"title_{language}"


def orders() -> tuple[str, ...]:
    """Return every field that results may be ordered by."""
    return (NEWEST, BY_YEAR, *(title_order(language) for language, _name in settings.LANGUAGES))


@lru_cache(maxsize=1)
def shape() -> str:
    """Return one value for the fields and for what stands in them: an index of another shape cannot be used."""
    layout = [VERSION, LINE, TEXTS, SETS, [facet_field(facet) for facet in FACETS], orders()]
    return hashlib.sha256(json.dumps(layout).encode()).hexdigest()[:12]


def marked(language: str, term: str) -> str:
    """Return a term as it stands in a field of texts."""
    return f"{language}:{term[:LONGEST_TERM]}"


class Fields:
    """What an engine writes of one document. ``texts`` holds the terms of each wording, with spaces between them.

    What was stored is given as ``line``, the JSON of one flat object, which an engine may take as it is; nobody reads
    it before somebody asks for a part.
    """

    def __init__(
        self,
        record_id: int,
        version: int,
        texts: dict[str, list[str]] | None = None,
        sets: dict[str, list[str]] | None = None,
        orders: dict[str, str] | None = None,
        *,
        line: str = "",
    ) -> None:
        """Keep the parts, or the line that was made of them."""
        self.record_id, self.version = record_id, version
        self._line = line
        self._flat = {} if line else self._flattened(texts or {}, sets or {}, orders or {})

    def _flattened(
        self, texts: dict[str, list[str]], sets: dict[str, list[str]], orders: dict[str, str]
    ) -> dict[str, Any]:
        whole = {name: texts.get(name) or [NO_WORDS] for name in TEXTS}
        return {ID: self.record_id, DOCUMENT_VERSION: self.version, **whole, **sets, **orders}

    @property
    def flat(self) -> dict[str, Any]:
        """Return everything by the name of its field, as both engines take it: a text without words holds a sign."""
        if not self._flat:
            self._flat = json.loads(self._line)
        return self._flat

    @property
    def line(self) -> str:
        """Return the same as JSON."""
        if not self._line:
            self._line = json.dumps(self.flat, ensure_ascii=False, separators=(",", ":"))
        return self._line

    @property
    def texts(self) -> dict[str, list[str]]:
        """Return the texts that have words."""
        return {name: self.flat[name] for name in TEXTS if self.flat[name] != [NO_WORDS]}

    @property
    def sets(self) -> dict[str, list[str]]:
        """Return the sets of terms, with those of the filters."""
        names = (*SETS, *map(facet_field, FACETS))
        return {name: self.flat[name] for name in names if name in self.flat}

    @property
    def orders(self) -> dict[str, str]:
        """Return what results are ordered by."""
        return {name: self.flat[name] for name in orders() if name in self.flat}

    def __eq__(self, other: object) -> bool:
        """Whether an engine would write the same."""
        return isinstance(other, Fields) and self.flat == other.flat

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return which document it is of, in which state."""
        return f"<Fields of {self.record_id}, {self.version}>"


def fields_of(document: SearchDocument, *, version: int) -> Fields:
    """Return what stands in the index for ``document``; ``version`` tells its states apart."""
    return Fields(
        record_id=document.record_id,
        version=version,
        texts=_texts(document),
        sets={**_sets(document), **_facets(document)},
        orders=_orders(document),
    )


def _texts(document: SearchDocument) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in TEXTS}
    # In an order of their own: a database may give the languages of a document back in another.
    for language, wording in sorted(document.wordings.items()):
        for name, text in _named(wording):
            terms = [marked(language, term) for term in analyse(text, language)]
            if terms:
                found[name].append(" ".join(terms))
    return found


def _named(wording: Wording) -> list[tuple[str, str]]:
    names = [(NAMES, name) for name in wording.names]
    return [(TITLE, wording.title), *names, (SUMMARY, wording.summary), (BODY, wording.whole_body)]


def _sets(document: SearchDocument) -> dict[str, list[str]]:
    exact, plain, starts, sounds = set(), set(), set(), set()
    for language, wording in document.wordings.items():
        called = [wording.title, *wording.names]
        exact |= {folded_title(text) for text in called if text}
        named = {word for text in called for word in words(text, language)}
        starts |= {start for word in {w for t in called[:1] for w in words(t, language)} for start in _starts(word)}
        sounds |= {heard for word in named if (heard := sound(word))}
        plain |= named | {word for text in (wording.summary, wording.whole_body) for word in words(text, language)}
    return {
        EXACT: sorted(exact),
        WORDS: sorted(word for word in plain if len(word) <= LONGEST_TERM),
        STARTS: sorted(starts),
        SOUNDS: sorted(sounds),
        AUDIENCE: sorted(document.audience),
    }


def folded_title(text: str) -> str:
    """Return a title or name as one term."""
    return " ".join(fold(text).split())[:200]


def _starts(word: str) -> list[str]:
    return [word[:length] for length in range(SHORTEST_START, min(len(word), LONGEST_START) + 1)]


def _facets(document: SearchDocument) -> dict[str, list[str]]:
    own = {KIND: (document.kind,), YEAR: _years(document)}
    return {facet_field(name): sorted({*own.get(name, ()), *document.facets.get(name, ())}) for name in FACETS}


def _years(document: SearchDocument) -> tuple[str, ...]:
    if document.dated is None:
        return ()
    return (str(document.year) if document.year is not None else NOT_STATED,)


def _orders(document: SearchDocument) -> dict[str, str]:
    original = document.wordings.get(document.language, Wording())
    found = {
        NEWEST: f"{document.listed}|{document.record_id:012}",
        BY_YEAR: f"{document.year or 0:04}|{document.listed}|{document.record_id:012}",
    }
    for language, _name in settings.LANGUAGES:
        title = document.wordings.get(language, original).title or original.title
        found[title_order(language)] = f"{sort_key(title, language)}|{document.record_id:012}"
    return found
