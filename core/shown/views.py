"""Sources, open questions and terms, for readers."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.downloads import download_answer, limited_download
from core.pagecache import kept_page
from core.records.kinds import Kind
from core.records.places import QUESTION_PAGES
from core.records.reading import Reading
from core.records.views import record_page
from core.shown.downloads import questions_download, sources_download, terms_download
from core.shown.open_questions import open_questions_context
from core.shown.source_list import SHAPE as SOURCES
from core.shown.source_list import source_list_context
from core.shown.source_page import source_context
from core.shown.terms import terms_context


@require_safe
@kept_page(*SOURCES.facets, "sort", "page")
def source_list(request: HttpRequest) -> HttpResponse:
    """Show every source, with filters and sort."""
    return render(request, "core/source_list.html", source_list_context(request))


@kept_page("page", "figures", "adoptions", "claims")
@record_page(Kind.SOURCE)
def source_detail(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show a source and what rests on it."""
    return render(request, "core/source_detail.html", source_context(reading))


@require_safe
@kept_page(*QUESTION_PAGES.values())
def open_questions(request: HttpRequest) -> HttpResponse:
    """Show where sources disagree, and what none of them says."""
    return render(request, "core/open_questions.html", open_questions_context(request))


@require_safe
@kept_page()
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms in every language."""
    return render(request, "core/terms.html", terms_context(request))


@require_safe
@limited_download
def sources_file(request: HttpRequest, ending: str) -> FileResponse:
    """Give the sources as a file."""
    return download_answer(sources_download(request), ending)


@require_safe
@limited_download
def questions_file(request: HttpRequest, ending: str) -> FileResponse:
    """Give the open questions as a file."""
    return download_answer(questions_download(request), ending)


@require_safe
@limited_download
def terms_file(request: HttpRequest, ending: str) -> FileResponse:
    """Give the terms as a file."""
    return download_answer(terms_download(request), ending)
