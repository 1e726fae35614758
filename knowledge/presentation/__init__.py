"""What the library's pages show, as plain values, each in a fixed number of queries."""

from knowledge.presentation.compared import comparison_context
from knowledge.presentation.concepts import concept_context, topics_context
from knowledge.presentation.countries import country_context
from knowledge.presentation.library import library_context
from knowledge.presentation.practice import practice_context

__all__ = [
    "comparison_context",
    "concept_context",
    "country_context",
    "library_context",
    "practice_context",
    "topics_context",
]
