"""The library's pages by address. Wagtail's pages are found in one query instead of walking down their tree."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve

from core.downloads import download_answer, limited_download
from core.feeds import feed_answer
from core.limits import is_limited, too_many_requests
from core.models import Concept
from core.pagecache import kept_page
from core.records.views import record_at, refusal
from knowledge import downloads, feeds
from knowledge.models import LibraryPage
from knowledge.presentation import comparison_context, concept_context, country_context, topics_context
from knowledge.presentation.concepts import SCHEMES
from knowledge.querysets import GOAL, PRACTICES, SERVICE, TOPIC, editions_at
from members.models import Country
from search.naming import RECORDS
from search.views import PER_MINUTE

# What the address of the library and of its feed may ask for, beside words.
ASKED = (*PRACTICES.facets, "sort", "page")


@require_safe
@kept_page(*ASKED, unless="q")
def library(request: HttpRequest) -> HttpResponseBase:
    """Show the library in the language of the address; Wagtail looks where there is none.

    To look for words counts as a search.
    """
    if is_a_search_too_many(request):
        return too_many_requests(request)
    # All of them, a few: asked for by language, the database would go through the pages of that language.
    libraries = LibraryPage.objects.select_related("record", "locale").order_by("depth", "pk")
    page = next((one for one in libraries if one.live and one.locale.language_code == get_language()), None)
    return _served(page, request) if page is not None else serve(request, "library/")


@require_safe
@kept_page(*ASKED, unless="q")
def library_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the library as a feed; to look for words counts as a search."""
    if is_a_search_too_many(request):
        return too_many_requests(request)
    return feed_answer(request, feeds.library_feed(request), ending)


@require_safe
@limited_download
def library_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the library as a file; to look for words counts as a search."""
    if is_a_search_too_many(request):
        return too_many_requests(request)
    return download_answer(downloads.library_download(request), ending)


def is_a_search_too_many(request: HttpRequest) -> bool:
    """Count a request with words as a search, and say whether it is one too many."""
    return bool(request.GET.get("q")) and is_limited(request, "search", PER_MINUTE)


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """Show practices side by side; 404 where the address names some and there is none of them for this reader."""
    shown = comparison_context(request)
    status = 404 if shown["unknown"] and not shown["chosen"] else 200
    return render(request, "knowledge/comparison.html", shown, status=status)


@require_safe
@kept_page()
def practice(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a practice; Wagtail looks where no live one has this address."""
    found = editions_at(slug, get_language() or "")
    if found is None:
        return serve(request, f"library/practices/{slug}/")
    found.page.original_edition = found.original  # spares the page the same question
    return _served(found.page, request)


def _served(page: Page, request: HttpRequest) -> HttpResponseBase:
    for hook in hooks.get_hooks("before_serve_page"):
        if (response := hook(page, request, [], {})) is not None:
            return response
    return page.serve(request)


@require_safe
@kept_page()
def topic_list(request: HttpRequest) -> HttpResponseBase:
    """Show every topic, service type and goal."""
    return render(request, "knowledge/concept_list.html", topics_context(request))


@require_safe
@limited_download
def topics_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give every topic, service type and goal as a file."""
    return download_answer(downloads.topics_download(request), ending)


@require_safe
@kept_page("page")
def topic_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a topic with its practices."""
    return _concept(request, TOPIC, slug)


@require_safe
@kept_page("page")
def service_type_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a service type with its practices."""
    return _concept(request, SERVICE, slug)


@require_safe
@kept_page("page")
def goal_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a Sustainable Development Goal with its practices."""
    return _concept(request, GOAL, slug)


def _concept(request: HttpRequest, facet: str, slug: str) -> HttpResponseBase:
    found = Concept.objects.filter(scheme=SCHEMES[facet], record__slug=slug).select_related("record", "broader").first()
    if found is None:
        raise Http404
    refused = refusal(request, found.record)
    return refused or render(request, "knowledge/concept_detail.html", concept_context(found, facet, request))


@require_safe
@kept_page("page")
def country_practices(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the practices of a country."""
    found = Country.objects.filter(record__slug=slug).select_related("record").first()
    if found is None:
        raise Http404
    refused = refusal(request, found.record)
    return refused or render(request, "knowledge/country_practices.html", country_context(found, request))


@require_safe
@kept_page()
def practices_feed(request: HttpRequest, slug: str, ending: str, facet: str) -> HttpResponseBase:
    """Give the practices under a topic, service type, goal or country as a feed."""
    found = record_at(request, RECORDS[facet], slug)
    if isinstance(found, HttpResponse):
        return found
    return feed_answer(request, feeds.feed_of(found, facet, request), ending)


@require_safe
@limited_download
def practices_file(request: HttpRequest, slug: str, ending: str, facet: str) -> HttpResponseBase:
    """Give the practices under a topic, service type, goal or country as a file."""
    found = record_at(request, RECORDS[facet], slug)
    if isinstance(found, HttpResponse):
        return found
    return download_answer(downloads.practices_of(found, facet, request), ending)
