"""The page of results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.downloads import download_answer
from core.feeds import feed_answer
from core.limits import MINUTE, limited
from search.downloads import search_download
from search.engines import EngineUnavailable
from search.feeds import search_feed
from search.presentation import search_context

PER_MINUTE = 120


@require_safe
@limited("search", per_minute=PER_MINUTE)
def results(request: HttpRequest) -> HttpResponse:
    """Show what the address asks for."""
    return render(request, "search/results.html", search_context(request))


@require_safe
@limited("search", per_minute=PER_MINUTE)
def results_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give what the address asks for as a feed; 503 where the search does not answer: an empty feed would be untrue."""
    try:
        feed = search_feed(request)
    except EngineUnavailable:
        return _away()
    return feed_answer(request, feed, ending)


@require_safe
@limited("search", per_minute=PER_MINUTE)
def results_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give everything that the address asks for as a file; 503 where the search does not answer."""
    try:
        download = search_download(request)
    except EngineUnavailable:
        return _away()
    return download_answer(download, ending)


def _away() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": str(MINUTE)})
