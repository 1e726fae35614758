"""The library's pages by address. Wagtail's pages are found in one query instead of walking down their tree."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve

from core.citing import FORMATS, CitedWork, Format
from core.feeds import feed_answer
from core.limits import is_limited, too_many_requests
from core.models import Concept, Record
from core.records.views import record_at, refusal
from knowledge import feeds
from knowledge.models import LibraryPage, PracticePage, PracticeVersion
from knowledge.presentation import concept_context, country_context, topics_context
from knowledge.presentation.cited import cited_work, institution_of
from knowledge.presentation.concepts import SCHEMES
from knowledge.presentation.versions import cited_version, version_context, versions_context, withdrawn_context
from knowledge.querysets import GOAL, SERVICE, TOPIC, editions_at, slug_after
from knowledge.versions import numbered_day, versions_of
from members.models import Country
from search.presentation import RECORDS
from search.views import PER_MINUTE

VersionView = Callable[..., HttpResponse]


@require_safe
def library(request: HttpRequest) -> HttpResponseBase:
    """Show the library in the language of the address; Wagtail looks where there is none.

    To look for words counts as a search.
    """
    if _is_a_search_too_many(request):
        return too_many_requests(request)
    # All of them, a few: asked for by language, the database would go through the pages of that language.
    libraries = LibraryPage.objects.select_related("record", "locale").order_by("depth", "pk")
    page = next((one for one in libraries if one.live and one.locale.language_code == get_language()), None)
    return _served(page, request) if page is not None else serve(request, "library/")


@require_safe
def library_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the library as a feed; to look for words counts as a search."""
    if _is_a_search_too_many(request):
        return too_many_requests(request)
    return feed_answer(request, feeds.library_feed(request), ending)


def _is_a_search_too_many(request: HttpRequest) -> bool:
    return bool(request.GET.get("q")) and is_limited(request, "search", PER_MINUTE)


@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a practice; Wagtail looks where no live one has this address."""
    found = editions_at(slug, get_language() or "")
    if found is None:
        return serve(request, f"library/practices/{slug}/")
    found.page.original_edition = found.original  # spares the page the same question
    return _served(found.page, request)


@require_safe
def practice_citation(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Let a reader take the citation of a practice away, as a file for a reference manager."""
    written = next((one for one in FORMATS if one.ending == ending), None)
    found = editions_at(slug, get_language() or "")
    if written is None or found is None:
        raise Http404
    if (refused := refusal(request, found.page.record)) is not None:
        return refused
    institution = institution_of(found.original or found.page, user=request.user)
    work = cited_work(found.page, institution, numbered_day(found.page))
    if work is None:
        raise Http404
    return _citation_file(work, written, work.key)


def _citation_file(work: CitedWork, written: Format, name: str) -> HttpResponse:
    response = HttpResponse(written.write(work), content_type=f"{written.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{written.ending}"'
    return response


def _of_the_page(view: VersionView) -> Callable[..., HttpResponse]:
    """Let a view answer for the live edition at an address; a version stays where its practice was called otherwise.

    Where the practice is withdrawn or not for this reader, of its versions not even the number is told: 404.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str, **asked: Any) -> HttpResponse:
        language = get_language() or ""
        found = editions_at(slug, language) or editions_at(slug_after(reverse("practice", args=[slug])), language)
        if found is None or not Record.objects.visible_to(request.user).filter(pk=found.page.record_id).exists():
            raise Http404
        if found.page.slug != slug:
            name = request.resolver_match.url_name if request.resolver_match else ""
            return HttpResponsePermanentRedirect(reverse(name or "", kwargs={"slug": found.page.slug, **asked}))
        return view(request, found.page, **asked)

    return answer


@_of_the_page
def practice_versions(request: HttpRequest, page: PracticePage) -> HttpResponse:
    """Show every version of a practice in the language of the address, and what each changed."""
    versions = list(versions_of(page).defer("content"))
    if not versions:
        raise Http404
    return render(request, "knowledge/practice_versions.html", versions_context(page, versions, request))


@_of_the_page
def practice_version(request: HttpRequest, page: PracticePage, number: int) -> HttpResponse:
    """Show a practice as it was published once; 410 with the reason where that version was withdrawn."""
    version = _version(page, number)
    if version.withdrawn_on:
        return _version_gone(request, page, version)
    return render(request, "knowledge/practice_version.html", version_context(page, version, request))


@_of_the_page
def practice_version_citation(request: HttpRequest, page: PracticePage, number: int, ending: str) -> HttpResponse:
    """Let a reader take the citation of one version away."""
    written = next((one for one in FORMATS if one.ending == ending), None)
    version = _version(page, number)
    if written is None:
        raise Http404
    if version.withdrawn_on:
        return _version_gone(request, page, version)
    work = cited_version(page, version, request.user)
    return _citation_file(work, written, f"{work.key}-{version.language}-{number}")


def _version_gone(request: HttpRequest, page: PracticePage, version: PracticeVersion) -> HttpResponse:
    return render(request, "knowledge/version_withdrawn.html", withdrawn_context(page, version), status=410)


def _version(page: PracticePage, number: int) -> PracticeVersion:
    version = versions_of(page).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def _served(page: Page, request: HttpRequest) -> HttpResponseBase:
    for hook in hooks.get_hooks("before_serve_page"):
        if (response := hook(page, request, [], {})) is not None:
            return response
    return page.serve(request)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponseBase:
    """Show every topic, service type and goal."""
    return render(request, "knowledge/concept_list.html", topics_context(request))


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a topic with its practices."""
    return _concept(request, TOPIC, slug)


@require_safe
def service_type_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a service type with its practices."""
    return _concept(request, SERVICE, slug)


@require_safe
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
def country_practices(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the practices of a country."""
    found = Country.objects.filter(record__slug=slug).select_related("record").first()
    if found is None:
        raise Http404
    refused = refusal(request, found.record)
    return refused or render(request, "knowledge/country_practices.html", country_context(found, request))


@require_safe
def practices_feed(request: HttpRequest, slug: str, ending: str, facet: str) -> HttpResponseBase:
    """Give the practices under a topic, service type, goal or country as a feed."""
    found = record_at(request, RECORDS[facet], slug)
    if isinstance(found, HttpResponse):
        return found
    return feed_answer(request, feeds.feed_of(found, facet, request), ending)
