"""What is answered beside the hits: totals, orders, pages, counts, and words that begin so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from search.engines import SearchEngine
from search.fields import AUDIENCE, BODY, BY_YEAR, NEWEST, TITLE, WORDS, Fields, facet_field, title_order
from search.nodes import Everything, Nothing, OneOf, Term
from search.planning import Plan
from search.query import COUNTRY, FACETS, KIND, TOPIC, YEAR
from tests.search.contract.library import LIBRARY, READERS, SECRETARIAT, document, fill, ids

pytestmark = pytest.mark.sqlite

REPORTS = Term(BODY, "report")


def where(**values: Iterable[str]) -> dict[str, OneOf]:
    return {name: OneOf(facet_field(name), tuple(found)) for name, found in values.items()}


def matching(*nodes: OneOf) -> list[Fields]:
    """The reports that hold to the nodes, found by looking at each."""
    held = [one for one in LIBRARY if "report" in [text.split()[-1] for text in one.texts.get(BODY, [])]]
    return [one for one in held if all(set(node.values) & set(one.sets[node.field]) for node in nodes)]


def counts(documents: Iterable[Fields], facet: str) -> dict[str, int]:
    return dict(Counter(value for one in documents for value in one.sets[facet_field(facet)]))


def test_a_reader_filters_turns_pages_and_sees_what_another_filter_would_give(stocked: SearchEngine) -> None:
    """The story of a list: its total, its page, and counts that stay when the filter they belong to is set."""
    asked = Plan(REPORTS, READERS, order=(NEWEST, True), size=10, counted=FACETS)
    everything = stocked.answer(asked)
    assert (everything.total, len(everything.hits)) == (35, 10)
    kinds = everything.facets[KIND]

    filtered = Plan(REPORTS, READERS, where(kind=["news"]), (NEWEST, True), size=10, counted=FACETS)
    news = stocked.answer(filtered)
    assert news.total == kinds["news"]
    assert news.facets[KIND] == kinds
    assert sum(news.facets[YEAR].values()) < sum(everything.facets[YEAR].values())

    rest = stocked.answer(Plan(REPORTS, READERS, where(kind=["news"]), (NEWEST, True), start=10, size=10))
    assert len({*ids(news), *ids(rest)}) == news.total


# --- Who reads ------------------------------------------------------------------------------------


@pytest.mark.parametrize("counted", [(), FACETS])
def test_what_is_not_for_a_reader_does_not_exist(stocked: SearchEngine, counted: tuple[str, ...]) -> None:
    answer = stocked.answer(Plan(REPORTS, READERS, size=100, counted=counted))
    assert answer.total == 35
    assert [number for number in ids(answer) if number % 8 == 0] == []
    for name in counted:
        assert answer.facets[name] == counts(matching(*READERS), name)


def test_one_token_is_enough(stocked: SearchEngine) -> None:
    both = (OneOf(AUDIENCE, ("country:az", SECRETARIAT)),)
    assert stocked.answer(Plan(REPORTS, both)).total == 40
    assert stocked.answer(Plan(REPORTS, (OneOf(AUDIENCE, ("country:az",)),))).total == 0
    assert stocked.answer(Plan(REPORTS, (OneOf(AUDIENCE, ()),))).total == 0


def test_every_scope_holds(stocked: SearchEngine) -> None:
    kinds = OneOf(facet_field(KIND), ("news", "country"))
    answer = stocked.answer(Plan(REPORTS, (*READERS, kinds), size=100, counted=(KIND,)))
    expected = matching(*READERS, kinds)
    assert sorted(ids(answer)) == [one.record_id for one in expected]
    assert answer.facets == {KIND: counts(expected, KIND)}


# --- Filters and their counts ---------------------------------------------------------------------

FILTERS = [
    where(kind=["news"]),
    where(kind=["news", "country"], country=["az", "ge"]),
    where(year=["2021"], topic=["tax"], kind=["practice"]),
    where(topic=["tax", "land", "health"]),
    where(country=["nowhere"]),
]


@pytest.mark.parametrize("filters", FILTERS, ids=["one", "two", "three", "all values", "an unknown value"])
def test_values_are_counted_as_if_their_own_filter_were_not_there(
    stocked: SearchEngine, filters: dict[str, OneOf]
) -> None:
    answer = stocked.answer(Plan(REPORTS, READERS, filters, size=100, counted=FACETS))
    assert sorted(ids(answer)) == [one.record_id for one in matching(*READERS, *filters.values())]
    for facet in FACETS:
        others = [node for name, node in filters.items() if name != facet]
        assert answer.facets[facet] == counts(matching(*READERS, *others), facet), facet


def test_only_what_is_asked_for_is_counted(stocked: SearchEngine) -> None:
    assert stocked.answer(Plan(REPORTS, READERS, where(kind=["news"]))).facets == {}
    assert set(stocked.answer(Plan(REPORTS, READERS, where(kind=["news"]), counted=(YEAR,))).facets) == {YEAR}
    assert stocked.answer(Plan(Nothing(), READERS, counted=(KIND, COUNTRY))).facets == {KIND: {}, COUNTRY: {}}


def test_values_are_counted_as_they_are_spelled(engine: SearchEngine) -> None:
    values = ["Two words", "two words", "ərazi, Ş", "a:b/c-d", "7"]
    fill(engine, [document(number, topics=[value]) for number, value in enumerate(values, 1)])
    answer = engine.answer(Plan(Everything(), READERS, counted=(TOPIC,)))
    assert answer.facets == {TOPIC: dict.fromkeys(values, 1)}
    for number, value in enumerate(values, 1):
        assert ids(engine.answer(Plan(Everything(), READERS, where(topic=[value])))) == [number]


def test_many_values_are_all_counted(engine: SearchEngine) -> None:
    fill(engine, [document(number, topics=[f"topic-{number}", "all"]) for number in range(1, 601)])
    counted = engine.answer(Plan(Everything(), READERS, counted=(TOPIC,))).facets[TOPIC]
    assert counted == {"all": 600} | {f"topic-{number}": 1 for number in range(1, 601)}


# --- Orders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("falls", [True, False], ids=["falling", "rising"])
@pytest.mark.parametrize("field", [NEWEST, BY_YEAR, title_order("az"), title_order("en")])
def test_an_order_is_that_of_its_values(stocked: SearchEngine, field: str, falls: bool) -> None:
    answer = stocked.answer(Plan(Everything(), (), order=(field, falls), size=100))
    expected = sorted(LIBRARY, key=lambda one: one.orders[field], reverse=falls)
    assert ids(answer) == [one.record_id for one in expected]


def test_letters_stand_in_the_order_of_their_code_points(engine: SearchEngine) -> None:
    titles = ["a", "z", "Z", "é", "ə", "я", "ع", "\N{FULLWIDTH LATIN SMALL LETTER A}", "\N{GRINNING FACE}", "a b"]
    fill(engine, [document(number, title) for number, title in enumerate(titles, 1)])
    answer = engine.answer(Plan(Everything(), (), order=(title_order("en"), False)))
    assert [titles[number - 1] for number in ids(answer)] == sorted(titles, key=lambda title: f"{title}|")


# --- Pages ----------------------------------------------------------------------------------------

ORDERS = [None, (NEWEST, True), (title_order("az"), False)]


@pytest.mark.parametrize("size", [1, 7, 35, 36])
@pytest.mark.parametrize("order", ORDERS, ids=["by score", "the newest", "by title"])
def test_pages_follow_each_other_without_gap_or_repeat(
    stocked: SearchEngine, order: tuple[str, bool] | None, size: int
) -> None:
    whole = ids(stocked.answer(Plan(REPORTS, READERS, order=order, size=100)))
    pages = [
        stocked.answer(Plan(REPORTS, READERS, order=order, start=start, size=size)) for start in range(0, 35, size)
    ]
    assert [number for page in pages for number in ids(page)] == whole
    assert {page.total for page in pages} == {35}


@pytest.mark.parametrize("order", ORDERS, ids=["by score", "the newest", "by title"])
@pytest.mark.parametrize(("start", "size"), [(35, 20), (36, 20), (9_980, 20), (0, 0)])
def test_beyond_the_end_there_is_the_total_alone(
    stocked: SearchEngine, order: tuple[str, bool] | None, start: int, size: int
) -> None:
    answer = stocked.answer(Plan(REPORTS, READERS, order=order, start=start, size=size, counted=(KIND,)))
    assert (answer.total, answer.hits) == (35, ())
    assert sum(answer.facets[KIND].values()) == 35


def test_of_equal_scores_the_lower_number_stands_first_whenever_it_was_written(engine: SearchEngine) -> None:
    """More of them than pages, over several writes, as a library is written."""
    numbers = list(range(1, 501))
    fill(engine, (document(number, body="alike") for number in numbers[250:]))
    for start in range(0, 250, 50):
        engine.write(document(number, body="alike") for number in reversed(numbers[start : start + 50]))
    pages = [engine.answer(Plan(Term(BODY, "alike"), READERS, start=start, size=20)) for start in range(0, 500, 20)]
    assert [number for page in pages for number in ids(page)] == numbers


# --- Words that begin so --------------------------------------------------------------------------


def test_words_are_the_most_frequent_first_and_only_those_of_what_is_found(engine: SearchEngine) -> None:
    fill(
        engine,
        [
            document(1, words=["service", "server", "servant"]),
            document(2, words=["service", "servant", "xidmət"]),
            document(3, words=["service", "serene", "server"], kind="news"),
            document(4, words=["secret", "service", "xidmətlər"], audience=[SECRETARIAT]),
        ],
    )
    everything = Plan(Everything(), READERS)
    assert engine.terms("ser", plan=everything, limit=10) == [
        ("service", 3),
        ("servant", 2),
        ("server", 2),
        ("serene", 1),
    ]
    assert engine.terms("ser", plan=everything, limit=2) == [("service", 3), ("servant", 2)]
    assert engine.terms("se", plan=everything, limit=10) == engine.terms("ser", plan=everything, limit=10)
    assert engine.terms("xidmə", plan=everything, limit=10) == [("xidmət", 1)]
    assert engine.terms("service", plan=everything, limit=10) == [("service", 3)]
    held = Plan(OneOf(WORDS, ("servant", "serene")), READERS, where(kind=["news"]))
    assert engine.terms("ser", plan=held, limit=10) == [("serene", 1), ("server", 1), ("service", 1)]


@pytest.mark.parametrize("start", ["nothing", "Ser", ".*", "s.r", "[", "\\", '"', "ser*"])
def test_what_no_word_begins_with_gives_none(stocked: SearchEngine, start: str) -> None:
    assert stocked.terms(start, plan=Plan(Everything(), READERS), limit=10) == []


def test_words_of_nothing_are_none(stocked: SearchEngine) -> None:
    assert stocked.terms("r", plan=Plan(Nothing(), READERS), limit=10) == []
    assert stocked.terms("r", plan=Plan(Term(TITLE, "report"), ()), limit=0) == []
