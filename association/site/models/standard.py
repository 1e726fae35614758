"""A page of plain text."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.records.kinds import Kind
from core.records.pages import EditionMixin


class StandardPage(EditionMixin, Page):
    """About, accessibility, privacy, contact and the like."""

    record_kind = Kind.PAGE
    parent_page_types = ["site.HomePage", "site.StandardPage"]
    subpage_types = ["site.StandardPage"]
    template = "site/standard_page.html"

    standfirst = models.TextField(_("standfirst"), blank=True)
    body = RichTextField(
        _("text"), blank=True, features=["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]
    )

    class Meta:
        """Names."""

        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add sources, neighbours and open questions."""
        from association.site.presentation import standard_context

        return super().get_context(request, *args, **kwargs) | standard_context(self, request)
