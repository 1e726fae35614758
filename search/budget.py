"""How long one reader waits for the search: all the questions of a request together have the time of one.

A page asks the engine up to five times (the beginning, fewer words, another spelling, a later page, the last one).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_deadline: ContextVar[float | None] = ContextVar("search_deadline", default=None)


@contextmanager
def of_one_request() -> Iterator[None]:
    """Give all questions inside ``settings.SEARCH_TIMEOUT`` seconds together; inside another, they share that one's."""
    if _deadline.get() is not None:
        yield
        return
    token = _deadline.set(time.monotonic() + settings.SEARCH_TIMEOUT)
    try:
        yield
    finally:
        _deadline.reset(token)


def left(seconds: float) -> float:
    """Return how many of ``seconds`` a question may take now; 0 or less where the time is used up."""
    deadline = _deadline.get()
    return seconds if deadline is None else min(seconds, deadline - time.monotonic())
