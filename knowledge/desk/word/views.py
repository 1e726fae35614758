"""Pages about Word files: thin, one operation per POST."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of, see_other
from core.limits import is_limited, limited, too_many_requests
from core.review.models import Manuscript
from knowledge.desk.frame import crumbs_of, is_made, of_manuscript
from knowledge.desk.word.answers import word_answer
from knowledge.desk.word.forms import BeginForm, FillForm
from knowledge.desk.word.operations import begin_from_word, can_begin, can_fill, deal_with, fill_from_word
from knowledge.desk.word.page import import_context, templates_offered
from knowledge.desk.word.template import template_in
from knowledge.models import Leftover, WordImport
from members.models import Country

# To read or write a file takes as long as many pages.
FILES_PER_MINUTE, IMPORTS_PER_MINUTE = 30, 10


@require_safe
@limited("word", per_minute=FILES_PER_MINUTE)
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """Give the template in the language that is asked for, else in that of the address."""
    if not can_begin(request.user):
        raise Http404
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
    return word_answer(template_in(language), f"practice-{language}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask for a Word file and begin a draft from it; what cannot be taken is said, and nothing is begun."""
    if not can_begin(request.user):
        raise Http404
    if _asks_too_often(request):
        return too_many_requests(request)
    form = BeginForm(*_sent(request), user=request.user)
    made: list[WordImport] = []
    if request.method == "POST" and form.is_valid() and is_made(form, lambda: made.append(_begin(form, request))):
        messages.success(request, _("The draft has begun. Only its country and the secretariat read it."))
        return see_other(_address(made[0]))
    words = {"title": _("Begin a practice from a Word file"), "button": _("Begin the draft")}
    return _form(request, form, words, cancel=reverse("manuscripts"), templates=templates_offered())


def _begin(form: BeginForm, request: HttpRequest) -> WordImport:
    given = form.cleaned_data
    country = Country.objects.get(record=given["country"].record_id)
    return begin_from_word(
        sent=given["file"], country=country, folder=form.folder, title=given["title"], by=person_of(request)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def fill(request: HttpRequest, found: Manuscript) -> HttpResponseBase:
    """Ask for a Word file and fill the empty sections of a draft from it."""
    if not can_fill(request.user, found):
        messages.error(request, _("The text does not stand with its authors now, so nothing can be brought into it."))
        return see_other(reverse("manuscript", args=[found.pk]))
    if _asks_too_often(request):
        return too_many_requests(request)
    form = FillForm(*_sent(request))
    made: list[WordImport] = []
    by = person_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_made(form, lambda: made.append(fill_from_word(manuscript=found, sent=form.cleaned_data["file"], by=by)))
    ):
        messages.success(request, _("The file was read. Here is what became of it."))
        return see_other(_address(made[0]))
    words = {"title": _("Fill from a Word file"), "button": _("Read the file")}
    around = {"about": str(found), "about_language": found.page.locale.language_code, "is_filling": True}
    around["is_translation"] = not found.page.specific.is_original
    return _form(request, form, words | around, cancel=reverse("manuscript", args=[found.pk]), found=found)


@require_safe
@of_manuscript
def outcome(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Show what a file brought, and what of it found no place."""
    one = WordImport.objects.filter(manuscript=found, pk=number).select_related("by").first()
    if one is None:
        raise Http404
    one.manuscript = found
    context = import_context(one, request.user, request.GET)
    return render(request, "knowledge/word_import.html", {"crumbs": crumbs_of(found), **context})


@require_POST
@of_manuscript
def settle(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Note that a text without a place was dealt with."""
    row = Leftover.objects.filter(word_import__manuscript=found, pk=number).select_related("word_import").first()
    if row is None:
        raise Http404
    row.word_import.manuscript = found
    try:
        deal_with(leftover=row, by=person_of(request))
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("Noted. It is not listed on the desk any more."))
    return see_other(f"{_address(row.word_import)}#left")


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _asks_too_often(request: HttpRequest) -> bool:
    return request.method == "POST" and is_limited(
        request, "word-imports", IMPORTS_PER_MINUTE, subject=str(person_of(request).pk)
    )


def _address(one: WordImport) -> str:
    return reverse("manuscript-word-import", args=[one.manuscript_id, one.pk])


def _form(
    request: HttpRequest, form: Any, words: dict[str, Any], *, found: Manuscript | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs_of(found, inner=True), **words, **more}
    return render(request, "knowledge/word_form.html", context, status=422 if form.errors else 200)
