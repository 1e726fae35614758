"""How an index comes to be, follows what is written, and is replaced by another while it is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from search.engines import EngineUnavailable, RebuildNeeded, SearchEngine
from search.fields import BODY, TITLE, WORDS, Fields, facet_field
from search.nodes import Everything, OneOf, Term
from search.planning import Plan
from search.query import KIND, YEAR
from tests.search.contract.library import LIBRARY, document, fill, found, ids

pytestmark = pytest.mark.sqlite

ALL = Plan(Everything(), scope=(), size=1000)


def test_documents_come_change_and_go(engine: SearchEngine) -> None:
    """The story of an index, from none to the third."""
    with pytest.raises(RebuildNeeded):
        engine.write([document(1)])
    fill(engine, [document(1, "old"), document(2, "stays"), document(3, "goes")])
    engine.write([document(1, "new", version=2), document(4, "comes")], removed=[3])
    assert found(engine, OneOf(WORDS, ("old", "goes"))) == []
    assert found(engine, Everything()) == [1, 2, 4]
    assert sorted(engine.versions()) == [(1, 2), (2, 1), (4, 1)]
    fill(engine, [document(5, "other")])
    assert found(engine, Everything()) == [5]
    assert engine.state().documents == 1


# --- Writing --------------------------------------------------------------------------------------


def test_writing_twice_is_writing_once(engine: SearchEngine) -> None:
    fill(engine, [])
    for _time in range(2):
        engine.write([document(1, "one"), document(2, "two")], removed=[7])
    assert sorted(engine.versions()) == [(1, 1), (2, 1)]
    assert engine.state().documents == 2
    assert engine.answer(Plan(Term(TITLE, "one"), (), counted=(KIND,))).facets == {KIND: {"practice": 1}}


def test_a_document_written_twice_at_once_is_the_later(engine: SearchEngine) -> None:
    fill(engine, [document(1, "first")])
    engine.write([document(1, "second", version=2), document(1, "third", version=3)])
    assert list(engine.versions()) == [(1, 3)]
    assert found(engine, Term(TITLE, "second")) == []
    assert found(engine, Term(TITLE, "third")) == [1]


def test_removing_leaves_nothing(engine: SearchEngine) -> None:
    fill(engine, LIBRARY)
    engine.write([], removed=(one.record_id for one in LIBRARY))
    assert engine.answer(Plan(Everything(), (), counted=(KIND, YEAR))).facets == {KIND: {}, YEAR: {}}
    assert engine.terms("", plan=Plan(Everything(), ()), limit=10) == []
    assert (list(engine.versions()), engine.state().documents) == ([], 0)


def test_removing_what_is_not_there_is_nothing(engine: SearchEngine) -> None:
    fill(engine, [document(1)])
    engine.write([], removed=[2, 2**40])
    engine.write([])
    assert list(engine.versions()) == [(1, 1)]


def test_what_is_removed_can_be_written_again(engine: SearchEngine) -> None:
    fill(engine, [document(1)])
    engine.write([], removed=[1])
    engine.write([document(1, version=2)])
    assert list(engine.versions()) == [(1, 2)]


def test_large_numbers_are_kept(engine: SearchEngine) -> None:
    fill(engine, [document(2**52, version=2**60 - 1)])
    assert list(engine.versions()) == [(2**52, 2**60 - 1)]
    assert ids(engine.answer(ALL)) == [2**52]
    engine.write([], removed=[2**52])
    assert list(engine.versions()) == []


def test_long_and_odd_values_are_kept(engine: SearchEngine) -> None:
    long = " ".join(f"word{number}" for number in range(20_000))
    fill(engine, [document(1, body=long), document(2, "a\N{ZERO WIDTH NON-JOINER}b 'c' \"d\" e\\f g/h {i} <j>")])
    assert found(engine, Term(BODY, "word19999")) == [1]
    assert found(engine, Term(TITLE, "e\\f")) == [2]


def test_many_small_writes_are_kept(engine: SearchEngine) -> None:
    fill(engine, [])
    for number in range(12):
        engine.write([document(number % 6, body=f"write{number}", version=number)])
    assert sorted(engine.versions()) == [(number, number + 6) for number in range(6)]
    assert found(engine, OneOf(WORDS, ("write3", "write11"))) == [5]


# --- Rebuilding -----------------------------------------------------------------------------------


def test_readers_see_the_old_index_until_the_new_one_takes_its_place(engine: SearchEngine) -> None:
    fill(engine, [document(1, "old")])
    with engine.rebuild() as rebuild:
        rebuild.add([document(2, "new")])
        assert found(engine, Everything()) == [1]
        engine.write([document(3, "meanwhile")])
        assert found(engine, Everything()) == [1, 3]
        rebuild.swap()
        assert found(engine, Everything()) == [2]
    engine.write([document(4, "after")])
    assert found(engine, Everything()) == [2, 4]


def test_what_is_added_twice_counts_once_the_later(engine: SearchEngine) -> None:
    with engine.rebuild() as rebuild:
        rebuild.add([document(1, "first"), document(2)])
        rebuild.add([document(1, "second", version=2), document(1, "third", version=3)])
        rebuild.swap()
    assert sorted(engine.versions()) == [(1, 3), (2, 1)]
    assert found(engine, OneOf(WORDS, ("first", "second"))) == []


def test_what_was_added_can_be_removed_before_the_swap(engine: SearchEngine) -> None:
    with engine.rebuild() as rebuild:
        rebuild.add(document(number) for number in range(1, 6))
        rebuild.remove([2, 4, 99])
        rebuild.add([document(4, version=2)])
        rebuild.swap()
    assert sorted(engine.versions()) == [(1, 1), (3, 1), (4, 2), (5, 1)]


def left_alone(engine: SearchEngine) -> None:
    with engine.rebuild() as rebuild:
        rebuild.add([document(2)])


def abandoned(engine: SearchEngine) -> None:
    with engine.rebuild() as rebuild:
        rebuild.add([document(2)])
        rebuild.abandon()


def gone_wrong(engine: SearchEngine) -> None:
    with suppress(LookupError), engine.rebuild() as rebuild:
        rebuild.add([document(2)])
        raise LookupError


def gone_wrong_in_its_documents(engine: SearchEngine) -> None:
    def documents() -> Iterator[Fields]:
        yield document(2)
        raise ValueError("of the database")

    with pytest.raises(ValueError, match="of the database"), engine.rebuild() as rebuild:
        rebuild.add(documents())


@pytest.mark.parametrize("attempt", [left_alone, abandoned, gone_wrong, gone_wrong_in_its_documents])
def test_a_rebuild_without_a_swap_leaves_nothing(engine: SearchEngine, attempt: Callable[[SearchEngine], None]) -> None:
    fill(engine, [document(1)])
    before = engine.state()
    attempt(engine)
    assert engine.state() == before
    assert list(engine.versions()) == [(1, 1)]
    fill(engine, [document(3)])
    assert list(engine.versions()) == [(3, 1)]


def test_a_first_rebuild_without_a_swap_leaves_no_index(engine: SearchEngine) -> None:
    left_alone(engine)
    with pytest.raises(RebuildNeeded):
        engine.state()


def test_only_one_rebuild_is_under_way(engine: SearchEngine) -> None:
    with engine.rebuild() as rebuild:
        with pytest.raises(EngineUnavailable), engine.rebuild():
            pass
        rebuild.add([document(1)])
        rebuild.swap()
    assert list(engine.versions()) == [(1, 1)]
    fill(engine, [document(2)])
    assert list(engine.versions()) == [(2, 1)]


def test_a_rebuild_may_have_no_documents(engine: SearchEngine) -> None:
    fill(engine, LIBRARY)
    fill(engine, [])
    assert engine.answer(Plan(Everything(), (), counted=(KIND,))).total == 0
    assert list(engine.versions()) == []


def test_who_reads_while_others_write_and_rebuild_sees_one_index_and_all_of_it(engine: SearchEngine) -> None:
    """Each index holds forty practices of one year; beside them, news are written all the time."""

    def library(year: int) -> list[Fields]:
        return [document(number, year=year) for number in range(1, 41)]

    practices = (OneOf(facet_field(KIND), ("practice",)),)
    plan = Plan(Everything(), practices, size=100, counted=(YEAR,))
    done = threading.Event()

    def read() -> int:
        answers = 0
        while not done.is_set() or not answers:
            answer = engine.answer(plan)
            assert ids(answer) == list(range(1, 41))
            assert list(answer.facets[YEAR].values()) == [40]
            answers += 1
        return answers

    def write() -> int:
        writes = 0
        while not done.is_set() or not writes:
            engine.write([document(100 + writes % 5, kind="news")], removed=[100 + (writes + 3) % 5])
            writes += 1
        return writes

    fill(engine, library(2000))
    with ThreadPoolExecutor(max_workers=3) as pool:
        try:
            others = [pool.submit(read), pool.submit(read), pool.submit(write)]
            for year in range(2001, 2006):
                fill(engine, library(year))
        finally:
            done.set()
        assert all(other.result(timeout=60) for other in others)
    assert engine.answer(plan).facets == {YEAR: {"2005": 40}}


# --- No index, and what operators see -------------------------------------------------------------

QUESTIONS: dict[str, Callable[[SearchEngine], object]] = {
    "answer": lambda engine: engine.answer(ALL),
    "terms": lambda engine: engine.terms("a", plan=ALL, limit=5),
    "write": lambda engine: engine.write([document(1)]),
    "remove": lambda engine: engine.write([], removed=[1]),
    "versions": lambda engine: list(engine.versions()),
    "state": lambda engine: engine.state(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_an_index_a_rebuild_is_due(engine: SearchEngine, question: str) -> None:
    with pytest.raises(RebuildNeeded):
        QUESTIONS[question](engine)
    fill(engine, [document(1)])
    QUESTIONS[question](engine)


def test_the_state_names_the_index(engine: SearchEngine) -> None:
    fill(engine, LIBRARY)
    first = engine.state()
    assert first.name == engine.name
    assert first.documents == len(LIBRARY)
    assert first.bytes > 1000
    fill(engine, LIBRARY)
    assert engine.state().index not in {"", first.index}
