"""What the search brings to the editors' side."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail import hooks

from core.viewsets.reports import ReportMenuItem
from search.viewsets import index_menu_item, index_urls


@hooks.register("register_admin_urls")
def register_index() -> list[URLPattern]:
    """Bring the page about the index."""
    return index_urls()


@hooks.register("register_reports_menu_item")
def offer_index() -> ReportMenuItem:
    """Lead there."""
    return index_menu_item()
