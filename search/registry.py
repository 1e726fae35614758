"""What is found: each kind of record brings a builder of its documents, in ``search_documents`` of its app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from search.documents import SearchDocument

# Builds the documents of many records in a fixed number of queries; who is not in the answer is not found.
Builder = Callable[[list[int]], dict[int, SearchDocument]]
_BUILDERS: dict[str, Builder] = {}


def register_documents(*kinds: str) -> Callable[[Builder], Builder]:
    """Register what builds the documents of records of these kinds."""

    def register(builder: Builder) -> Builder:
        for kind in kinds:
            _BUILDERS[kind] = builder
        return builder

    return register


def kinds() -> list[str]:
    """Return the kinds of records that are found."""
    return sorted(_BUILDERS)


def build_documents(kind_of: Mapping[int, str]) -> dict[int, SearchDocument]:
    """Return the documents of records, given with their kinds. A fixed number of queries for each builder."""
    asked: dict[Builder, list[int]] = defaultdict(list)
    for pk, kind in kind_of.items():
        if kind in _BUILDERS:
            asked[_BUILDERS[kind]].append(pk)
    return {pk: document for builder, ids in asked.items() for pk, document in builder(ids).items()}
