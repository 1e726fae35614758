"""The first page of a language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.records.kinds import Kind
from core.records.pages import EditionMixin


class HomePage(EditionMixin, Page):
    """What the association is, in one screen, and the ways into the record."""

    record_kind = Kind.PAGE
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["knowledge.LibraryPage", "site.NewsIndexPage", "site.StandardPage"]
    template = "site/home_page.html"

    statement = models.CharField(_("statement"), max_length=120, help_text=_("The line on the cover."))
    standfirst = models.TextField(_("standfirst"), help_text=_("One or two sentences under it."))
    about = RichTextField(_("what the association is"), blank=True, features=["bold", "italic", "link"])

    class Meta:
        """Names."""

        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest, the entries and the numbers."""
        from association.site.presentation import home_context

        return super().get_context(request, *args, **kwargs) | home_context(self, request)
