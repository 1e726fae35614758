"""The pages under which practices stand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.records.kinds import Kind
from core.records.pages import EditionMixin


class LibraryPage(EditionMixin, Page):
    """The library: every practice, with filters and sort."""

    record_kind = Kind.PAGE
    max_count_per_parent = 1
    parent_page_types = ["site.HomePage"]
    subpage_types = ["knowledge.PracticeIndexPage"]
    template = "knowledge/library_page.html"

    class Meta:
        """Names."""

        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the practices that the address asks for."""
        from knowledge.presentation import library_context

        return super().get_context(request, *args, **kwargs) | library_context(request)


class PracticeIndexPage(EditionMixin, Page):
    """The folder of practices; readers who come here are led to the library."""

    max_count_per_parent = 1
    parent_page_types = ["knowledge.LibraryPage"]
    subpage_types = ["knowledge.PracticePage"]
    # There is nothing to see of it.
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        """Names."""

        verbose_name = _("folder of practices")
        verbose_name_plural = _("folders of practices")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the library."""
        return HttpResponsePermanentRedirect(self.get_parent().get_url(request))

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Stay out of the sitemap: the page is a redirect."""
        return []
