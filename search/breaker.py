"""A circuit breaker: an engine that does not answer is left alone for a while instead of being waited for each time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from search.engines import EngineUnavailable, QuestionRefused

# So many failures in a row open the circuit, for so many seconds; then one request tries.
FAILURES = 3
PAUSE = 10.0

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Breaker:
    """Lets calls through while they succeed. One for each process."""

    def __init__(self, *, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic):
        """Begin closed."""
        self._failures, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._open_until = 0.0

    def call(self, ask: Callable[[], T]) -> T:
        """Return ``ask()``. Raises ``EngineUnavailable`` where it does, and at once while the circuit is open.

        A question that is refused is our fault and no sign that the engine is away: no other reader is to wait for it.
        """
        if not self._may_try():
            raise EngineUnavailable("left alone for a while after several failures")
        try:
            answer = ask()
        except QuestionRefused as error:
            self._note_success()
            logger.error("The search engine refuses a question: %s", error)
            raise
        except EngineUnavailable:
            self._note_failure()
            raise
        self._note_success()
        return answer

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        return self._clock() < self._open_until

    def _may_try(self) -> bool:
        with self._lock:
            if self._failed < self._failures:
                return True
            if self._clock() < self._open_until:
                return False
            self._open_until = self._clock() + self._pause  # this call tries, the others wait for it
            return True

    def _note_failure(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._failures:
                self._open_until = self._clock() + self._pause

    def _note_success(self) -> None:
        with self._lock:
            self._failed, self._open_until = 0, 0.0
