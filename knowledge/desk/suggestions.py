"""Pages of suggestions for other wording: thin, one operation per POST."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.acting import person_of, see_other
from core.review.models import Manuscript
from core.review.moving import refusal_of
from core.review.permissions import can_move, endorses_what_they_accept
from core.review.states import Move
from core.review.suggestions import operations
from core.review.suggestions.models import Suggestion, suggestion_on
from core.review.suggestions.states import POSSIBLE
from knowledge.desk.frame import back_to, crumbs_of, form_about, is_made, of_manuscript
from knowledge.desk.wording import AroundForm, WordingForm, answers_of, forms_of, suggestion_context
from members.accounts.asking_again import reauthentication_required

View = Callable[..., HttpResponseBase]
METHODS = ["GET", "HEAD", "POST"]


def of_suggestion(view: View) -> View:
    """Find the suggestions of an address on a manuscript of which somebody may know; otherwise there are none."""

    @wraps(view)
    def found(request: HttpRequest, manuscript: Manuscript, number: int) -> HttpResponseBase:
        rows = manuscript.suggestions.select_related("made_by", "endorsed_by", "withdrawn_by")
        suggestion = rows.prefetch_related("changes__answered_by").filter(pk=number).first()
        if suggestion is None:
            raise Http404
        suggestion.manuscript = manuscript
        return view(request, suggestion)

    return of_manuscript(found)


@require_http_methods(METHODS)
@of_manuscript
def improve(request: HttpRequest, found: Manuscript) -> HttpResponseBase:
    """Show the wording in boxes, and take another as suggestions; what was typed stays where it cannot be taken."""
    if request.method != "POST":
        may_suggest = can_move(request.user, found, Move.SUGGEST)
        shown = suggestion_on(found) or (None if may_suggest else found.suggestions.first())
        if shown is not None:
            return _to(shown)
        if not may_suggest:
            return _refused(request, found, Move.SUGGEST)
    form = WordingForm(request.POST if request.method == "POST" else None, manuscript=found)
    made: list[Suggestion] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and is_made(
            form, lambda: made.append(operations.suggest(manuscript=found, by=person_of(request), **form.asked()))
        )
    ):
        messages.success(request, _("Suggested. The authors have been told."))
        return _to(made[0])
    around = {"manuscript": found, "crumbs": crumbs_of(found), "language": found.page.locale.language_code}
    context = {"title": _("Improve the language"), "form": form, **around}
    return render(request, "knowledge/wording.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@of_suggestion
def suggestion(request: HttpRequest, found: Suggestion) -> HttpResponseBase:
    """Show suggestions, old beside new, and take what the country says of each."""
    if request.method == "POST" and endorses_what_they_accept(request.user, found.manuscript):
        return _answered_solemnly(request, found)
    return _answered(request, found)


@reauthentication_required(allow_get=True)
def _answered_solemnly(request: HttpRequest, found: Suggestion) -> HttpResponseBase:
    """Take answers with which a text is endorsed."""
    return _answered(request, found)


def _answered(request: HttpRequest, found: Suggestion) -> HttpResponseBase:
    data = request.POST if request.method == "POST" else None
    asked = forms_of(found, request.user, data)
    form = AroundForm(data, manuscript=found.manuscript, move=Move.DECIDE, user=request.user)
    if data is not None and all([form.is_valid(), *(one.is_valid() for one in asked.values())]):
        given = {"answers": answers_of(asked), "evidence": form.cleaned_data.get("evidence", "")}
        if is_made(form, lambda: operations.decide(suggestion=found, by=person_of(request), **given)):
            messages.success(request, _what_became(found))
            return _to(found)
    has_errors = bool(form.errors) or any(one.errors for one in asked.values())
    context = suggestion_context(found, request.user, asked)
    around = {"title": _("Suggestions for other wording"), "form": form, "crumbs": crumbs_of(found.manuscript)}
    shown = {**context, **around, "is_asked": bool(asked), "has_errors": has_errors}
    return render(request, "knowledge/suggestion.html", shown, status=422 if has_errors else 200)


@require_http_methods(METHODS)
@of_suggestion
@reauthentication_required(allow_get=True)
def accept(request: HttpRequest, found: Suggestion) -> HttpResponseBase:
    """Show what was accepted, and endorse exactly that."""
    if request.method != "POST" and not _is_possible(request, found, Move.ACCEPT):
        return _refused(request, found.manuscript, Move.ACCEPT, found)
    form = _around(request, found, Move.ACCEPT, _("Statement"))
    if _is_made(request, form, operations.accept, found):
        messages.success(request, _("Endorsed with the other wording. The secretariat publishes it next."))
        return back_to(found.manuscript)
    context = suggestion_context(found, request.user, {})
    context["rows"] = [row for row in context["rows"] if row["is_accepted"]]
    around = {"title": _("Endorse the other wording"), "form": form, "crumbs": crumbs_of(found.manuscript)}
    shown = {**context, **around}
    return render(request, "knowledge/suggestion_endorse.html", shown, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@of_suggestion
def withdraw(request: HttpRequest, found: Suggestion) -> HttpResponseBase:
    """Ask, then take suggestions back."""
    if request.method != "POST" and not _is_possible(request, found, Move.WITHDRAW):
        return _refused(request, found.manuscript, Move.WITHDRAW, found)
    form = _around(request, found, Move.WITHDRAW, _("Message to the authors"))
    if _is_made(request, form, operations.withdraw, found):
        messages.success(request, _("Withdrawn. The text stays as it was endorsed."))
        return back_to(found.manuscript)
    words = {"title": _("Withdraw the suggestions"), "button": _("Withdraw the suggestions"), "is_grave": True}
    return form_about(request, found.manuscript, form, **words)


def _around(request: HttpRequest, found: Suggestion, move: Move, text: Any) -> AroundForm:
    data = request.POST if request.method == "POST" else None
    return AroundForm(data, manuscript=found.manuscript, move=move, user=request.user, text=text)


def _is_made(request: HttpRequest, form: AroundForm, act: Callable[..., None], found: Suggestion) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    return is_made(form, lambda: act(suggestion=found, by=person_of(request), **form.cleaned_data))


def _is_possible(request: HttpRequest, found: Suggestion, move: Move) -> bool:
    return found.state in POSSIBLE[move] and can_move(request.user, found.manuscript, move)


def _refused(request: HttpRequest, found: Manuscript, move: Move, about: Suggestion | None = None) -> HttpResponse:
    """Say why a move cannot be made, on the page that it would be made from."""
    if about is not None and about.state not in POSSIBLE[move]:
        messages.error(request, operations.refusal_in(about.state))
    else:
        messages.error(request, refusal_of(found, person_of(request), move))
    return _to(about) if about is not None else back_to(found)


def _to(found: Suggestion) -> HttpResponse:
    return see_other(reverse("suggestion", args=[found.manuscript_id, found.pk]))


def _what_became(found: Suggestion) -> str:
    if found.endorsed_at is not None:
        return _("Endorsed with the other wording. The secretariat publishes it next.")
    if found.closed_at is not None:
        return _("Answered. The text stays as it was endorsed.")
    return _("Answered.")
