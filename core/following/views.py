"""Pages of what somebody follows and saved. Whoever comes without an account is led to the sign-in and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of, see_other
from core.downloads import download_answer, limited_download
from core.following import operations
from core.following.forms import NoteForm
from core.following.listing import following_context, saved_context, saved_download, title_for
from core.following.models import Following, SavedRecord
from core.following.permissions import can_follow, can_save
from core.following.registry import searches
from core.limits import is_limited, limited, too_many_requests
from core.records.models import Record, Title
from core.records.reading import spoken_language
from core.shown.frame import crumbs_to, goal_title

PER_MINUTE = 60
# How forms on the page of a record say that they want to be led back there.
HERE = "here"

limited_acts = limited("following", per_minute=PER_MINUTE)


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    """Show what somebody follows."""
    context = following_context(request.user, request.GET.get("page"))
    around = {"title": _("Following"), "crumbs": _crumbs()}
    return render(request, "core/following_list.html", {**around, **context})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask whether to follow what the address names, a record or a search; a POST follows it."""
    if "search" in request.GET:
        return _follow_search(request, request.GET["search"])
    record, title = _asked_for(request, can_follow)
    question = _("Follow “%(title)s”?") % {"title": goal_title(title).text}
    hint = _("You are told when a practice is published, changed or withdrawn there.")

    def act() -> str:
        operations.follow(record=record, by=person_of(request))
        return title.address

    return _confirmed(request, act, question, hint, pgettext("readers", "Follow"), title.address)


def _follow_search(request: HttpRequest, query: str) -> HttpResponseBase:
    asked = searches().read(query)
    address = searches().address(query)
    named = searches().described([asked])[0] if asked else ""
    question = _("Follow the search %(search)s?") % {"search": named} if asked else _("Follow this search?")
    hint = _("You are told when a practice is published or changed that is found by it.")

    def act() -> str:
        operations.follow_search(query=query, language=spoken_language(), by=person_of(request))
        return address

    return _confirmed(request, act, question, hint, pgettext("readers", "Follow"), address)


@require_POST
@login_required
@limited_acts
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow something no more."""
    found = Following.objects.filter(user=person_of(request), pk=pk).select_related("record").first()
    if found is None:
        raise Http404
    back = searches().address(found.query) if found.query else _place(found.record, request)
    operations.stop_following(following=found, by=person_of(request))
    if HERE in request.POST and back:
        return see_other(back)
    messages.success(request, _("You do not follow it any more."))
    return see_other(reverse("following"))


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """Show what somebody saved."""
    context = saved_context(request.user, request.GET.get("page"))
    title = pgettext("readers", "Saved")
    return render(request, "core/saved_list.html", {"title": title, "crumbs": _crumbs(), **context})


@require_safe
@login_required
@limited_download
def saved_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give what somebody saved as a file."""
    return download_answer(saved_download(request.user), ending)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponseBase:
    """Ask whether to save the record that the address names; a POST saves it."""
    record, title = _asked_for(request, can_save)
    question = _("Save “%(title)s”?") % {"title": goal_title(title).text}

    def act() -> str:
        operations.save(record=record, by=person_of(request))
        return title.address

    hint = _("It is put on a list of your own, which nobody else sees.")
    return _confirmed(request, act, question, hint, pgettext("readers", "Save"), title.address)


@require_POST
@login_required
@limited_acts
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a record off the list."""
    found = _mine(request, pk)
    operations.let_go(saved=found, by=person_of(request))
    if HERE in request.POST and (back := _place(found.record, request)):
        return see_other(back)
    messages.success(request, _("It is off your list."))
    return see_other(_page_of_list(request))


@require_POST
@login_required
@limited_acts
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a record change places with its neighbour on the list."""
    operations.move(saved=_mine(request, pk), up=request.POST.get("to") == "up", by=person_of(request))
    return see_other(f"{_page_of_list(request)}#saved-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take what somebody notes beside a record on their list."""
    found = _mine(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": found.note})
    if request.method == "POST" and form.is_valid():
        operations.write_note(saved=found, note=form.cleaned_data["note"], by=person_of(request))
        messages.success(request, _("Kept."))
        return see_other(reverse("saved"))
    title = title_for(found.record, request.user)
    context = {
        "title": _("Your note"),
        "about": title.text if title is not None else _("No longer public"),
        "about_language": title.text_language if title is not None else "",
        "form": form,
        "button": pgettext("readers", "Keep"),
        "cancel": reverse("saved"),
        "crumbs": _crumbs((pgettext("readers", "Saved"), reverse("saved"))),
    }
    return render(request, "allauth/layouts/form.html", context, status=422 if form.errors else 200)


def _asked_for(request: HttpRequest, may: Callable[[Any, Record], bool]) -> tuple[Record, Title]:
    """Return the record that the address names. Raises ``Http404`` where it is not there, or not for this person."""
    record = Record.objects.filter(key=request.GET.get("of", "")[:120]).first()
    title = title_for(record, request.user) if record is not None and may(request.user, record) else None
    if record is None or title is None:
        raise Http404
    return record, title


def _confirmed(
    request: HttpRequest, act: Callable[[], str], question: str, hint: str, button: str, cancel: str
) -> HttpResponseBase:
    """Show a question with one button; a POST acts and leads to where the act says."""
    problem = ""
    if request.method == "POST":
        if is_limited(request, "following", PER_MINUTE):
            return too_many_requests(request)
        try:
            return see_other(act())
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"title": question, "hint": hint, "button": button, "cancel": cancel, "problem": problem}
    return render(request, "core/follow.html", {"crumbs": _crumbs(), **context}, status=422 if problem else 200)


def _mine(request: HttpRequest, pk: int) -> SavedRecord:
    found = SavedRecord.objects.filter(user=person_of(request), pk=pk).select_related("record").first()
    if found is None:
        raise Http404
    return found


def _place(record: Record | None, request: HttpRequest) -> str:
    title = title_for(record, request.user) if record is not None else None
    return title.address if title is not None else ""


def _page_of_list(request: HttpRequest) -> str:
    number = request.POST.get("page", "")
    return f"{reverse('saved')}?page={number}" if number.isascii() and number.isdigit() else reverse("saved")


def _crumbs(*inner: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs_to((_("Desk"), reverse("desk")), *inner)
