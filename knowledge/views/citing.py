"""What is cited of a practice: its citation as a file, and its versions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.citing import FORMATS, CitedWork, Format
from core.models import Record
from core.records.views import refusal
from knowledge.models import PracticePage, PracticeVersion
from knowledge.presentation.cited import author_of, cited_work
from knowledge.presentation.versions import cited_version, version_context, versions_context, withdrawn_context
from knowledge.querysets import editions_at, slug_after
from knowledge.versions import numbered_day, versions_of

VersionView = Callable[..., HttpResponse]


@require_safe
def practice_citation(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Let a reader take the citation of a practice away, as a file for a reference manager."""
    written = next((one for one in FORMATS if one.ending == ending), None)
    found = editions_at(slug, get_language() or "")
    if written is None or found is None:
        raise Http404
    if (refused := refusal(request, found.page.record)) is not None:
        return refused
    author = author_of(found.original or found.page, user=request.user)
    work = cited_work(found.page, author, numbered_day(found.page))
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
    return _citation_file(work, written, f"{work.key}-{number}")


def _version_gone(request: HttpRequest, page: PracticePage, version: PracticeVersion) -> HttpResponse:
    return render(request, "knowledge/version_withdrawn.html", withdrawn_context(page, version), status=410)


def _version(page: PracticePage, number: int) -> PracticeVersion:
    version = versions_of(page).filter(number=number).first()
    if version is None:
        raise Http404
    return version
