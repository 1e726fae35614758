"""Lists of the desk: what is being written, what waits at a gate, what was closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.records.listing import page_at
from core.review.models import Manuscript, days_since
from core.review.permissions import has_desk, is_secretariat
from core.review.states import Gate
from core.users.policies import is_worked_on
from core.users.roles import OF_A_COUNTRY, Role
from core.users.terms import countries_of
from knowledge.desk.opinions import counts_of
from members.accounts.naming import names_of

PER_PAGE = 25
WRITING, ENDORSEMENT, PUBLICATION, WORDING, CLOSED = "writing", "endorsement", "publication", "wording", "closed"
SHELVES = {
    WRITING: gettext_lazy("Being written"),
    ENDORSEMENT: gettext_lazy("Waits for endorsement"),
    PUBLICATION: gettext_lazy("Waits for publication"),
    WORDING: gettext_lazy("Suggestions to answer"),
    CLOSED: gettext_lazy("Published or declined"),
}


def seen_by(user: Any) -> Any:
    """Return the manuscripts of which somebody may know."""
    if is_secretariat(user):
        return Manuscript.objects.all()
    mine = Manuscript.objects.of_countries(countries_of(user, *OF_A_COUNTRY))
    return mine.filter(is_worked_on(user, OuterRef("page")))


def on_shelf(shelf: str, manuscripts: Any) -> QuerySet[Manuscript]:
    """Return those of the manuscripts that lie on a shelf, what waits longest first."""
    if shelf == CLOSED:
        return manuscripts.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    if shelf == WRITING:
        return manuscripts.in_writing().order_by("-opened_at", "-pk")
    if shelf == WORDING:
        return manuscripts.with_open_suggestion().order_by("-opened_at", "-pk")
    due = "review__current_task_state__gatestate__due_on"
    return manuscripts.at(Gate.ENDORSEMENT if shelf == ENDORSEMENT else Gate.PUBLICATION).order_by(due, "pk")


def first_shelf(user: Any) -> str:
    """Return what somebody looks at first: what waits for them."""
    if is_secretariat(user):
        return PUBLICATION
    return ENDORSEMENT if countries_of(user, Role.FOCAL_POINT) else WRITING


def listing_context(user: Any, asked: Any) -> dict[str, Any]:
    """Return a shelf with its rows, and how much lies on each: a constant number of queries."""
    mine = seen_by(user)
    shelf = asked.get("show") if asked.get("show") in SHELVES else first_shelf(user)
    requests = Count("requests", filter=Q(requests__closed_at__isnull=True), distinct=True)
    counts = _counts(mine)
    page = page_at(on_shelf(shelf, mine), PER_PAGE, asked.get("page"), total=counts.get(shelf))
    found = Manuscript.objects.with_review().annotate(open_requests=requests)
    by_number = {one.pk: one for one in found.filter(pk__in=[one.pk for one in page])}
    rows = [by_number[one.pk] for one in page]
    names = names_of({row.country_id for row in rows})
    opinions = counts_of(rows, user)
    today = timezone.localdate()
    return {
        "page": page,
        "rows": [{**row_of(row, names, today), "opinions": opinions.get(row.pk, "")} for row in rows],
        "shelves": [_shelf(name, label, shelf, counts.get(name)) for name, label in SHELVES.items()],
        "shelf": SHELVES[shelf],
        "may_begin": has_desk(user),
    }


def _counts(manuscripts: Any) -> dict[str, int]:
    """Return how many lie on each shelf of which that is told."""
    return {**manuscripts.counted(), WORDING: on_shelf(WORDING, manuscripts).order_by().count()}


def _shelf(name: str, label: Any, current: str, count: int | None) -> dict[str, Any]:
    return {"name": label, "url": f"?show={name}", "count": count, "current": name == current}


def row_of(manuscript: Any, names: dict[int, str], today: date) -> dict[str, Any]:
    """Return a row of a list."""
    gate = manuscript.stands_at
    return {
        "manuscript": manuscript,
        "title": str(manuscript),
        "language": manuscript.page.locale.language_code,
        "country": names.get(manuscript.country_id, ""),
        "stage": manuscript.stage.label,
        "holder": str(gate.holder) if gate is not None and gate.holder is not None else "",
        "due_on": gate.due_on if gate is not None else None,
        "is_late": gate is not None and gate.is_late(on=today),
        "is_paused": gate is not None and gate.is_paused,
        "days": days_since(gate.started_at if gate is not None else manuscript.opened_at, on=today),
        "open_requests": manuscript.open_requests,
    }


def desk_entries(user: Any) -> list[dict[str, Any]]:
    """Return what the desk says of manuscripts: how much lies on each shelf that concerns somebody."""
    if not has_desk(user):
        return []
    counts = _counts(seen_by(user))
    return [
        {
            "name": SHELVES[shelf],
            "view": "manuscripts",
            "query": f"?show={shelf}",
            "count": count,
        }
        for shelf, count in counts.items()
    ]


def title_of_list() -> str:
    """Return the title of the page of lists."""
    return _("Practices in work")
