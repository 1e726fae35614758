"""Whether the site is alive, and whether it can serve."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.outbox.models import OutboxEntry

Health = Callable[[], dict[str, Any]]
_PARTS: dict[str, Health] = {}
logger = logging.getLogger(__name__)


def register_health(name: str) -> Callable[[Health], Health]:
    """Register a part of the site that says how it is; whatever it says, the site is ready without it."""

    def register(health: Health) -> Health:
        _PARTS[name] = health
        return health

    return register


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives; asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 with the state of database, outbox and other parts, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        oldest = OutboxEntry.objects.order_by("created_at").first()
        parts = {name: _told(name, health) for name, health in _PARTS.items()}
    except DatabaseError:
        return JsonResponse({"status": "not ready", "database": "does not answer"}, status=503)
    waited = (timezone.now() - oldest.created_at).total_seconds() if oldest else 0
    return JsonResponse({"status": "ready", "database": "ok", "outbox": {"oldest_seconds": round(waited)}, **parts})


def _told(name: str, health: Health) -> dict[str, Any]:
    try:
        return health()
    except DatabaseError:
        raise
    except Exception as error:  # a part that cannot say how it is must not take the site down
        logger.exception("It is not known how this is: %s.", name)
        return {"status": f"not known: {type(error).__name__}"}
