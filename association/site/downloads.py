"""News as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from association.site.presentation.frame import spoken
from association.site.presentation.news import NewsItem, of_year, shown_news, visible_originals
from core.downloads import (
    CITED,
    MOST_ROWS,
    Download,
    Row,
    absolute,
    dated,
    dated_columns,
    in_chunks,
    in_order,
    permalink,
    told,
)

COLUMNS = (
    "key", "permalink", "address", "title", "language", "summary", "summary_language", *dated_columns("date"), *CITED,
)  # fmt: skip


def news_download(request: HttpRequest) -> Download:
    """Return all news, or that of the year that the address asks for. Raises ``Http404`` as the list does."""
    listed = of_year(visible_originals(request.user), request.GET.get("year", ""))

    def rows(chunk: list[int]) -> list[Row]:
        found: list[Any] = in_order(listed.order_by(), chunk)
        return [_row(item) for item in shown_news(found, language=spoken(), user=request.user)]

    return Download("news", COLUMNS, in_chunks(listed.values_list("pk", flat=True)[:MOST_ROWS], rows), listed.count())


def _row(item: NewsItem) -> dict[str, Any]:
    row = {
        "key": item.record.key,
        "permalink": permalink(item.record.key),
        "address": absolute(item.url),
        "title": item.title.text,
        "language": item.title.language,
        **told("summary", item.summary),
        **dated("date", item.date),
    }
    if item.sources:
        row |= {"sources": len(item.sources), "first_source": permalink(item.sources[0].key)}
    return row
