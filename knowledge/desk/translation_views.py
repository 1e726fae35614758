"""Pages of translations: thin, one operation per POST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of, see_other
from core.records.editions import original_of
from core.review.permissions import has_desk
from core.shown.frame import crumbs_to
from core.users.policies import works_on_all_pages
from knowledge.desk.frame import is_made
from knowledge.desk.translating import (
    begin_translation,
    bring_up_to_date,
    confirm_translation,
    refusal_of,
    review_translation,
)
from knowledge.desk.translations import (
    TranslationForm,
    button_of,
    originals_for,
    practice_context,
    title_of_translations,
    translations_context,
)
from knowledge.models import PracticePage
from knowledge.permissions import can_move_translation, moves_for_another
from knowledge.states import TRANSLATION_MOVES, TranslationMove
from knowledge.versions.translated import translation_of
from members.accounts.asking_again import reauthentication_required

_ACTS: dict[TranslationMove, Callable[..., Any]] = {
    TranslationMove.REVIEW: review_translation,
    TranslationMove.CONFIRM: confirm_translation,
    TranslationMove.UPDATE: bring_up_to_date,
}


@require_safe
@login_required
def translations(request: HttpRequest) -> HttpResponse:
    """Show the practices that somebody works on, with the languages in which they are told."""
    if not has_desk(request.user) and not works_on_all_pages(request.user):
        raise Http404
    context = {"crumbs": _crumbs(), **translations_context(request.user, request.GET)}
    response = render(request, "knowledge/translation_list.html", context)
    add_never_cache_headers(response)
    return response


@require_safe
@login_required
def practice_translations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the translations of one practice."""
    context = {"crumbs": _crumbs(inner=True), **practice_context(_original(request, pk), request.user)}
    response = render(request, "knowledge/translation_detail.html", context)
    add_never_cache_headers(response)
    return response


@require_POST
@login_required
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a translation, and lead to its manuscript."""
    original = _original(request, pk)
    try:
        made = begin_translation(page=original, language=request.POST.get("language", ""), by=person_of(request))
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other(reverse("practice-translations", args=[original.pk]))
    messages.success(request, _("Begun. It holds the words of the original: write over them, then submit it here."))
    return see_other(reverse("manuscript", args=[made.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """Show and take the form of a move; for whoever may not make it there is none."""
    asked = TranslationMove(slug) if slug in TranslationMove.values else None
    page = PracticePage.objects.select_related("record", "locale").filter(pk=pk).first()
    if asked is None or page is None or not can_move_translation(request.user, page, asked):
        raise Http404
    response = _solemn(request, page, asked) if TRANSLATION_MOVES[asked].binds else _move(request, page, asked)
    add_never_cache_headers(response)
    return response


@reauthentication_required(allow_get=True)
def _solemn(request: HttpRequest, page: PracticePage, asked: TranslationMove) -> HttpResponseBase:
    return _move(request, page, asked)


def _move(request: HttpRequest, page: PracticePage, asked: TranslationMove) -> HttpResponseBase:
    original = original_of(page)
    back = reverse("practice-translations", args=[original.pk if original is not None else page.pk])
    translation, letter = translation_of(page), moves_for_another(request.user, page, asked)
    if request.method != "POST":
        if (refusal := refusal_of(translation, asked)) is not None:
            messages.error(request, refusal)
            return see_other(back)
        form = TranslationForm(initial={"seen": translation.version}, by_letter=letter)
        return _form(request, page, form, asked, back)
    given = request.POST.copy()
    form = TranslationForm(given, by_letter=letter)
    if form.is_valid() and is_made(
        form,
        lambda: _ACTS[asked](page=page, by=person_of(request), **form.cleaned_data),
    ):
        messages.success(request, _("Noted, with the day."))
        return see_other(back)
    if "seen" in form.errors:  # nobody sees that field
        form.add_error(None, _("The form was not whole. Read the text, then decide."))
    given["seen"] = str(translation_of(page).version)
    return _form(request, page, form, asked, back)


def _form(request: HttpRequest, page: PracticePage, form: Any, asked: TranslationMove, back: str) -> HttpResponse:
    context = {
        "title": button_of(asked),
        "button": button_of(asked),
        "about": page.title,
        "about_language": page.locale.language_code,
        "form": form,
        "cancel": back,
        "crumbs": _crumbs(inner=True),
    }
    return render(request, "allauth/layouts/form.html", context, status=422 if form.errors else 200)


def _original(request: HttpRequest, pk: int) -> PracticePage:
    if not has_desk(request.user) and not works_on_all_pages(request.user):
        raise Http404
    found = originals_for(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _crumbs(*, inner: bool = False) -> list[dict[str, str]]:
    ways = [(_("Desk"), reverse("desk"))]
    if inner:
        ways.append((title_of_translations(), reverse("translations")))
    return crumbs_to(*ways)
