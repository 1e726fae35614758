"""Links in texts: what they lead to is shown on the page that holds the text."""

from __future__ import annotations

from typing import Any

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from core.generations import names
from core.generations.noting import shows, shows_records


class NotedPageLink(PageLinkHandler):
    """Notes the records of the pages that texts lead to: these may move, or be translated."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Return the pages, in one query for each of their models."""
        pages = super().get_many(attrs_list)
        shows_records(getattr(page, "record_id", None) for page in pages)
        return pages


class NotedDocumentLink(DocumentLinkHandler):
    """Notes the documents."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Return the documents in one query."""
        found = super().get_many(attrs_list)
        shows(names.file(file.pk) for file in found if file is not None)
        return found
