"""Pages on which texts of a practice are compared and an earlier version is restored: thin, one operation per POST."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import person_of
from core.review.models import Manuscript
from knowledge.desk.comparing import (
    DRAFT,
    differing,
    offered_texts,
    said_by,
    version_name,
    versions_to_restore,
)
from knowledge.desk.frame import back_to, crumbs_of, form_about, is_made, of_manuscript
from knowledge.desk.restoring import restore_version


class CompareForm(forms.Form):
    """Which two texts."""

    before = forms.ChoiceField(label=gettext_lazy("Compare"))
    after = forms.ChoiceField(label=gettext_lazy("with"))

    def __init__(self, data: Any, choices: list[tuple[str, str]]) -> None:
        """Offer the texts."""
        super().__init__(data)
        for name in ("before", "after"):
            field: Any = self.fields[name]
            field.choices = choices


@require_safe
@of_manuscript
def compare(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Show two texts of a practice beside each other, field by field; first what readers see and the draft."""
    offered = offered_texts(found)
    names = {one.value: one.name for one in offered}
    asked = {"before": request.GET.get("before") or _first(names), "after": request.GET.get("after") or DRAFT}
    form = CompareForm(asked, list(names.items()))
    context: dict[str, Any] = {
        "title": _("Versions and changes"),
        "manuscript": found,
        "language": found.page.locale.language_code,
        "crumbs": crumbs_of(found),
        "form": form,
        "versions": [{"version": one, "name": version_name(one)} for one in versions_to_restore(found)],
    }
    if form.is_valid():
        before, after = (said_by(found, asked[name]) for name in ("before", "after"))
        if before is not None and after is not None:
            rows, same = differing(before, after, request.user)
            context |= {"rows": rows, "same": same, "is_compared": True}
            context |= {"before_name": names[asked["before"]], "after_name": names[asked["after"]]}
    return render(request, "knowledge/manuscript_compare.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def restore(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Ask, then write an earlier version over the draft."""
    version = next((one for one in versions_to_restore(found) if one.number == number), None)
    if version is None or not found.page.specific.permissions_for_user(request.user).can_edit():
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    made: list[tuple[Manuscript, list[str]]] = []
    page = found.page.specific
    if request.method == "POST" and is_made(
        form, lambda: made.append(restore_version(page=page, number=number, by=person_of(request)))
    ):
        manuscript, left_out = made[0]
        messages.success(request, _("Restored as a draft. Readers see it when it has passed both gates."))
        if left_out:
            told = _("Could not be restored: %(fields)s. It may be gone, or for others.") % {
                "fields": ", ".join(left_out)
            }
            messages.warning(request, told)
        return back_to(manuscript)
    words = {"title": _("Restore %(version)s") % {"version": version_name(version)}, "button": _("Restore as a draft")}
    words["text"] = _(
        "Title, text and facts of that version are written over the draft. What was saved before stays among the "
        "versions; pictures, files and figures stay as they are."
    )
    return form_about(request, found, form, **words)


def _first(names: dict[str, str]) -> str:
    """Return what is compared at first: what was published last, else what was saved first."""
    published = [value for value in names if value.startswith("v")]
    return published[0] if published else list(names)[-1]
