"""Every choice by which results are ranked, each with its reason. Changed only against the judged queries.

Scores are BM25 of the engine, which both engines compute alike (k1 1.2, b 0.75), times the weight of the field; sets
score a fixed amount. A fixed amount of 1 is about what a rather common word in a text of middle length scores.
"""

from __future__ import annotations

from core.records.kinds import Kind
from search.fields import BODY, NAMES, SUMMARY, TITLE

# A word in the title says what a record is, in the summary what it is about; in the body it may stand in passing.
# Names are labels of topics, countries and the like: true of the record, but of many others too.
FIELD_WEIGHTS = {TITLE: 3.0, NAMES: 1.4, SUMMARY: 2.2, BODY: 1.0}
# The best field decides; that others hold the word too adds a little.
REST = 0.25
# The reader's own language first where a word is spelt alike in several.
OWN_LANGUAGE = 1.15

# The whole query is the name of a record: that record, before all that only speaks of it.
EXACT_NAME = 12.0
# Two words side by side, as typed, in a title or anywhere else.
PAIR_IN_TITLE, PAIR_IN_TEXT = 2.0, 1.0
# An unfinished word: records that are called so.
STARTS = 2.0
# A word spelt a little differently. Below any word spelt as typed, so that it adds to the list and never leads it.
NEAR = 0.35
# A word that sounds alike, or is written in another script.
SOUNDS = 0.8

# Letters of a word from which one, and two, may be wrong: short words have too many neighbours.
ONE_WRONG, TWO_WRONG = 4, 8

# Of so many words all must be found; of more, this share: questions hold words that no record holds.
ALL_WORDS = 2
SHARE_OF_WORDS = 0.6

# Readers look for practices first, and a topic gathers them; a source is found through what rests on it.
KIND_WEIGHTS: dict[str, float] = {
    Kind.PRACTICE: 0.9,
    Kind.COUNTRY: 0.7,
    Kind.TOPIC: 1.6,
    Kind.INSTITUTION: 0.5,
    Kind.PROGRAMME: 0.5,
    Kind.SERVICE_TYPE: 0.4,
    Kind.SDG_GOAL: 0.3,
    Kind.TERM: 0.3,
    Kind.NEWS: 0.3,
    Kind.SOURCE: 0.0,
}

# Records like one: what they are about counts for more than the words they share, and neither a single topic nor a
# single word makes them alike. The same country adds to that, but is no likeness by itself.
SIMILAR_FACETS = {"topic": 1.5, "service": 1.0, "sdg": 0.4}
SIMILAR_EXTRA = {"country": 0.5}
SIMILAR_LEAST = 2
SIMILAR_WORDS = 25


def distance_of(word: str) -> int:
    """Return how many letters of ``word`` may be wrong."""
    if len(word) >= TWO_WRONG:
        return 2
    return 1 if len(word) >= ONE_WRONG and word.isalpha() else 0


# Fewer results than this, and records are shown that hold only some of the words.
HARDLY_ANY = 6
# Of so many words one must be found then; of more, one in so many.
LOOSE_SHARE = 4


def needed(words: int, *, loose: bool = False) -> int:
    """Return how many of so many words must be found."""
    if loose:
        return max(1, words // LOOSE_SHARE)
    return words if words <= ALL_WORDS else max(ALL_WORDS, round(words * SHARE_OF_WORDS))
