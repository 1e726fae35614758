"""What each node finds, and in which order where that is defined."""

from __future__ import annotations

import json

import pytest

from search.engines import SearchEngine
from search.fields import AUDIENCE, BODY, EXACT, NAMES, SOUNDS, STARTS, SUMMARY, TITLE, WORDS, facet_field
from search.nodes import Among, AtLeast, Best, Everything, Near, Node, Nothing, OneOf, Phrase, Term, Without
from search.planning import Plan
from search.query import KIND
from tests.search.contract.library import LIBRARY, found

pytestmark = pytest.mark.sqlite

ALL = [one.record_id for one in LIBRARY]


def test_a_reader_who_types_two_words_finds_the_record_that_is_called_so_first(stocked: SearchEngine) -> None:
    """The shape of a plan: words in several fields, near ones beside, all of them needed, more for side by side."""

    def word(text: str) -> Node:
        fields = [Term(TITLE, text, 3.0), Term(NAMES, text, 1.4), Term(BODY, text)]
        return Best((*fields, Near(WORDS, text, 1, 0.35), OneOf(WORDS, (text,), 0.35)), 0.25)

    extra = (OneOf(EXACT, ("red bridge",), 12.0), Phrase(TITLE, ("red", "bridge"), 2.0))
    asked = AtLeast((word("red"), word("bridge")), 2, extra)
    result = found(stocked, asked)
    assert result[0] == 51
    assert set(result) == {51, 52, 53, 54}
    assert found(stocked, Without(asked, (Term(BODY, "old"),))) == [one for one in result if one != 54]


FINDS: dict[str, tuple[Node, list[int]]] = {
    "a term": (Term(TITLE, "window"), [41]),
    "a term of another field": (Term(SUMMARY, "window"), []),
    "an unknown term": (Term(TITLE, "nowhere"), []),
    "part of a term": (Term(TITLE, "windo"), []),
    "a term with other capitals": (Term(TITLE, "Window"), []),
    "a phrase": (Phrase(TITLE, ("red", "bridge")), [51]),
    "a phrase across values": (Phrase(NAMES, ("red", "bridge")), []),
    "a phrase with a word between": (Phrase(BODY, ("red", "bridge")), []),
    "a phrase of three": (Phrase(BODY, ("red", "old", "bridge")), [54]),
    "a phrase of one": (Phrase(NAMES, ("red",)), [52]),
    "a phrase of none": (Phrase(NAMES, ()), []),
    "one of several": (OneOf(WORDS, ("window", "red", "nowhere")), [41, 42, 51, 52, 53, 54]),
    "one of one": (OneOf(EXACT, ("red bridge",)), [51]),
    "one of none": (OneOf(WORDS, ()), []),
    "one of many": (OneOf(WORDS, (*(f"word{number}" for number in range(2000)), "lantern")), [43]),
    "records of these": (Among((54, 41, 99)), [41, 54]),
    "records of none": (Among(()), []),
    "a word among these": (AtLeast((OneOf(WORDS, ("window", "red")), Among((1, 42, 53))), 2), [42, 53]),
    "a word among many": (AtLeast((OneOf(WORDS, ("window",)), Among(tuple(range(42, 5000)))), 2), [42]),
    "an unfinished word": (OneOf(STARTS, ("windo",)), [41]),
    "a sound": (OneOf(SOUNDS, ("w",)), [41]),
    "an audience": (OneOf(AUDIENCE, ("nobody",)), []),
    "the same word": (Near(WORDS, "lantern", 1, 0.5), [43]),
    "a letter other": (Near(WORDS, "lanterm", 1, 0.5), [43]),
    "a letter less": (Near(WORDS, "lanern", 1, 0.5), [43]),
    "a letter more": (Near(WORDS, "lantxern", 1, 0.5), [43]),
    "the first letter other": (Near(WORDS, "kantern", 1, 0.5), [43]),
    "two letters changed places": (Near(WORDS, "lanetrn", 1, 0.5), [43]),
    "two letters other": (Near(WORDS, "lampern", 1, 0.5), []),
    "two letters other, both allowed": (Near(WORDS, "lampern", 2, 0.5), [43]),
    "three letters other": (Near(WORDS, "lampers", 2, 0.5), []),
    "the beginning of a word": (Near(WORDS, "lant", 1, 0.5), []),
    "near an Azerbaijani word": (Near(WORDS, "xidmət", 1, 0.5), [55, 56, 57, 58]),
    "two from an Azerbaijani word": (Near(WORDS, "xidmət", 2, 0.5), [55, 56, 57, 58, 59]),
    "near an Arabic word": (Near(WORDS, "خدمة", 1, 0.5), [55, 56]),
    "two from an Arabic word": (Near(WORDS, "خدمات", 2, 0.5), [55, 57, 59]),
    "letters of Arabic that changed places": (Near(WORDS, "خمدات", 1, 0.5), [57, 59]),
    "the best of two": (Best((Term(TITLE, "window"), Term(TITLE, "hall"))), [41, 42]),
    "the best of none": (Best(()), []),
    "all of two": (AtLeast((Term(TITLE, "window"), Term(BODY, "hall")), 2), [41]),
    "two of three": (AtLeast((Term(TITLE, "window"), Term(BODY, "hall"), Term(BODY, "window")), 2), [41]),
    "three of two": (AtLeast((Term(TITLE, "window"), Term(BODY, "hall")), 3), []),
    "one of none of the nodes": (AtLeast((), 1), []),
    "without one": (Without(OneOf(WORDS, ("window", "red")), (Term(TITLE, "red"), Term(NAMES, "red"))), [41, 42, 54]),
    "without itself": (Without(Term(TITLE, "window"), (Term(TITLE, "window"),)), []),
    "without nothing": (Without(Term(TITLE, "window"), (Nothing(),)), [41]),
    "everything without": (Without(Everything(), (OneOf(WORDS, ("report",)),)), ALL[40:]),
    "everything": (Everything(), ALL),
    "nothing": (Nothing(), []),
    "a node within nodes": (AtLeast((Best((Without(Term(TITLE, "red"), (Term(TITLE, "old"),)),)),), 1), [51, 53]),
}


