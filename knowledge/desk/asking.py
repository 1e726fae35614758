"""Pages by which opinions are asked for, taken back and shared, at a gate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of
from core.models import Record, Title
from core.opinions import operations
from core.opinions.models import OpinionRequest
from core.opinions.operations import LONGEST, USUAL
from core.opinions.permissions import can_ask_opinion, can_read_opinion, can_share_opinion
from core.records.kinds import Kind
from core.review.models import Manuscript
from core.shown.frame import crumbs_to
from knowledge.desk.frame import back_to, form_about, is_made, of_manuscript, told
from knowledge.desk.opinions import opinions_list
from members.accounts.forms import NO_ADDRESS_IN_NAMES
from members.accounts.people import CountryField

LONGEST_QUESTION = 4_000


class AskForm(forms.Form):
    """Of whom an opinion is asked, about what, and until when."""

    name = forms.CharField(label=pgettext_lazy("readers", "Name"), max_length=200, validators=[NO_ADDRESS_IN_NAMES])
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Of the person, not of an office: whoever reads the letter can answer."),
    )
    institution = CountryField(
        label=gettext_lazy("Institution"),
        queryset=Title.objects.none(),
        required=False,
        empty_label=gettext_lazy("not in this list"),
        to_field_name="record_id",
    )
    institution_words = forms.CharField(
        label=gettext_lazy("Institution in words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Where it is not in the list: its name and country."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=())
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What you want to know, and why you ask this person. It stands in the letter."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer institutions that ``user`` may know of, and fourteen days."""
        super().__init__(*args, **kwargs)
        today, fields = timezone.localdate(), self.fields
        fields["institution"].queryset = _institutions(user)  # type: ignore[attr-defined]
        fields["language"].choices = [one for one in settings.LANGUAGES if one[0] in settings.OPEN_LANGUAGES]  # type: ignore[attr-defined]
        fields["language"].initial = get_language()
        fields["due_on"].initial = today + USUAL
        fields["due_on"].help_text = _("At most %(days)s days from today.") % {"days": LONGEST.days}
        days = {"min": today + timedelta(days=1), "max": today + LONGEST}
        fields["due_on"].widget.attrs |= {name: day.isoformat() for name, day in days.items()}

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the operation takes it."""
        title = self.cleaned_data["institution"]
        return {**self.cleaned_data, "institution": title.record if title is not None else None}


def _institutions(user: Any) -> Any:
    seen = Record.objects.visible_to(user).filter(kind=Kind.INSTITUTION)
    titles = Title.objects.filter(kind=Kind.INSTITUTION, language=get_language(), record__in=seen)
    return titles.select_related("record").order_by("sort_key", "pk")


@require_safe
@login_required
def opinions(request: HttpRequest) -> HttpResponse:
    """Show the opinions that are asked of somebody, and those that are waited for at their gates."""
    context = opinions_list(request.user, request.GET)
    if context is None:
        raise Http404
    around = {"title": _("Opinions"), "crumbs": crumbs_to((_("Desk"), reverse("desk")))}
    response = render(request, "knowledge/opinion_list.html", {**around, **context})
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_manuscript
def ask(request: HttpRequest, found: Manuscript) -> HttpResponseBase:
    """Show and take the form that asks for an opinion."""
    if not can_ask_opinion(request.user, found) and request.method != "POST":
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_made(form, lambda: operations.ask_opinion(manuscript=found, by=person_of(request), **form.given()))
    ):
        messages.success(request, _("Asked. The letter goes to %(email)s.") % {"email": form.cleaned_data["email"]})
        return back_to(found, "#opinions")
    return form_about(request, found, form, title=_("Ask for an opinion"), button=_("Send the letter"))


@require_POST
@of_manuscript
def withdraw(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Take a request back."""
    asked = _asked_for(found, number)
    if not can_read_opinion(request.user, asked):
        raise Http404
    done = _("Withdrawn. The address of the letter opens nothing any more.")
    return told(
        request, found, lambda: operations.withdraw_request(request=asked, by=person_of(request)), done, "#opinions"
    )


@require_POST
@of_manuscript
def share(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Let the authors read an opinion."""
    asked = _asked_for(found, number)
    if not can_share_opinion(request.user, asked):
        raise Http404
    read = request.POST.get("opinion", "")
    opinion = int(read) if read.isascii() and read.isdigit() and len(read) < 19 else 0
    done = _("Shared. The authors have been told.")
    return told(
        request,
        found,
        lambda: operations.share_opinion(request=asked, opinion=opinion, by=person_of(request)),
        done,
        "#opinions",
    )


def _asked_for(found: Manuscript, number: int) -> OpinionRequest:
    asked: OpinionRequest | None = OpinionRequest.objects.filter(manuscript=found, pk=number).first()
    if asked is None:
        raise Http404
    asked.manuscript = found
    return asked
