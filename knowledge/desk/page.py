"""The page of one manuscript: where it stands, what can be done, what was asked and what happened."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.review.models import ChangeRequest, Manuscript, ReviewAct, days_since
from core.review.permissions import can_move, is_secretariat
from core.review.states import WITH_THE_AUTHORS, Gate, Move, Stage
from core.review.subjects import subject_of
from knowledge.desk.approvals import approvals_context
from knowledge.desk.authors import authors_context
from knowledge.desk.moves import OFFERED, WORDINGS, AnswerForm
from knowledge.desk.opinions import opinions_context
from knowledge.desk.texts import draft_of
from knowledge.desk.word.page import word_of_manuscript
from knowledge.desk.wording import improve_address, suggestion_rows
from members.accounts.naming import country_name

# What the history of a manuscript shows without being asked for more.
MOST_ACTS = 200
# Fields of a practice that are rows of their own.
ROWS = {"figures": "draft_figures", **{name: name for name in ("images", "attachments", "practice_sources")}}


def manuscript_context(manuscript: Manuscript, user: Any, language: str) -> dict[str, Any]:
    """Return everything that the page of a manuscript shows to somebody."""
    page = draft_of(manuscript)
    gate = manuscript.stands_at
    is_writing = manuscript.stage in WITH_THE_AUTHORS
    may_edit = is_writing and page.permissions_for_user(user).can_edit()
    return {
        "manuscript": manuscript,
        "title": str(manuscript),
        "language": manuscript.page.locale.language_code,
        "country": country_name(manuscript.country, language),
        "stage": manuscript.stage.label,
        "steps": _steps(manuscript.stage),
        "gate": gate,
        "is_late": gate is not None and gate.is_late(on=timezone.localdate()),
        "days": days_since(gate.started_at if gate else manuscript.opened_at, on=timezone.localdate()),
        **authors_context(manuscript, user),
        "moves": _moves(manuscript, user),
        "lacks": _lacks(manuscript, page) if is_writing else [],
        "requests": _requests(manuscript, user),
        "acts": _acts(manuscript),
        "links": []
        if manuscript.closed_at
        else list(manuscript.links.filter(ended_at__isnull=True, expires_at__gt=timezone.now())),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else "",
        "suggestions": suggestion_rows(manuscript),
        "improve_url": improve_address(manuscript, user),
        "compare_url": reverse("compare-versions", args=[manuscript.pk]),
        "is_published": manuscript.page.live,
        "reason": manuscript.reason,
        **word_of_manuscript(manuscript, user),
        **approvals_context(manuscript, user),
        **opinions_context(manuscript, user, language),
    }


def _steps(stage: Stage) -> list[dict[str, Any]]:
    """Return the way of a manuscript with where it stands on it."""
    way = (
        (_("Draft"), WITH_THE_AUTHORS),
        (_("Endorsement"), {Stage.SUBMITTED}),
        (_("Publication"), {Stage.ENDORSED}),
        (pgettext("review", "Published"), {Stage.PUBLISHED}),
    )
    at = next((number for number, (_name, stages) in enumerate(way) if stage in stages), -1)
    return [
        {"name": name, "current": number == at, "done": number < at or stage == Stage.PUBLISHED}
        for number, (name, _stages) in enumerate(way)
    ]


def _moves(manuscript: Manuscript, user: Any) -> list[dict[str, Any]]:
    allowed = [move for move in OFFERED if can_move(user, manuscript, move)]
    return [
        {
            "name": WORDINGS[move].button,
            "url": reverse("manuscript-move", args=[manuscript.pk, slug_of(move)]),
            "is_direct": WORDINGS[move].is_direct,
            "is_grave": WORDINGS[move].is_grave,
            "is_first": number == 0,
        }
        for number, move in enumerate(allowed)
    ]


def slug_of(move: Move) -> str:
    """Return a move as it stands in addresses."""
    return move.value.replace(" ", "-")


def move_of(slug: str) -> Move | None:
    """Return the move of an address; nothing where there is none."""
    return next((move for move in WORDINGS if slug_of(move) == slug), None)


def _lacks(manuscript: Manuscript, page: Any) -> list[dict[str, Any]]:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    found = [{"text": lack.text, "url": edit + _place_in_editor(lack.field)} for lack in subject_of(page).lacks(page)]
    waiting = sum(request.is_waiting() for request in manuscript.requests.all())
    if waiting:
        found.append({"text": _("Requests are not answered yet: see below."), "url": "#requests"})
    return found


def _place_in_editor(field: str) -> str:
    """Return where a field stands in Wagtail's editor, which opens its tab: by its path, or by the list of its rows."""
    if field in ROWS:
        return f"#id_{ROWS[field]}-FORMS"
    return f"#:w:contentpath={field}" if field else ""


def _requests(manuscript: Manuscript, user: Any) -> list[dict[str, Any]]:
    """Return the requests; what was noted and not sent is seen by whoever keeps gates."""
    rows = manuscript.requests.select_related("asked_by", "answered_by", "closed_by")
    if not _keeps_gates(manuscript, user):
        rows = rows.filter(sent_at__isnull=False)
    fields = subject_of(manuscript.page).fields()
    may_answer, may_close = can_move(user, manuscript, Move.ANSWER), can_move(user, manuscript, Move.CLOSE)
    return [
        {
            "request": row,
            "field": fields.get(row.field, ""),
            "gate": Gate(row.gate).label,
            "form": _answer_form(row) if may_answer and row.closed_at is None else None,
            "may_close": may_close and row.closed_at is None,
        }
        for row in rows
    ]


def _answer_form(request: ChangeRequest) -> AnswerForm:
    return AnswerForm(initial={"text": request.answer}, auto_id=f"id_{request.pk}_%s")


def _keeps_gates(manuscript: Manuscript, user: Any) -> bool:
    return is_secretariat(user) or can_move(user, manuscript, Move.ASK)


def _acts(manuscript: Manuscript) -> list[dict[str, Any]]:
    """Return what happened, the last first; what was only noted is told by the requests."""
    quiet = (Move.ASK, Move.CLOSE)
    rows: list[ReviewAct] = list(
        manuscript.acts.exclude(move__in=quiet).select_related("by", "person").order_by("-at", "-pk")[:MOST_ACTS]
    )
    return [{"act": row, "name": Move(row.move).label, "stage": Stage(row.stage).label} for row in rows]
