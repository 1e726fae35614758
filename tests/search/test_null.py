"""The engine that is none: it finds nothing, or does not answer."""

from __future__ import annotations

import pytest

from search.engines import EngineAnswer, EngineUnavailable, SearchEngine
from search.engines.null import NullEngine
from tests.search.contract.library import LIBRARY, fill
from tests.search.contract.test_keeping import ALL, QUESTIONS

pytestmark = pytest.mark.sqlite


def test_it_takes_everything_and_finds_nothing() -> None:
    engine: SearchEngine = NullEngine()
    fill(engine, LIBRARY)
    engine.write(LIBRARY, removed=[1])
    assert engine.answer(ALL) == EngineAnswer(0, ())
    assert engine.terms("a", plan=ALL, limit=5) == []
    assert list(engine.versions()) == []
    assert engine.state().documents == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_does_not_answer_where_it_was_told_so(question: str) -> None:
    engine = NullEngine(is_available=False)
    with pytest.raises(EngineUnavailable):
        QUESTIONS[question](engine)
    with pytest.raises(EngineUnavailable), engine.rebuild():
        pass
    engine.is_available = True
    QUESTIONS[question](engine)
