"""Pages of one's own data: what is held, to take it along, to close the account."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import is_done, person_of, see_other
from core.limits import DAY, is_limited, too_many_requests
from core.shown.frame import crumbs_to
from members.accounts.closing import close_account, open_closure_of, withdraw_closure
from members.accounts.exporting import ask_for_export, take_export
from members.models import DataExport

FILES_PER_DAY = 10


class CloseForm(forms.Form):
    """That somebody has read what goes and what stays."""

    understood = forms.BooleanField(
        label=gettext_lazy("I have read what goes and what stays, and I want to close my account."),
        error_messages={"required": gettext_lazy("Put a tick here to close your account.")},
    )


@require_safe
@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    """Show what can be done with one's own data, and a file that was asked for."""
    person, now = person_of(request), timezone.now()
    export = DataExport.objects.filter(user=person, expires_at__gt=now).defer("content").first()
    context = {
        "title": _("Your data"),
        "crumbs": _crumbs(),
        "export": export,
        "is_ready": export is not None and export.is_open(at=now),
        "is_given_up": export is not None and export.is_given_up(at=now),
        "closure": open_closure_of(person),
    }
    return render(request, "members/own_data.html", context)


@require_POST
@login_required
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    """Make the file with one's own data, or let the worker make it."""
    person = person_of(request)
    if is_limited(request, "own data", FILES_PER_DAY, within=DAY, subject=str(person.pk)):
        return too_many_requests(request)
    try:
        made = ask_for_export(by=person)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if made.is_open(at=timezone.now()):
            messages.success(request, _("Your file is ready."))
        else:
            messages.success(request, _("Your file is being made. A letter tells you when it is ready."))
    return see_other(reverse("own-data"))


@require_safe
@login_required
@reauthentication_required
def own_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody the file with their data; for everybody else there is none."""
    found = DataExport.objects.filter(pk=pk, user=person_of(request)).first()
    content = take_export(export=found, by=person_of(request)) if found is not None else None
    if found is None or content is None:
        raise Http404
    day = timezone.localtime(found.made_at).date().isoformat()
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="your-data-{day}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)
def close(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; a POST closes the account and ends the session."""
    person = person_of(request)
    form = CloseForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        close_account(of=person, by=person)

    if request.method == "POST" and form.is_valid() and is_done(form, act, forbidden=_("This is another's account.")):
        logout(request)
        response = see_other(reverse("account-closed"))
        # What an editor had kept in this browser goes with whoever typed it, as when one signs out.
        response["Clear-Site-Data"] = '"storage"'
        return response
    context: dict[str, Any] = {"title": _("Close your account"), "form": form, "crumbs": _crumbs(inner=True)}
    return render(request, "members/close_account.html", context, status=422 if form.errors else 200)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed, to whoever has just closed theirs."""
    return render(request, "members/account_closed.html", {"title": _("Your account is closed")})


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Say that one has not left: the secretariat does not close the account."""
    found = open_closure_of(person_of(request))
    if found is None:
        messages.warning(request, _("There is nothing to stop: nobody closes your account."))
    else:
        withdraw_closure(closure=found, by=person_of(request))
        messages.success(request, _("Your account stays open."))
    return see_other(reverse("own-data"))


def _crumbs(*, inner: bool = False) -> list[dict[str, str]]:
    ways = [(_("Desk"), reverse("desk"))]
    return crumbs_to(*ways, *([(_("Your data"), reverse("own-data"))] if inner else []))
