"""The engine that the settings name, one for each process, behind its breaker."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from search import budget
from search.breaker import Breaker
from search.engines import EngineUnavailable, SearchEngine

T = TypeVar("T")
ENGINES = {
    "embedded": "search.engines.embedded.EmbeddedEngine",
    "elastic": "search.engines.elastic.ElasticEngine",
    "null": "search.engines.null.NullEngine",
}


@cache
def engine() -> SearchEngine:
    """Return the engine; what it is made with it reads from the settings itself."""
    made: SearchEngine = import_string(ENGINES[settings.SEARCH_ENGINE])()
    return made


def ask(question: Callable[[SearchEngine], T]) -> T:
    """Return the engine's answer to a reader's question.

    Raises ``EngineUnavailable``, at once after some failures or when the reader has waited long enough for others.
    """
    if budget.left(settings.SEARCH_TIMEOUT) <= 0:
        raise EngineUnavailable("The time of this request is used up")
    asked: Any = engine()
    return breaker_of(asked).call(lambda: question(asked))


@lru_cache(maxsize=1)
def breaker_of(asked: Any) -> Breaker:
    """Return the breaker of an engine: another one begins anew."""
    return Breaker()
