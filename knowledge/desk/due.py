"""Practices that are due for confirmation: as a list of the desk and as a file, what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.downloads import MOST_ROWS, Download, in_chunks, permalink
from core.models import Confirmation, Manuscript
from core.records.listing import page_at
from core.records.pages import EditionState
from core.records.yearly import due_by, due_on, is_lapsed, lapsed_before
from core.review.permissions import has_desk, is_secretariat
from core.users.roles import Role
from core.users.terms import countries_of
from knowledge.desk.confirming import AHEAD
from knowledge.desk.texts import address_of
from knowledge.models import PracticePage
from knowledge.permissions import practices_of
from members.accounts.naming import names_of

PER_PAGE = 25
ALL, OVERDUE, SOON = "all", "overdue", "soon"
SHOWN = {
    ALL: gettext_lazy("All that are due"),
    OVERDUE: gettext_lazy("Overdue"),
    SOON: gettext_lazy("In the next 60 days"),
}
COLUMNS = (
    "key", "permalink", "title", "language", "country", "institution", "confirmed_on", "due_on", "is_overdue",
    "is_being_updated",
)  # fmt: skip


def title_of_due() -> str:
    """Return the title of the list."""
    return _("Due for confirmation")


def told_originals() -> QuerySet[PracticePage]:
    """Return the originals that readers see, to be asked for by their record."""
    return PracticePage.objects.live().filter(edition_state=EditionState.ORIGINAL, record=OuterRef("record_id"))


def due_for(user: Any, *, on: date) -> QuerySet[Any]:
    """Return the confirmations that ``user`` may ask about and that are due by now or soon, what is due first first."""
    pages = told_originals()
    if not is_secretariat(user):
        pages = pages.filter(Exists(practices_of(user, OuterRef("pk"))))
    return due_by(on + AHEAD).filter(Exists(pages)).order_by("confirmed_on", "pk")


def shown_of(show: str, due: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Return those of them that are overdue, or not yet."""
    bound = lapsed_before(on)
    if show == OVERDUE:
        return due.filter(confirmed_on__lt=bound)
    return due.filter(confirmed_on__gte=bound) if show == SOON else due


def due_context(user: Any, asked: Any) -> dict[str, Any]:
    """Return the list with its rows, and how many are in each part of it: a constant number of queries."""
    today = timezone.localdate()
    show = asked.get("show") if asked.get("show") in SHOWN else ALL
    due = due_for(user, on=today)
    page = page_at(shown_of(show, due, on=today), PER_PAGE, asked.get("page"))
    return {
        "title": title_of_due(),
        "page": page,
        "rows": rows_of(page, user, on=today),
        "shelves": [
            {
                "name": label,
                "url": f"?show={name}",
                "count": shown_of(name, due, on=today).count(),
                "current": name == show,
            }
            for name, label in SHOWN.items()
        ],
        "shelf": SHOWN[show],
        "file_url": f"{reverse('due-confirmations-file')}?show={show}",
        "may_confirm": is_secretariat(user) or bool(countries_of(user, Role.FOCAL_POINT)),
    }


def rows_of(confirmations: Iterable[Confirmation], user: Any, *, on: date) -> list[dict[str, Any]]:
    """Return the rows of these confirmations: three queries."""
    found = list(confirmations)
    pages = _pages_of(found)
    records = {page.country.record_id for page in pages.values() if page.country is not None}
    names = names_of(records)
    work = Manuscript.objects.open().filter(page__in=[page.pk for page in pages.values()])
    in_work = {page_id: pk for pk, page_id in work.values_list("pk", "page_id")}
    speaks = countries_of(user, Role.FOCAL_POINT)
    return [
        {
            "page": page,
            "title": page.title,
            "language": page.locale.language_code,
            "url": address_of(page),
            "country": names.get(page.country.record_id, "") if page.country is not None else "",
            "institution": page.institution.name if page.institution is not None else "",
            "confirmed_on": one.confirmed_on,
            "due_on": due_on(one.confirmed_on),
            "is_overdue": is_lapsed(one.confirmed_on, on=on),
            "manuscript": in_work.get(page.pk),
            "may_confirm": page.country is not None and (is_secretariat(user) or page.country.record_id in speaks),
        }
        for one in found
        if (page := pages.get(one.record_id)) is not None
    ]


def _pages_of(confirmations: list[Any]) -> dict[int, PracticePage]:
    records = [one.record_id for one in confirmations]
    pages = PracticePage.objects.live().filter(edition_state=EditionState.ORIGINAL, record__in=records)
    joined = pages.select_related("record", "locale", "country", "institution")
    return {page.record_id: page for page in joined if page.record_id is not None}


def due_file(user: Any, asked: Any) -> Download:
    """Return the list as a file, every page of it."""
    today = timezone.localdate()
    show = asked.get("show") if asked.get("show") in SHOWN else ALL
    due = shown_of(show, due_for(user, on=today), on=today)
    rows = in_chunks(due[:MOST_ROWS], lambda chunk: [_line(row) for row in rows_of(chunk, user, on=today)])
    return Download(f"due-for-confirmation-{show}", COLUMNS, rows, due.count())


def _line(row: dict[str, Any]) -> dict[str, Any]:
    page = row["page"]
    return {
        "key": page.record.key,
        "permalink": permalink(page.record.key),
        **{name: row[name] for name in ("title", "language", "country", "institution")},
        **{name: row[name].isoformat() for name in ("confirmed_on", "due_on")},
        "is_overdue": "yes" if row["is_overdue"] else "no",
        "is_being_updated": "yes" if row["manuscript"] is not None else "no",
    }


def due_entries(user: Any) -> list[dict[str, Any]]:
    """Return what the desk says of confirmations: how many are due."""
    if not has_desk(user):
        return []
    count = due_for(user, on=timezone.localdate()).count()
    return [{"name": title_of_due(), "view": "due-confirmations", "query": "", "count": count}]
