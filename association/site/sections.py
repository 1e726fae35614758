"""The news on the pages of countries, institutions and programmes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from association.site.presentation.news import shown_news, visible_originals
from core.records.kinds import Kind, Verb
from core.records.reading import Reading
from members.sections import Section, joined_to, page_of_rows, page_section


@page_section(Kind.COUNTRY, Kind.INSTITUTION, Kind.PROGRAMME, place=60)
def news(reading: Reading) -> Section | None:
    """The items that speak of the page's record, newest first."""
    originals = visible_originals(reading.user).filter(record__in=joined_to(reading, Verb.MENTIONS))
    page = page_of_rows(reading, originals, "news")
    if not page.paginator.count:
        return None
    items = shown_news(list(page), language=reading.language, user=reading.user)
    content = {"page": page, "parameter": "news", "items": items}
    return Section("news", _("In the news"), "members/sections/news.html", content, _("All news"), reverse("news"))
