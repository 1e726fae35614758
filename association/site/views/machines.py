"""What machines ask for before they read."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from association.site import sitemaps

XML = "application/xml"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what is not to be indexed: the editors' side, and everything on a site that is not for readers."""
    return render(
        request,
        "robots.txt",
        {"is_public": not settings.DEVELOPMENT, "sitemap": f"{settings.BASE_URL}/sitemap.xml"},
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the parts of the sitemap."""
    return render(request, "sitemap_index.xml", {"parts": sitemaps.parts()}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """Name the pages of one part, each with its other languages. Raises ``Http404`` where there is no such part."""
    entries = sitemaps.entries(name)
    if not entries:
        raise Http404
    return render(request, "sitemap.xml", {"entries": entries}, content_type=XML)
