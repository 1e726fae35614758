"""Lists of practices as feeds: of the library as an address asks it, of a topic, of a country."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.feeds import MOST_ENTRIES, Feed, FeedEntry, titled
from core.generations.noting import shows_kinds
from core.records.kinds import Kind
from core.records.listing import ListQuery, query_for, read_query
from core.records.models import Record
from core.shown.frame import goal_title
from knowledge.presentation.frame import spoken
from knowledge.presentation.gathered import titles_in
from knowledge.presentation.library import SEARCHED
from knowledge.presentation.practice_lists import ListPage, list_page
from knowledge.querysets import NEWEST, PRACTICES, RELATED
from search.engines import EngineUnavailable
from search.feeds import filters_in_words, found_entries

SHAPE = replace(PRACTICES, per_page=MOST_ENTRIES)


def library_feed(request: HttpRequest) -> Feed:
    """Return the feed of the practices that the address asks for.

    Words are looked for by the search; where it does not answer, in titles, as the list does.
    """
    asked = read_query(SHAPE, request.GET)
    return Feed(
        title=titled(_("Library of practices"), asked.words, filters_in_words(SEARCHED, asked, request)),
        page=replace(asked, page=1).address(reverse("library")),
        entries=_asked_for(asked, request),
    )


def _asked_for(asked: ListQuery, request: HttpRequest) -> list[FeedEntry]:
    if asked.words:
        with suppress(EngineUnavailable):
            return found_entries(SEARCHED, read_query(SEARCHED.shape, request.GET), request)
    shows_kinds(Kind.PRACTICE, *(kind for _verb, kind in RELATED.values()))
    return _entries(list_page(asked.sorted_by(NEWEST), request))


def feed_of(record: Record, facet: str, request: HttpRequest) -> Feed:
    """Return the feed of the practices under one value of a filter: a topic, a service type, a goal, a country."""
    query: ListQuery = replace(query_for(SHAPE, facet, record.slug, request.GET), page=1)
    own = titles_in([record.pk], language=spoken(), user=request.user).get(record.pk)
    return Feed(
        title=titled(_("Library of practices"), goal_title(own) if own else record.key),
        page=request.path.rpartition("/")[0] + "/",
        entries=_entries(list_page(query, request)),
    )


def _entries(shown: ListPage) -> list[FeedEntry]:
    return [FeedEntry(line.record, line.title, line.url, line.summary) for line in shown.lines]
