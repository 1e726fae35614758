"""What the search finds, as a feed: the newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext

from core.feeds import MOST_ENTRIES, Feed, FeedEntry, titled
from core.records.listing import ListQuery, chips_of, in_words, read_query
from core.texts.localized import LocalText
from search.documents import Wording
from search.finding import Found, FoundRecord, find
from search.naming import name_of, names_of_values
from search.parsing import cleaned
from search.presentation import THE_RECORD, Scope, search_query
from search.query import Sort


def search_feed(request: HttpRequest) -> Feed:
    """Return the feed of what the address asks of the whole record. Raises ``EngineUnavailable``."""
    asked = read_query(THE_RECORD.shape, request.GET)
    return Feed(
        title=titled(
            pgettext("readers", "Search"), cleaned(asked.words).strip(), filters_in_words(THE_RECORD, asked, request)
        ),
        page=replace(asked, page=1).address(reverse("search")),
        entries=found_entries(THE_RECORD, asked, request),
    )


def filters_in_words(scope: Scope, asked: ListQuery, request: HttpRequest) -> str:
    """Return in one line the filters of a list, their values by the names that the reader may know: one query."""
    names = names_of_values(asked, Found(), request.user)
    return in_words(chips_of(asked, "", scope.titles, lambda facet, value: name_of(facet, value, names)))


def found_entries(scope: Scope, asked: ListQuery, request: HttpRequest) -> list[FeedEntry]:
    """Return the newest records that are found within ``scope``. Raises ``EngineUnavailable``."""
    newest = search_query(replace(asked, sort=Sort.NEWEST, page=1), request, scope)
    found = find(replace(newest, size=MOST_ENTRIES, counted=(), explain=False), user=request.user)
    return [_entry(record) for record in found.records]


def _entry(found: FoundRecord) -> FeedEntry:
    row: Any = found.title_row
    summary = found.document.wordings.get(row.text_language, Wording()).summary
    return FeedEntry(
        record=row.record,
        title=LocalText(row.text, row.text_language),
        url=row.address,
        summary=LocalText(summary, row.text_language) if summary else None,
    )
