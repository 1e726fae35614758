"""Signed approvals on the desk: the field that takes one, what is shown of them, and the way to each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import person_of
from core.approvals.models import SignedApproval
from core.approvals.operations import add_approval
from core.approvals.permissions import can_add_approval, endorsement_of
from core.review.models import Manuscript
from core.uploads.scans import check_scan
from core.uploads.views import file_answer
from knowledge.desk.frame import back_to, form_about, is_made, of_manuscript
from members.accounts.asking_again import has_lost_files, note_files, reauthentication_required


class ApprovalField(forms.FileField):
    """A scan of what was signed."""

    def __init__(self, **kwargs: Any) -> None:
        """Say what is taken; what is typed beside it stays where the file is refused."""
        super().__init__(
            label=gettext_lazy("Signed approval"),
            help_text=gettext_lazy("A PDF, JPEG or PNG file of at most 10 MB. The public never sees it."),
            validators=[_refuse_what_is_no_scan],
            allow_empty_file=True,  # the check says it in its own words
            widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
            error_messages={"required": gettext_lazy("Choose the file.")},
            **kwargs,
        )


def _refuse_what_is_no_scan(file: Any) -> None:
    check_scan(file)


class ApprovalForm(forms.Form):
    """A signed approval that comes after the endorsement."""

    approval = ApprovalField()


def say_that_files_are_lost(form: Any) -> None:
    """Ask for a file again that went missing while somebody gave their second factor; nothing is done without it."""
    form.errors.pop("approval", None)
    field = "approval" if "approval" in form.fields else None
    form.add_error(field, _("The file was lost while you confirmed who you are. Choose it again."))


def approvals_context(manuscript: Manuscript, user: Any) -> dict[str, Any]:
    """Return the signed approvals of a manuscript, and the endorsement that holds: one query."""
    found = SignedApproval.objects.filter(act__manuscript=manuscript).select_related("added_by", "act")
    return {
        "approvals": list(found),
        "endorsement": endorsement_of(manuscript),
        "may_add_approval": can_add_approval(user, manuscript),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def add(request: HttpRequest, found: Manuscript) -> HttpResponseBase:
    """Show and take the form that adds what was signed."""
    if not can_add_approval(request.user, found):
        raise Http404
    note_files(request)
    return _add(request, found)


@reauthentication_required(allow_get=True)
def _add(request: HttpRequest, found: Manuscript) -> HttpResponse:
    form = ApprovalForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if has_lost_files(request):
        say_that_files_are_lost(form)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_made(form, lambda: add_approval(manuscript=found, by=person_of(request), **form.cleaned_data))
    ):
        messages.success(request, _("Added to the endorsement."))
        return back_to(found, "#approvals")
    return form_about(request, found, form, title=_("Add a signed approval"), button=_("Add the file"))


@require_safe
@of_manuscript
def approval(request: HttpRequest, found: Manuscript, number: int) -> HttpResponseBase:
    """Serve the file to whoever may see the manuscript, always as a download."""
    row = SignedApproval.objects.filter(act__manuscript=found, pk=number).first()
    if row is None:
        raise Http404
    response = file_answer(row.file.storage, str(row.file.name), row.kind, filename=row.name, as_attachment=True)
    response["Cache-Control"], response["X-Robots-Tag"] = "private, no-store", "noindex"
    return response
