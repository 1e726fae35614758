"""Pages of the desk: thin, one operation per POST."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of
from core.limits import is_limited, limited, too_many_requests
from core.review import operations, reading
from core.review.models import ChangeRequest, Manuscript, ReadingLink
from core.review.moving import refusal_of
from core.review.permissions import can_move, has_desk
from core.review.states import Move
from core.uploads.views import rendition_of
from knowledge.desk.approvals import say_that_files_are_lost
from knowledge.desk.frame import back_to, crumbs_of, form_about, is_made, of_manuscript, shown, told
from knowledge.desk.listing import listing_context, title_of_list
from knowledge.desk.moves import WORDINGS, AnswerForm, LinkForm, MoveForm, make_move
from knowledge.desk.page import manuscript_context, move_of
from knowledge.desk.pictures import show_pictures_under
from knowledge.desk.subject import country_of
from knowledge.desk.texts import draft_of
from knowledge.desk.word.answers import draft_answer
from knowledge.models import PracticePage
from knowledge.permissions import is_gated
from members.accounts.asking_again import has_lost_files, note_files, reauthentication_required

READ_PER_MINUTE, PICTURES_PER_MINUTE = 30, 240
# To write a file takes as long as many pages.
WORD_PER_MINUTE = 30


@require_safe
@login_required
def manuscripts(request: HttpRequest) -> HttpResponse:
    """Show what is being written and what waits, for whoever it concerns."""
    if not has_desk(request.user):
        raise Http404
    context = listing_context(request.user, request.GET)
    return render(
        request, "knowledge/manuscript_list.html", {"title": title_of_list(), "crumbs": crumbs_of(), **context}
    )


@require_safe
@of_manuscript
def manuscript(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Show one manuscript."""
    context = manuscript_context(found, request.user, request.LANGUAGE_CODE)
    return render(request, "knowledge/manuscript_detail.html", {"crumbs": crumbs_of(inner=True), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def move(request: HttpRequest, found: Manuscript, slug: str) -> HttpResponseBase:
    """Show and take the form of a move."""
    asked = move_of(slug)
    if asked is None:
        raise Http404
    note_files(request)
    return _solemn(request, found, asked) if WORDINGS[asked].is_solemn else _move(request, found, asked)


@reauthentication_required(allow_get=True)
def _solemn(request: HttpRequest, found: Manuscript, asked: Move) -> HttpResponseBase:
    return _move(request, found, asked)


def _move(request: HttpRequest, found: Manuscript, asked: Move) -> HttpResponseBase:
    wording = WORDINGS[asked]
    if request.method != "POST" and not can_move(request.user, found, asked):
        messages.error(request, refusal_of(found, person_of(request), asked))
        return back_to(found)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MoveForm(*given, manuscript=found, move=asked, user=request.user)
    if has_lost_files(request):
        say_that_files_are_lost(form)
    if request.method == "POST" and form.is_valid():
        if is_made(form, lambda: make_move(form, manuscript=found, move=asked, by=person_of(request))):
            messages.success(request, wording.done)
            return back_to(found)
        if wording.is_direct:
            messages.error(request, " ".join(str(told) for told in form.non_field_errors()))
            return back_to(found)
    return form_about(request, found, form, title=wording.title, button=wording.button, is_grave=wording.is_grave)


@require_POST
@of_manuscript
def answer(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Answer a request; what cannot be taken is said, and what was typed stays."""
    asked = _request_of(found, number)
    form = AnswerForm(request.POST, auto_id=f"id_{asked.pk}_%s")
    if form.is_valid() and is_made(
        form, lambda: operations.answer(request=asked, text=form.cleaned_data["text"], by=person_of(request))
    ):
        messages.success(request, _("Answered."))
        return back_to(found, "#requests")
    context = manuscript_context(found, request.user, request.LANGUAGE_CODE)
    for row in context["requests"]:
        if row["request"].pk == asked.pk and row["form"] is not None:
            row["form"] = form
    crumbs = crumbs_of(inner=True)
    return render(request, "knowledge/manuscript_detail.html", {"crumbs": crumbs, **context}, status=422)


@require_POST
@of_manuscript
def close(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Close a request."""
    return told(
        request,
        found,
        lambda: operations.close(request=_request_of(found, number), by=person_of(request)),
        _("Closed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_for_country(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then begin a manuscript on a practice: what its country works on passes both gates from then on."""
    page = PracticePage.objects.filter(pk=pk).select_related("country__record").first()
    country = country_of(page) if page is not None else None
    if page is None or country is None or not has_desk(request.user):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if request.method != "POST":
        is_update = page.live and is_gated(page)
        title = _("Begin an update") if is_update else _("Bring before its country")
        context = {"title": title, "practice": page, "is_update": is_update, "crumbs": crumbs_of(inner=True)}
        return render(request, "knowledge/manuscript_begin.html", context)
    try:
        found = operations.open_manuscript(page=page, country=country, by=person_of(request))
    except PermissionDenied:
        raise Http404 from None
    return back_to(found)


@require_safe
@of_manuscript
def preview(request: HttpRequest, found: Manuscript, mode: str = "") -> HttpResponseBase:
    """Show the text as a page or as it is printed, as it stands at the moment."""
    return _shown_as(request, found, mode)


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def make_link(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Make an address at which somebody without an account reads the draft; it is shown once."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    made: list[Any] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and is_made(
            form, lambda: made.append(reading.make_link(manuscript=found, by=person_of(request), **form.cleaned_data))
        )
    ):
        link, token = made[0]
        address = settings.BASE_URL + reverse("draft", args=[token])
        context = {"title": _("An address for %(name)s") % {"name": link.name}, "address": address, "link": link}
        about = {"manuscript": found, "crumbs": crumbs_of(found)}
        return render(request, "knowledge/manuscript_link.html", {**context, **about})
    return form_about(request, found, form, title=_("Let somebody read the draft"), button=_("Make the address"))


@require_POST
@of_manuscript
def end_link(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Let an address open nothing any more."""
    link = found.links.filter(pk=number).first()
    if link is None:
        raise Http404
    return told(request, found, lambda: reading.end_link(link=link, by=person_of(request)), _("The address is closed."))


@require_safe
@limited("drafts", per_minute=READ_PER_MINUTE)
def draft(request: HttpRequest, token: str, mode: str = "") -> HttpResponseBase:
    """Show a draft to whoever has its address, as long as that is open; otherwise there is nothing."""
    link = reading.link_of(token)
    if link is None:
        raise Http404
    if mode:
        response = _shown_as(request, Manuscript.objects.with_review().get(pk=link.manuscript_id), mode)
        if mode == "page":
            show_pictures_under(response, "draft-picture", token)
    else:
        context = {"title": str(link.manuscript), "link": link, "token": token}
        response = render(request, "knowledge/draft.html", context)
    return _hidden(response)


@require_safe
@limited("pictures of drafts", per_minute=PICTURES_PER_MINUTE)
def draft_picture(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """Show a picture of a draft to whoever has its address: at the addresses of pictures it does not exist for them."""
    link = reading.link_of(token)
    if link is None:
        raise Http404
    pictures = [row.image_id for row in _draft_at(link).images.all()]
    return _hidden(rendition_of(path, pictures))


def _draft_at(link: ReadingLink) -> Any:
    return draft_of(Manuscript.objects.with_review().get(pk=link.manuscript_id))


def _hidden(response: HttpResponseBase) -> HttpResponseBase:
    """Let nobody keep or find what stands at an address that was given to one reader."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "no-referrer"
    return response


def _request_of(found: Manuscript, number: int) -> ChangeRequest:
    asked = found.requests.filter(pk=number).first()
    if asked is None:
        raise Http404
    asked.manuscript = found
    return asked


def _shown_as(request: HttpRequest, found: Manuscript, mode: str) -> HttpResponseBase:
    """Show a draft as a page, as it is printed, or as a Word file."""
    if mode == "word":
        return (
            too_many_requests(request)
            if is_limited(request, "word", WORD_PER_MINUTE)
            else draft_answer(found, request.user)
        )
    return shown(request, draft_of(found), mode)
