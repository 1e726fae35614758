"""Nodes as Elasticsearch writes them.

Built of the library's own queries from the leaves up: it copies every dictionary that it is given, at every level.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from elasticsearch_dsl import Q

from search.nodes import Among, AtLeast, Best, Everything, Near, Node, Nothing, OneOf, Phrase, Term, Without


@singledispatch
def translated(node: Node) -> Any:
    """Return the query that finds and scores what ``node`` says."""
    raise TypeError(f"There is no query for {node!r}")


def all_translated(nodes: Iterable[Node]) -> list[Any]:
    """Return the query of each node."""
    return [translated(node) for node in nodes]


@translated.register
def _(node: Term) -> Any:
    return Q("term", **{node.field: {"value": node.value, "boost": node.weight}})


@translated.register
def _(node: Phrase) -> Any:
    return Q("match_phrase", **{node.field: {"query": " ".join(node.values), "boost": node.weight}})


@translated.register
def _(node: OneOf) -> Any:
    return Q("constant_score", filter=Q("terms", **{node.field: list(node.values)}), boost=node.weight)


@translated.register
def _(node: Among) -> Any:
    return Q("constant_score", filter=Q("ids", values=[str(pk) for pk in node.record_ids]), boost=0)


@translated.register
def _(node: Near) -> Any:
    # Every near term counts, and alike: a limit would choose among them by how rare they are.
    near = {"value": node.value, "fuzziness": node.distance, "prefix_length": 0, "transpositions": True}
    return Q("fuzzy", **{node.field: {**near, "rewrite": "constant_score", "boost": node.weight}})


@translated.register
def _(node: Best) -> Any:
    if not node.nodes:
        return Q("match_none")
    return Q("dis_max", queries=all_translated(node.nodes), tie_breaker=node.rest)


@translated.register
def _(node: AtLeast) -> Any:
    nodes = all_translated(node.nodes)
    if node.number < 1:
        found = Q("bool", must=[Q("match_all", boost=0)], should=nodes)
    elif nodes:
        found = Q("bool", should=nodes, minimum_should_match=node.number)
    else:
        found = Q("bool", must=[Q("match_none")])
    return Q("bool", must=[found], should=all_translated(node.extra))


@translated.register
def _(node: Without) -> Any:
    return Q("bool", must=[translated(node.node)], must_not=all_translated(node.excluded))


@translated.register
def _(node: Everything) -> Any:
    return Q("match_all")


@translated.register
def _(node: Nothing) -> Any:
    return Q("match_none")
