"""Fields and plans as tantivy knows them. Beside the embedded engine, the only module that imports it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, singledispatch

import tantivy
from tantivy import Occur, Query

from search.fields import DOCUMENT_VERSION, ID, SETS, TEXTS, facet_field, orders
from search.nodes import Among, AtLeast, Best, Everything, Near, Node, Nothing, OneOf, Phrase, Term, Without
from search.planning import Plan
from search.query import FACETS

# Values of which one is asked for that are looked up one by one.
FEW_VALUES = 10


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """Return the fields as the library knows them."""
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in SETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*map(facet_field, FACETS), *orders()):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field(ID, indexed=True, fast=True)
    builder.add_unsigned_field(DOCUMENT_VERSION, fast=True)
    return builder.build()


def query_of(plan: Plan, *, but: str = "") -> Query:
    """Return what the plan finds, as if one of its filters were not there."""
    filters = [node for name, node in plan.filters.items() if name != but]
    return _all_of([plan.node, *plan.scope, *filters])


def _all_of(nodes: Iterable[Node]) -> Query:
    return Query.boolean_query([(Occur.Must, translated(node)) for node in nodes])


@singledispatch
def translated(node: Node) -> Query:
    """Return a node as a query of the library."""
    raise TypeError(node)


@translated.register
def _(node: Term) -> Query:
    return Query.boost_query(Query.term_query(schema(), node.field, node.value, "freq"), node.weight)


@translated.register
def _(node: Phrase) -> Query:
    if len(node.values) < 2:
        return _best([Term(node.field, value, node.weight) for value in node.values])
    return Query.boost_query(Query.phrase_query(schema(), node.field, list(node.values)), node.weight)


@translated.register
def _(node: OneOf) -> Query:
    return Query.const_score_query(_any_of(node.field, node.values), node.weight)


def _any_of(field: str, values: tuple[str, ...]) -> Query:
    """Return what holds any of the values. A set is looked up as a whole, which takes longer than a few values."""
    if len(values) > FEW_VALUES:
        return Query.term_set_query(schema(), field, values)
    terms = [Query.term_query(schema(), field, value, "basic") for value in values]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])


@translated.register
def _(node: Among) -> Query:
    return Query.const_score_query(Query.term_set_query(schema(), ID, node.record_ids), 0.0)


@translated.register
def _(node: Near) -> Query:
    near = Query.fuzzy_term_query(schema(), node.field, node.value, node.distance)
    return Query.const_score_query(near, node.weight)


@translated.register
def _(node: Best) -> Query:
    return _best(node.nodes, node.rest)


def _best(nodes: Iterable[Node], rest: float = 0.0) -> Query:
    return Query.disjunction_max_query([translated(node) for node in nodes], float(rest))


@translated.register
def _(node: AtLeast) -> Query:
    if not node.extra:
        return _at_least(node.number, node.nodes)
    extra = [(Occur.Should, translated(one)) for one in node.extra]
    return Query.boolean_query([(Occur.Must, _at_least(node.number, node.nodes)), *extra])


def _at_least(number: int, nodes: tuple[Node, ...]) -> Query:
    if number == len(nodes) and nodes:
        return _all_of(nodes)
    return Query.boolean_query([(Occur.Should, translated(node)) for node in nodes], number)


@translated.register
def _(node: Without) -> Query:
    excluded = [(Occur.MustNot, translated(one)) for one in node.excluded]
    return Query.boolean_query([(Occur.Must, translated(node.node)), *excluded])


@translated.register
def _(node: Everything) -> Query:
    return Query.all_query()


@translated.register
def _(node: Nothing) -> Query:
    return Query.empty_query()


def without_extra(node: Node) -> Node:
    """Return what finds the same as ``node``, but need not be scored."""
    if isinstance(node, Without):
        return replace(node, node=without_extra(node.node))
    return replace(node, extra=()) if isinstance(node, AtLeast) else node
