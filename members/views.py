"""Countries, institutions and programmes, for readers."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.downloads import download_answer, limited_download
from core.pagecache import kept_page
from core.records.kinds import Kind
from core.records.reading import Reading
from core.records.views import record_page
from members.downloads import countries_download, institutions_download
from members.presentation import (
    country_context,
    country_list_context,
    institution_context,
    institution_list_context,
    programme_context,
)
from members.presentation.institutions import SHAPE as INSTITUTIONS

# The lists on a page, each with pages of its own.
SECTIONS = ("institutions", "programmes", "practices", "adoptions", "news")


@require_safe
@kept_page()
def country_list(request: HttpRequest) -> HttpResponse:
    """Show the countries by role."""
    return render(request, "members/country_list.html", country_list_context(request))


@require_safe
@limited_download
def countries_file(request: HttpRequest, ending: str) -> FileResponse:
    """Give the countries as a file."""
    return download_answer(countries_download(request), ending)


@kept_page(*SECTIONS)
@record_page(Kind.COUNTRY)
def country_detail(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show a country."""
    return render(request, "members/country_detail.html", country_context(reading))


@require_safe
@kept_page(*INSTITUTIONS.facets, "sort", "page")
def institution_list(request: HttpRequest) -> HttpResponse:
    """Show the institutions, with filters."""
    return render(request, "members/institution_list.html", institution_list_context(request))


@require_safe
@limited_download
def institutions_file(request: HttpRequest, ending: str) -> FileResponse:
    """Give the institutions as a file."""
    return download_answer(institutions_download(request), ending)


@kept_page(*SECTIONS)
@record_page(Kind.INSTITUTION)
def institution_detail(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show an institution."""
    return render(request, "members/institution_detail.html", institution_context(reading))


@kept_page(*SECTIONS)
@record_page(Kind.PROGRAMME)
def programme_detail(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show a programme."""
    return render(request, "members/programme_detail.html", programme_context(reading))
