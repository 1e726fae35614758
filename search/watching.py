"""How the search is: what operators and the service manager are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from core.health import register_health
from search.chosen import engine
from search.engines import EngineState, EngineUnavailable
from search.models import DueDocument, Duty, Task, WaitingDocument


@dataclass(frozen=True)
class Condition:
    """Engine and queues at a moment. Without ``state`` the engine does not answer, and ``problem`` says why."""

    name: str
    state: EngineState | None
    problem: str
    waiting: int
    oldest: datetime | None
    duties: dict[str, Duty] = field(default_factory=dict)

    @property
    def lag(self) -> int:
        """Return for how many seconds the oldest change has not reached the index."""
        return round((timezone.now() - self.oldest).total_seconds()) if self.oldest else 0

    def duty(self, task: str) -> Duty:
        """Return what is known of a task."""
        return self.duties.get(task) or Duty(name=task)


def condition() -> Condition:
    """Return how the search is. Three queries, and one question to the engine."""
    queues = [
        queue.objects.aggregate(number=Count("pk"), oldest=Min("since")) for queue in (DueDocument, WaitingDocument)
    ]
    state, problem = _state()
    return Condition(
        name=engine().name,
        state=state,
        problem=problem,
        waiting=sum(queue["number"] for queue in queues),
        oldest=min((queue["oldest"] for queue in queues if queue["oldest"]), default=None),
        duties={duty.name: duty for duty in Duty.objects.all()},
    )


def _state() -> tuple[EngineState | None, str]:
    try:
        return engine().state(), ""
    except EngineUnavailable as error:
        return None, str(error)


@register_health("search")
def health() -> dict[str, Any]:
    """Return the condition as plain values. The site serves without an engine, so this never makes it unready."""
    now = condition()
    return {
        "engine": now.name,
        "status": "ok" if now.state else "does not answer",
        "waiting": now.waiting,
        "oldest_seconds": now.lag,
        "documents": now.state.documents if now.state else None,
        "bytes": now.state.bytes if now.state else None,
        "last_rebuild": _iso(now.duty(Task.REBUILD)),
        "last_check": _iso(now.duty(Task.CHECK)),
    }


def _iso(duty: Duty) -> str | None:
    return duty.done_at.isoformat(timespec="seconds") if duty.done_at else None
