"""Pages of what is due for confirmation: thin, one operation per POST."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import person_of, see_other
from core.downloads import download_answer, limited_download
from core.records.yearly import due_on, is_lapsed, last_confirmations
from core.review.permissions import has_desk
from core.shown.frame import crumbs_to
from knowledge.desk.confirming import confirm_again, refusal_of
from knowledge.desk.due import due_context, due_file, title_of_due
from knowledge.desk.frame import is_made
from knowledge.desk.moves import letter_field
from knowledge.models import PracticePage
from knowledge.permissions import can_confirm_again, confirms_for_another
from knowledge.versions import version_number
from members.accounts.asking_again import reauthentication_required


class ConfirmAgainForm(forms.Form):
    """Which text was read, and the letter of a country that confirms by one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, by_letter: bool, **kwargs: Any) -> None:
        """Ask for a letter where one is needed."""
        super().__init__(*args, **kwargs)
        if by_letter:
            self.fields["evidence"] = letter_field()


@require_safe
@login_required
def due_confirmations(request: HttpRequest) -> HttpResponse:
    """Show the practices that are due for confirmation, to whoever works for their countries."""
    if not has_desk(request.user):
        raise Http404
    crumbs = crumbs_to((_("Desk"), reverse("desk")))
    response = render(request, "knowledge/due_list.html", {"crumbs": crumbs, **due_context(request.user, request.GET)})
    add_never_cache_headers(response)
    return response


@require_safe
@login_required
@limited_download
def due_confirmations_file(request: HttpRequest) -> HttpResponseBase:
    """Give the same as a table."""
    if not has_desk(request.user):
        raise Http404
    response = download_answer(due_file(request.user, request.GET), "csv")
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_practice(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Find a practice for whoever may confirm it; for everybody else there is none."""
    joined = PracticePage.objects.select_related("record", "locale", "country", "institution")
    page = joined.filter(pk=pk).first()
    if page is None or not can_confirm_again(request.user, page):
        raise Http404
    response = _confirm(request, page)
    add_never_cache_headers(response)
    return response


@reauthentication_required(allow_get=True)
def _confirm(request: HttpRequest, page: PracticePage) -> HttpResponseBase:
    """Show what is to be confirmed, and take it."""
    by_letter = confirms_for_another(request.user, page)
    if request.method != "POST":
        if (refusal := refusal_of(page, on=timezone.localdate())) is not None:
            messages.error(request, refusal)
            return see_other(reverse("due-confirmations"))
        return _asked(request, page, ConfirmAgainForm(initial={"seen": version_number(page)}, by_letter=by_letter))
    given = request.POST.copy()
    form = ConfirmAgainForm(given, by_letter=by_letter)
    if form.is_valid() and is_made(
        form,
        lambda: confirm_again(page=page, by=person_of(request), **form.cleaned_data),
    ):
        messages.success(request, _("Confirmed. Readers see the day."))
        return see_other(reverse("due-confirmations"))
    if "seen" in form.errors:  # nobody sees that field
        form.add_error(None, _("The form was not whole. Read the text, then confirm it."))
    given["seen"] = str(version_number(page))  # the text that is shown beside what was typed
    return _asked(request, page, form)


def _asked(request: HttpRequest, page: PracticePage, form: ConfirmAgainForm) -> HttpResponse:
    last = last_confirmations().filter(record=page.record_id).first()
    context = {
        "title": _("Still true as it stands"),
        "crumbs": crumbs_to((_("Desk"), reverse("desk")), (title_of_due(), reverse("due-confirmations"))),
        "practice": page,
        "language": page.locale.language_code,
        "institution": page.institution.name if page.institution is not None else "",
        "confirmed_on": last.confirmed_on if last is not None else None,
        "due_on": due_on(last.confirmed_on) if last is not None else None,
        "is_overdue": last is not None and is_lapsed(last.confirmed_on, on=timezone.localdate()),
        "form": form,
    }
    return render(request, "knowledge/confirm_again.html", context, status=422 if form.errors else 200)
