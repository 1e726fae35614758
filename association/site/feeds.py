"""News as a feed."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from association.site.presentation.frame import spoken
from association.site.presentation.news import of_year, shown_news, visible_originals
from core.feeds import MOST_ENTRIES, Feed, FeedEntry, titled
from core.generations.noting import shows_kinds
from core.records.kinds import Kind


def news_feed(request: HttpRequest) -> Feed:
    """Return the feed of all news, or of the year that the address asks for. Raises ``Http404`` as the list does."""
    year = request.GET.get("year", "")
    shows_kinds(Kind.NEWS)
    rows = list(of_year(visible_originals(request.user), year)[:MOST_ENTRIES])
    items = shown_news(rows, language=spoken(), user=request.user)
    page = reverse("news")
    return Feed(
        title=titled(_("News"), year if year.isdigit() else ""),
        page=f"{page}?year={year}" if year else page,
        entries=[FeedEntry(item.record, item.title, item.url, item.summary) for item in items],
    )
