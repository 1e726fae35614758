"""The page of results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.limits import limited
from search.presentation import search_context

PER_MINUTE = 120


@require_safe
@limited("search", per_minute=PER_MINUTE)
def results(request: HttpRequest) -> HttpResponse:
    """Show what the address asks for."""
    return render(request, "search/results.html", search_context(request))
