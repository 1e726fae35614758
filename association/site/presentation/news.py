"""News: the list with its archive, and one item."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.site.models import NewsIndexPage, NewsPage
from association.site.presentation.frame import (
    Place,
    beside,
    first_of,
    front_page,
    items_of,
    put_in_frame,
    spoken,
    title_of,
)
from core.dates import PartialDate
from core.downloads import downloads_at
from core.feeds import links_to
from core.generations.noting import shows_kinds
from core.models import Record
from core.records.kinds import Kind
from core.records.listing import page_at
from core.records.neighbours import titles_of
from core.records.pages import EditionState
from core.shown.questions import contradictions_about, gaps_about
from core.shown.sources import sources_of
from core.templatetags.facts import References, ShownSource
from core.texts.localized import LocalText

ON_A_PAGE = 20
# The year of what no source dates.
UNDATED = "undated"


@dataclass(frozen=True)
class NewsItem:
    """An item in a list: its date is a fact with sources."""

    record: Record
    title: LocalText
    url: str
    summary: LocalText
    date: PartialDate
    sources: list[ShownSource]


def news_index_context(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the items of the year and page that the address asks for. Raises ``Http404`` for a year that is none."""
    language, year = spoken(), request.GET.get("year", "")
    shows_kinds(Kind.NEWS)
    originals = visible_originals(request.user)
    listed: ListPage[Any] = page_at(of_year(originals, year), ON_A_PAGE, request.GET.get("page"))
    return {
        **put_in_frame(page, request),
        "crumbs": [front_page()],
        "years": _years(originals),
        "year": _("without a date") if year == UNDATED else year,
        "listed": listed,
        "feeds": links_to(reverse("news"), f"year={year}" if year else ""),
        "downloads": downloads_at(reverse("news"), f"year={year}" if year else "", total=listed.paginator.count),
        "items": shown_news(list(listed), language=language, user=request.user),
        "meta_description": _("What happened around the Association and its practices, with the sources of each item."),
        "canonical": _canonical(request, year, listed.number),
        "json_ld": {"@type": "CollectionPage"},
    }


def _canonical(request: HttpRequest, year: str, number: int) -> str:
    given = [f"year={year}"] * bool(year) + [f"page={number}"] * (number > 1)
    return f"{request.path}?{'&'.join(given)}" if given else request.path


def visible_originals(user: Any) -> QuerySet[Any]:
    """Return the original edition of every item that ``user`` may see, newest first, undated ones last.

    It holds the date, published or not.
    """
    visible = Record.objects.visible_to(user).of_kind(Kind.NEWS)
    return NewsPage.objects.filter(record__in=visible, edition_state=EditionState.ORIGINAL).order_by(
        F("happened_latest").desc(nulls_last=True), "-record"
    )


def of_year(originals: QuerySet[Any], year: str) -> QuerySet[Any]:
    """Return the items of a year; all where none is asked for. Raises ``Http404`` for a year that is none."""
    if not year:
        return originals
    if year == UNDATED:
        return originals.filter(happened_latest=None)
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
        raise Http404
    return originals.filter(happened_latest__year=int(year))


def _years(originals: QuerySet[Any]) -> list[Place]:
    rows = (
        originals.order_by()
        .values(year=ExtractYear("happened_latest"))
        .annotate(items=Count("pk"))
        .order_by(F("year").desc(nulls_last=True))
    )
    return [_year(row["year"], row["items"]) for row in rows]


def _year(year: int | None, number: int) -> Place:
    items = ngettext("%(number)s item", "%(number)s items", number) % {"number": number}
    return Place(str(year or _("without a date")), f"?year={year or UNDATED}", items)


def newest_news(number: int, *, language: str, user: Any) -> list[NewsItem]:
    """Return the newest dated items: four queries."""
    shows_kinds(Kind.NEWS)
    originals = visible_originals(user).filter(happened_latest__isnull=False)[:number]
    return shown_news(list(originals), language=language, user=user)


def shown_news(originals: list[Any], *, language: str, user: Any) -> list[NewsItem]:
    """Return items as lists show them, with the texts of a published edition: in ``language`` where there is one."""
    ids = [page.record_id for page in originals]
    titles = titles_of(ids, language=language, user=user)
    sources = sources_of(ids, language=language, user=user)
    editions = NewsPage.objects.live().filter(record__in=ids).order_by("pk")
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, code, summary in editions.values_list("record_id", "locale__language_code", "summary"):
        told[pk][code] = summary
    return [
        NewsItem(
            record=title.record,
            title=title_of(title),
            url=title.address,
            summary=first_of(told[page.record_id], language, title.record.language),
            # Nothing is dated that no source dates.
            date=page.happened if sources.get(page.record_id) else PartialDate(),
            sources=sources.get(page.record_id, []),
        )
        for page in originals
        if (title := titles.get(page.record_id)) and told[page.record_id]
    ]


def news_context(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """Return one item with the facts of its original edition, its sources and its neighbours."""
    language = spoken()
    head = put_in_frame(page, request) | {"crumbs": [front_page(), _list()]}
    summary = LocalText(page.summary, page.locale.language_code)
    head |= {"summary": summary, "meta_description": summary, "references": References()}
    if page.record is None:
        return head
    sources = sources_of([page.record.pk], language=language, user=request.user).get(page.record.pk, [])
    return head | {
        "is_unconfirmed": not page.record.confirmations.exists(),
        "date": _original_of(page).happened,
        "sources": sources,
        "neighbours": items_of(beside(page.record, request.user)),
        "contradictions": contradictions_about(page.record, language=language, user=request.user),
        "gaps": gaps_about(page.record, language=language, user=request.user),
        "json_ld": {"@type": "Article", "headline": page.title, "citation": [str(source.title) for source in sources]},
    }


def _original_of(page: NewsPage) -> NewsPage:
    if page.record is None or page.is_original:
        return page
    original = NewsPage.objects.filter(record=page.record_id, locale__language_code=page.record.language).first()
    return original or page


def _list() -> Place:
    return Place(_("News"), reverse("news"))
