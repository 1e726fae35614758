"""What the pages of following and of saved records show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.downloads import NAMED, Download, Row, downloads_at, in_chunks, named
from core.following.models import Following, SavedRecord
from core.following.registry import searches
from core.records.kinds import Kind
from core.records.listing import page_at
from core.records.models import Record, Title
from core.records.querysets import seen_at
from core.records.reading import spoken_language
from core.shown.frame import goal_title

PER_PAGE = 25
COLUMNS = (*NAMED, "kind", "kind_name", "saved_on", "note")


def following_context(user: Any, number: str | None) -> dict[str, Any]:
    """Return what somebody follows, the last first: a constant number of queries."""
    page = page_at(Following.objects.filter(user=user), PER_PAGE, number)
    shown = list(page)
    titles = _titles((one.record_id for one in shown), user)
    asked = [one.query for one in shown if one.query]
    described = dict(zip(asked, searches().described(asked), strict=True)) if asked else {}
    return {"page": page, "rows": [_followed(one, titles, described) for one in shown]}


def _followed(one: Following, titles: dict[int, Title], described: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"following": one, "title": "", "url": "", "kind": ""}
    if one.query:
        url = searches().address(one.query)
        return row | {"title": described[one.query], "url": url, "kind": _("Search in the library")}
    title = titles.get(one.record_id or 0)
    if title is None:
        return row
    return row | {"title": goal_title(title), "url": title.address, "kind": title.get_kind_display()}


def saved_context(user: Any, number: str | None) -> dict[str, Any]:
    """Return somebody's list in its order: a constant number of queries. What they may not see has no title."""
    page = page_at(SavedRecord.objects.filter(user=user), PER_PAGE, number)
    shown = list(page)
    titles = _titles((one.record_id for one in shown), user)
    first, last = page.number == 1, not page.has_next()
    rows = [
        {
            "saved": one,
            "title": titles.get(one.record_id),
            "is_practice": one.record_id in titles and titles[one.record_id].kind == Kind.PRACTICE,
            "is_first": first and place == 0,
            "is_last": last and place == len(shown) - 1,
        }
        for place, one in enumerate(shown)
    ]
    has_practices = bool(saved_practices(user, most=1))
    return {
        "page": page,
        "rows": rows,
        "has_choices": any(row["is_practice"] for row in rows),
        "downloads": downloads_at(reverse("saved"), total=_count(page)),
        "volume": SAVED_QUERY if has_practices else "",
    }


# What the address of a volume asks by, where it is to hold somebody's list.
SAVED_QUERY = "list=saved"


def saved_practices(user: Any, *, most: int) -> list[int]:
    """Return the first practices of somebody's list that they may see, in its order: one query."""
    mine = SavedRecord.objects.filter(*seen_at("record", user), user=user, record__kind=Kind.PRACTICE)
    return list(mine.values_list("record_id", flat=True)[:most])


def saved_download(user: Any) -> Download:
    """Return somebody's list as a file: what they may see of it, in its order."""
    rows = list(SavedRecord.objects.filter(*seen_at("record", user), user=user))
    return Download("saved", COLUMNS, in_chunks(rows, lambda chunk: _file_rows(chunk, user)), len(rows))


def _file_rows(chunk: list[SavedRecord], user: Any) -> list[Row]:
    titles = _titles((one.record_id for one in chunk), user)
    return [
        named(titles[one.record_id])
        | {
            "kind": titles[one.record_id].kind,
            "kind_name": titles[one.record_id].get_kind_display(),
            "saved_on": one.saved_at.date().isoformat(),
            "note": one.note,
        }
        for one in chunk
        if one.record_id in titles
    ]


def title_for(record: Record, user: Any) -> Title | None:
    """Return what a record is called in the language of the page; nothing where ``user`` may not see it."""
    return _titles([record.pk], user).get(record.pk)


def counts_of(user: Any) -> list[dict[str, Any]]:
    """Return how much somebody follows and saved, as desks show it: two queries."""
    entries: list[tuple[Any, str, Callable[[], int]]] = [
        (_("Following"), "following", Following.objects.filter(user=user).count),
        (pgettext("readers", "Saved"), "saved", SavedRecord.objects.filter(user=user).count),
    ]
    return [{"name": name, "view": view, "query": "", "count": count()} for name, view, count in entries]


def _titles(record_ids: Iterable[int | None], user: Any) -> dict[int, Title]:
    rows = Title.objects.filter(*seen_at("record", user), language=spoken_language(), record__in=set(record_ids))
    return {title.record_id: title for title in rows.select_related("record")}


def _count(page: Page[Any]) -> int:
    return page.paginator.count
