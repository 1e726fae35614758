"""Whether the site is alive, and whether it can serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.outbox.models import OutboxEntry


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives; asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 with the state of database and outbox, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        oldest = OutboxEntry.objects.order_by("created_at").first()
    except DatabaseError:
        return JsonResponse({"status": "not ready", "database": "does not answer"}, status=503)
    waited = (timezone.now() - oldest.created_at).total_seconds() if oldest else 0
    return JsonResponse({"status": "ready", "database": "ok", "outbox": {"oldest_seconds": round(waited)}})
