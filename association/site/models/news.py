"""News, each item with its sources and what it speaks of."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.models import Source
from core.records.kinds import Kind
from core.records.pages import LONGEST_SUMMARY, EditionMixin


class NewsIndexPage(EditionMixin, Page):
    """All news, with an archive by year."""

    record_kind = Kind.PAGE
    max_count_per_parent = 1
    parent_page_types = ["site.HomePage"]
    subpage_types = ["site.NewsPage"]
    template = "site/news_index_page.html"

    class Meta:
        """Names."""

        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the items of the year and page that the address asks for."""
        from association.site.presentation import news_index_context

        return super().get_context(request, *args, **kwargs) | news_index_context(self, request)


class NewsPage(EditionMixin, Page):
    """One item of news; the date is that of the event, read from the original edition."""

    record_kind = Kind.NEWS
    parent_page_types = ["site.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "site/news_page.html"

    happened_earliest, happened_latest, happened_words = partial_date_fields(str(_("date")))
    happened = PartialDateDescriptor("happened")
    summary = models.TextField(_("summary"), validators=[MaxLengthValidator(LONGEST_SUMMARY)])
    body = RichTextField(_("text"), blank=True, features=["bold", "italic", "ul", "ol", "link", "document-link"])

    class Meta:
        """Names and constraints."""

        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        constraints = [
            partial_date_constraint("news", "happened"),
            models.CheckConstraint(condition=~models.Q(summary=""), name="news_item_has_a_summary"),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add sources and neighbours."""
        from association.site.presentation import news_context

        return super().get_context(request, *args, **kwargs) | news_context(self, request)


class NewsSource(Orderable):
    """A source of the item."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="news_sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta(Orderable.Meta):
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=["page", "source"], name="news_item_names_a_source_once")]
