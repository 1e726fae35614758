"""What news and standard pages give to search."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from association.site.models import NewsPage, StandardPage
from core.records.kinds import Kind
from search.building import Beginning, Prose, beginnings, document_of, plain_text
from search.documents import SearchDocument
from search.registry import register_documents


@register_documents(Kind.NEWS)
def news_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of news."""
    begun = beginnings(record_ids)
    return {pk: _news(begun[pk], pages) for pk, pages in _editions(NewsPage, begun).items()}


def _news(beginning: Beginning, pages: list[NewsPage]) -> SearchDocument:
    original = next((page for page in pages if page.is_original), pages[0])
    prose = {
        page.locale.language_code: Prose(title=page.title, summary=page.summary, body=plain_text(page.body))
        for page in pages
    }
    return document_of(beginning, prose, dated=original.happened, languages=sorted(prose))


@register_documents(Kind.PAGE)
def page_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of standard pages; lists and the front page have none, their content has its own."""
    begun = beginnings(record_ids)
    return {
        pk: document_of(
            begun[pk],
            {page.locale.language_code: Prose(title=page.title, body=plain_text(page.body)) for page in pages},
            languages=sorted(page.locale.language_code for page in pages),
        )
        for pk, pages in _editions(StandardPage, begun).items()
    }


def _editions(model: type[Any], begun: dict[int, Beginning]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for page in model.objects.live().filter(record__in=list(begun)).select_related("locale", "record"):
        found[page.record_id].append(page)
    return found
