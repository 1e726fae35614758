"""Pages of practices in lists: which stand on the page, and what each line shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from core.dates import PartialDate
from core.models import Record, Relation, Title
from core.records.kinds import Verb
from core.records.listing import CountedPaginator, ListQuery, newest_change
from core.records.yearly import last_day
from core.shown.frame import title_of
from core.shown.sources import first_sources_of
from core.templatetags.facts import ShownSource
from core.templatetags.texts import language_name
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.presentation.facts import tells_facts
from knowledge.presentation.frame import Place, spoken
from knowledge.presentation.gathered import titles_in
from knowledge.querysets import NEWEST, PracticeList, filters_of

# Topics named in a line.
MOST_TOPICS = 3


@dataclass(frozen=True)
class Line:
    """A practice in a list; its beginning stands there with the first of its sources.

    ``added`` is the day since which it is listed, where the list is in that order.
    """

    record: Record
    title: LocalText
    url: str
    summary: LocalText | None
    country: LocalText | None
    begun: PartialDate | None
    sources: list[ShownSource]
    meta: list[Place | LocalText | str]
    is_confirmed: bool
    added: date | None = None


@dataclass(frozen=True)
class ListPage:
    """The part of a list that an address asks for; ``asked`` is its number, which the list may not have."""

    practices: PracticeList
    page: Page[Any]
    lines: list[Line]
    asked: int

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the page shows a practice that no institution has confirmed."""
        return any(not line.is_confirmed for line in self.lines)


def list_page(query: ListQuery, request: HttpRequest) -> ListPage:
    """Return the page of practices that ``query`` asks for, as the reader may see it: at most nine queries.

    Two of these are made only where the number of practices is not kept from before.
    """
    language = spoken()
    practices = PracticeList(filters_of(query, request.user), language, request.user, newest_change())
    paginator = CountedPaginator(practices.count, query.shape.per_page)
    page = paginator.nearest(query.page)
    ids = practices.ids(query.sort, (page.number - 1) * paginator.per_page, page.number * paginator.per_page)
    lines = lines_of(ids, language, request.user)
    if query.sort == NEWEST:
        lines = [replace(line, added=timezone.localtime(line.record.listed_at).date()) for line in lines]
    return ListPage(practices, page, lines, query.page)


def beyond(shown: ListPage) -> str:
    """Return what is said where the address asks for a page that the list does not have; else nothing."""
    last = shown.page.paginator.num_pages
    if shown.asked <= last or not shown.lines:
        return ""
    return ngettext(
        "There is no page %(asked)s: the list has %(last)s page, and this is it.",
        "There is no page %(asked)s: the list has %(last)s pages, and this is the last.",
        last,
    ) % {"asked": shown.asked, "last": last}


def lines_of(ids: list[int], language: str, user: Any) -> list[Line]:
    """Return a line for each of the practices, in their order: four queries."""
    if not ids:
        return []
    editions = editions_of(ids, language)
    related = _related(ids)
    titles = titles_in([*ids, *(pk for found in related.values() for _verb, pk in found)], language=language, user=user)
    sources = first_sources_of(ids, language=language, user=user)
    return [
        _line(titles[pk], editions.get(pk, []), related[pk], titles, sources.get(pk, []), language)
        for pk in ids
        if pk in titles
    ]


def editions_of(ids: list[int], language: str) -> dict[int, list[PracticePage]]:
    """Return the editions of each practice without their prose, that in ``language`` first, then the original.

    An original that is not published holds the facts all the same.
    """
    pages = (
        PracticePage.objects.filter(record__in=ids)
        .select_related("record", "locale")
        .annotate(confirmed_on=last_day())
        .only(
            "live",
            "summary",
            "edition_state",
            "started_earliest",
            "started_latest",
            "started_words",
            "status",
            "record__language",
            "locale__language_code",
        )
    )
    found: dict[int, list[PracticePage]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: (page.locale.language_code != language, not page.is_original)):
        if page.record_id is not None:
            found[page.record_id].append(page)
    return found


def _related(ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    edges = Relation.objects.filter(subject__in=ids, verb__in=[Verb.IN_COUNTRY, Verb.ABOUT])
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for subject_id, verb, object_id in edges.order_by("position", "pk").values_list("subject_id", "verb", "object_id"):
        found[subject_id].append((verb, object_id))
    return found


def _line(
    title: Title,
    editions: list[PracticePage],
    related: list[tuple[str, int]],
    titles: dict[int, Title],
    sources: list[ShownSource],
    language: str,
) -> Line:
    original = next((page for page in editions if page.is_original), None)
    if not tells_facts(original):
        related, sources, original = [], [], None
    named = [(verb, titles[pk]) for verb, pk in related if pk in titles]
    country = next((title_of(found) for verb, found in named if verb == Verb.IN_COUNTRY), None)
    topics = [Place(title_of(found), found.address) for verb, found in named if verb == Verb.ABOUT][:MOST_TOPICS]
    published = [page for page in editions if page.live]
    shown = next(iter(published), None)
    return Line(
        record=title.record,
        title=title_of(title),
        url=title.address,
        summary=LocalText(shown.summary, shown.locale.language_code) if shown else None,
        country=country,
        begun=original.started if original and sources else None,
        sources=sources,
        meta=[*topics, *_languages(published)],
        is_confirmed=getattr(shown, "confirmed_on", None) is not None,
    )


def _languages(editions: list[PracticePage]) -> list[str]:
    read_in = {page.locale.language_code for page in editions}
    codes = [code for code, _name in settings.LANGUAGES if code in read_in]
    return [", ".join(language_name(code) for code in codes)] if codes else []
