"""Nodes as Elasticsearch writes them."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from search.nodes import AtLeast, Best, Everything, Near, Node, Nothing, OneOf, Phrase, Term, Without

Query = dict[str, Any]


@singledispatch
def translated(node: Node) -> Query:
    """Return the query that finds and scores what ``node`` says."""
    raise TypeError(f"There is no query for {node!r}")


def _all(nodes: tuple[Node, ...]) -> list[Query]:
    return [translated(node) for node in nodes]


@translated.register
def _(node: Term) -> Query:
    return {"term": {node.field: {"value": node.value, "boost": node.weight}}}


@translated.register
def _(node: Phrase) -> Query:
    return {"match_phrase": {node.field: {"query": " ".join(node.values), "boost": node.weight}}}


@translated.register
def _(node: OneOf) -> Query:
    return {"constant_score": {"filter": {"terms": {node.field: list(node.values)}}, "boost": node.weight}}


@translated.register
def _(node: Near) -> Query:
    # Every near term counts, and alike: a limit would choose among them by how rare they are.
    near = {"value": node.value, "fuzziness": node.distance, "prefix_length": 0, "transpositions": True}
    return {"fuzzy": {node.field: {**near, "rewrite": "constant_score", "boost": node.weight}}}


@translated.register
def _(node: Best) -> Query:
    return {"dis_max": {"queries": _all(node.nodes), "tie_breaker": node.rest}} if node.nodes else {"match_none": {}}


@translated.register
def _(node: AtLeast) -> Query:
    found: Query = {"should": _all(node.nodes), "minimum_should_match": node.number}
    if node.number < 1:
        found = {"must": [{"match_all": {"boost": 0}}], "should": _all(node.nodes)}
    elif not node.nodes:
        found = {"must": [{"match_none": {}}]}
    return {"bool": {"must": [{"bool": found}], "should": _all(node.extra)}}


@translated.register
def _(node: Without) -> Query:
    return {"bool": {"must": [translated(node.node)], "must_not": _all(node.excluded)}}


@translated.register
def _(node: Everything) -> Query:
    return {"match_all": {}}


@translated.register
def _(node: Nothing) -> Query:
    return {"match_none": {}}