@pytest.mark.parametrize("case", FINDS)
def test_a_node_finds(stocked: SearchEngine, case: str) -> None:
    node, expected = FINDS[case]
    assert sorted(found(stocked, node)) == expected


ORDERS: dict[str, tuple[Node, list[int]]] = {
    "the weight of a field": (AtLeast((Term(TITLE, "hall", 9.0), Term(BODY, "hall", 0.1)), 1), [42, 41]),
    "the other weight": (AtLeast((Term(TITLE, "hall", 0.1), Term(BODY, "hall", 9.0)), 1), [41, 42]),
    "a rare term first": (AtLeast((Term(BODY, "lantern"), Term(BODY, "harbour")), 1), [43, 44, 45, 46, 47]),
    "a term that is often in it": (Term(BODY, "barley"), [48, 49, 50]),
    "both before one": (AtLeast((Term(BODY, "harbour"), Term(BODY, "quay")), 1), [44, 45, 46, 47, 43]),
    "a fixed amount before a smaller": (Best((OneOf(WORDS, ("hall",), 2.0), OneOf(EXACT, ("hall",), 5.0))), [42, 41]),
    "what is near scores alike": (Near(WORDS, "xidmət", 2, 0.5), [55, 56, 57, 58, 59]),
    "what is one of them scores alike": (OneOf(WORDS, ("red", "bridge", "old"), 1.0), [51, 52, 53, 54]),
    "the best alone": (Best((OneOf(WORDS, ("copper",), 1.0), OneOf(EXACT, ("copper",), 2.0))), [60, 61]),
    "extra leads": (AtLeast((OneOf(WORDS, ("copper",), 1.0),), 1, (Term(SUMMARY, "copper"),)), [60, 61]),
    "extra of the last": (AtLeast((OneOf(WORDS, ("bridge",), 1.0),), 1, (Term(BODY, "old"),)), [54, 51, 52, 53]),
    "extra finds nothing": (AtLeast((Term(TITLE, "window"),), 1, (Everything(), Term(TITLE, "hall", 5.0))), [41]),
    "extra does not count": (AtLeast((Term(TITLE, "red"), Term(TITLE, "old")), 2, (Everything(),)), []),
    "everything alike": (Everything(), ALL),
}  # fmt: skip


@pytest.mark.parametrize("case", ORDERS)
def test_a_node_orders(stocked: SearchEngine, case: str) -> None:
    node, expected = ORDERS[case]
    assert found(stocked, node) == expected


@pytest.mark.parametrize(("rest", "expected"), [(0.0, 0.0), (0.5, 1.0), (1.0, 2.0)])
def test_the_rest_of_a_best_adds_its_part(stocked: SearchEngine, rest: float, expected: float) -> None:
    node = Best((OneOf(WORDS, ("copper",), 3.0), OneOf(STARTS, ("copp",), 2.0)), rest)
    best = Best((OneOf(WORDS, ("copper",), 3.0),))
    scores = [hit.score for hit in stocked.answer(Plan(node, scope=())).hits]
    alone = [hit.score for hit in stocked.answer(Plan(best, scope=())).hits]
    assert [score - one for score, one in zip(scores, alone, strict=True)] == pytest.approx([expected] * 2)


def test_weights_are_factors_of_the_score(stocked: SearchEngine) -> None:
    scores = [stocked.answer(Plan(Term(TITLE, "window", weight), scope=())).hits[0].score for weight in (1.0, 2.5)]
    assert scores[1] == pytest.approx(scores[0] * 2.5, rel=1e-4)


def test_a_sum_is_the_sum(stocked: SearchEngine) -> None:
    node = AtLeast((OneOf(WORDS, ("window",), 1.0), OneOf(EXACT, ("window",), 4.0)), 1, (OneOf(SOUNDS, ("h",), 0.5),))
    scores = {hit.record_id: hit.score for hit in stocked.answer(Plan(node, scope=())).hits}
    assert scores == pytest.approx({41: 5.0, 42: 1.5})


def test_scope_and_filters_add_nothing_to_the_score(stocked: SearchEngine) -> None:
    node, kind = Term(TITLE, "window"), OneOf(facet_field(KIND), ("practice",))
    plain = stocked.answer(Plan(node, scope=()))
    held = stocked.answer(Plan(node, scope=(OneOf(AUDIENCE, ("public",)), kind), filters={KIND: kind}))
    assert held.hits[0].score == pytest.approx(plain.hits[0].score)


def test_a_score_is_explained_where_it_is_asked(stocked: SearchEngine) -> None:
    plain = stocked.answer(Plan(Term(TITLE, "window"), scope=()))
    explained = stocked.answer(Plan(Term(TITLE, "window"), scope=(), explain=True))
    assert plain.hits[0].explanation == ""
    account = json.loads(explained.hits[0].explanation)
    assert account["value"] == pytest.approx(explained.hits[0].score, rel=1e-4)
