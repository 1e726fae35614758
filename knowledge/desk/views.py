"""Pages of the desk: thin, one operation per POST."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import is_done, person_of, see_other
from core.limits import limited
from core.review import operations, reading
from core.review.models import ChangeRequest, Manuscript, ReadingLink
from core.review.permissions import can_move, can_see_manuscript, has_desk
from core.review.states import Move
from core.shown.frame import crumbs_to
from core.uploads.views import rendition_of
from knowledge.desk.listing import listing_context, title_of_list
from knowledge.desk.moves import WORDINGS, AnswerForm, LinkForm, MoveForm, make_move
from knowledge.desk.page import draft_of, manuscript_context, move_of
from knowledge.desk.pictures import show_pictures_under
from knowledge.desk.subject import country_of
from knowledge.models import PracticePage
from knowledge.models.practice import PRINTED
from members.accounts.asking_again import reauthentication_required

READ_PER_MINUTE, PICTURES_PER_MINUTE = 30, 240

View = Callable[..., HttpResponseBase]


def of_manuscript(view: View) -> View:
    """Find the manuscript of an address for whoever may know of it; for everybody else there is none."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        manuscript = Manuscript.objects.with_review().filter(pk=pk).first()
        if manuscript is None or not can_see_manuscript(request.user, manuscript):
            raise Http404
        response = view(request, manuscript, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return login_required(found)


@require_safe
@login_required
def manuscripts(request: HttpRequest) -> HttpResponse:
    """Show what is being written and what waits, for whoever it concerns."""
    if not has_desk(request.user):
        raise Http404
    context = listing_context(request.user, request.GET)
    return render(request, "knowledge/manuscript_list.html", {"title": title_of_list(), "crumbs": _crumbs(), **context})


@require_safe
@of_manuscript
def manuscript(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Show one manuscript."""
    context = manuscript_context(found, request.user, request.LANGUAGE_CODE)
    return render(request, "knowledge/manuscript_detail.html", {"crumbs": _crumbs(inner=True), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def move(request: HttpRequest, found: Manuscript, slug: str) -> HttpResponseBase:
    """Show and take the form of a move."""
    asked = move_of(slug)
    if asked is None:
        raise Http404
    return _solemn(request, found, asked) if WORDINGS[asked].is_solemn else _move(request, found, asked)


@reauthentication_required(allow_get=True)
def _solemn(request: HttpRequest, found: Manuscript, asked: Move) -> HttpResponseBase:
    return _move(request, found, asked)


def _move(request: HttpRequest, found: Manuscript, asked: Move) -> HttpResponseBase:
    wording = WORDINGS[asked]
    if request.method != "POST" and not can_move(request.user, found, asked):
        messages.error(request, operations.refusal_of(found, person_of(request), asked))
        return _back(found)
    form = MoveForm(request.POST if request.method == "POST" else None, manuscript=found, move=asked, user=request.user)
    if request.method == "POST" and form.is_valid():
        if _done(form, lambda: make_move(form, manuscript=found, move=asked, by=person_of(request))):
            messages.success(request, wording.done)
            return _back(found)
        if wording.is_direct:
            messages.error(request, " ".join(str(told) for told in form.non_field_errors()))
            return _back(found)
    return _form(request, found, form, title=wording.title, button=wording.button, is_grave=wording.is_grave)


@require_POST
@of_manuscript
def answer(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Answer a request; what cannot be taken is said, and what was typed stays."""
    asked = _request_of(found, number)
    form = AnswerForm(request.POST, auto_id=f"id_{asked.pk}_%s")
    if form.is_valid() and _done(
        form, lambda: operations.answer(request=asked, text=form.cleaned_data["text"], by=person_of(request))
    ):
        messages.success(request, _("Answered."))
        return _back(found, "#requests")
    context = manuscript_context(found, request.user, request.LANGUAGE_CODE)
    for row in context["requests"]:
        if row["request"].pk == asked.pk and row["form"] is not None:
            row["form"] = form
    crumbs = _crumbs(inner=True)
    return render(request, "knowledge/manuscript_detail.html", {"crumbs": crumbs, **context}, status=422)


@require_POST
@of_manuscript
def close(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Close a request."""
    return _told(
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
        context = {"title": _("Bring before its country"), "practice": page, "crumbs": _crumbs(inner=True)}
        return render(request, "knowledge/manuscript_begin.html", context)
    try:
        found = operations.open_manuscript(page=page, country=country, by=person_of(request))
    except PermissionDenied:
        raise Http404 from None
    return _back(found)


@require_safe
@of_manuscript
def preview(request: HttpRequest, found: Manuscript, mode: str = "") -> HttpResponseBase:
    """Show the text as a page or as it is printed, as it stands at the moment."""
    return _shown(request, draft_of(found), mode)


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def make_link(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Make an address at which somebody without an account reads the draft; it is shown once."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    made: list[Any] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(
            form, lambda: made.append(reading.make_link(manuscript=found, by=person_of(request), **form.cleaned_data))
        )
    ):
        link, token = made[0]
        address = settings.BASE_URL + reverse("draft", args=[token])
        context = {"title": _("An address for %(name)s") % {"name": link.name}, "address": address, "link": link}
        about = {"manuscript": found, "crumbs": _crumbs(found)}
        return render(request, "knowledge/manuscript_link.html", {**context, **about})
    return _form(request, found, form, title=_("Let somebody read the draft"), button=_("Make the address"))


@require_POST
@of_manuscript
def end_link(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Let an address open nothing any more."""
    link = found.links.filter(pk=number).first()
    if link is None:
        raise Http404
    return _told(
        request, found, lambda: reading.end_link(link=link, by=person_of(request)), _("The address is closed.")
    )


@require_safe
@limited("drafts", per_minute=READ_PER_MINUTE)
def draft(request: HttpRequest, token: str, mode: str = "") -> HttpResponseBase:
    """Show a draft to whoever has its address, as long as that is open; otherwise there is nothing."""
    link = reading.link_of(token)
    if link is None:
        raise Http404
    if mode:
        response = _shown(request, _draft_at(link), mode)
        if mode == "page":
            show_pictures_under(response, token)
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


def _back(found: Manuscript, anchor: str = "") -> HttpResponseRedirect:
    return see_other(reverse("manuscript", args=[found.pk]) + anchor)


def _crumbs(found: Manuscript | None = None, *, inner: bool = False) -> list[dict[str, str]]:
    ways = [(_("Desk"), reverse("desk"))]
    if found is not None or inner:
        ways.append((title_of_list(), reverse("manuscripts")))
    if found is not None:
        ways.append((str(found), reverse("manuscript", args=[found.pk])))
    return crumbs_to(*ways)


def _done(form: Any, act: Callable[[], Any]) -> bool:
    return is_done(form, act, forbidden=_("This is for somebody else to do."))


def _form(request: HttpRequest, found: Manuscript, form: Any, **words: Any) -> HttpResponse:
    """Show a form about a manuscript."""
    about = {"about": str(found), "about_language": found.page.locale.language_code}
    around = {"form": form, "crumbs": _crumbs(found), "cancel": reverse("manuscript", args=[found.pk])}
    status = 422 if form.errors else 200
    return render(request, "allauth/layouts/form.html", {**words, **about, **around}, status=status)


def _shown(request: HttpRequest, page: Any, mode: str) -> HttpResponseBase:
    """Show a draft as a page or as it is printed, and let nobody find it by a search."""
    response: HttpResponseBase = page.make_preview_request(request, PRINTED if mode == "pdf" else "")
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(request: HttpRequest, found: Manuscript, act: Callable[[], Any], success: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, success)
    return _back(found, "#requests")
