"""Pages of the secretariat about people who have left, or ask to be erased from texts."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import act_and_say, is_done, person_of, see_other
from core.models import Erasure, User
from core.privacy.models import ErasureState
from core.privacy.operations import STAYING, ask_for_erasure, confirm_erasure, withdraw_erasure
from core.privacy.permissions import can_erase
from core.records.listing import page_at
from core.shown.frame import crumbs_to
from core.users.permissions import can_reset_factors
from members.accounts import closing
from members.accounts.forms import ReasonForm
from members.accounts.views import of_deciders, people_form, told
from members.models import AccountClosure

PER_PAGE = 25
# So many rows of a place are shown with the words around them.
SHOWN = 5


class ClosureForm(ReasonForm):
    """Why an account is to be closed."""

    help_text = gettext_lazy("How you know that this person has left: a letter of the institution, with its date.")


class ErasureForm(forms.Form):
    """Whom to erase from texts, and who asks for it."""

    name = forms.CharField(
        label=pgettext_lazy("readers", "Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As it stands in the texts. Other spellings are erasures of their own."),
    )
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One on each line."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The letter by which the person asks for it, with its date."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def ask_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take the form that asks for the closing of somebody's account."""
    person = User.objects.filter(pk=pk, closed_at__isnull=True).first()
    if person is None or not can_reset_factors(request.user, person):
        raise Http404
    form = ClosureForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        closing.ask_closure(of=person, reason=form.cleaned_data["reason"], by=person_of(request))

    if request.method == "POST" and form.is_valid() and is_done(form, act, forbidden=_("You may not do this.")):
        messages.success(request, _("The person is written to. In a week another person of the secretariat confirms."))
        return see_other(reverse("people"))
    return people_form(request, form, _("Close the account of %(name)s") % {"name": person}, _("Ask for it"))


@require_POST
@of_deciders
@reauthentication_required
def confirm_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, as a second person."""
    found = _closure(request, pk)
    if found.asked_by_id == request.user.pk:
        raise Http404
    return told(
        request,
        lambda: closing.confirm_closure(closure=found, by=person_of(request)),
        _("The account is closed. Name and address are gone, what was published stays."),
    )


@require_POST
@of_deciders
@reauthentication_required
def withdraw_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account stay open."""
    found = _closure(request, pk)
    return told(
        request,
        lambda: closing.withdraw_closure(closure=found, by=person_of(request)),
        _("The account stays open."),
    )


@require_safe
@of_deciders
def erasures(request: HttpRequest) -> HttpResponse:
    """Show whose erasure was asked for, and what became of it."""
    _refuse_others(request)
    page = page_at(Erasure.objects.select_related("asked_by").all(), PER_PAGE, request.GET.get("page"))
    rows = [{"erasure": one, "state": one.state.label, "count": _count(one)} for one in page]
    context = {"title": _("People erased from texts"), "page": page, "rows": rows, "crumbs": _crumbs()}
    return render(request, "members/erasure_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Show and take the form that asks what the erasure of a person would change."""
    _refuse_others(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    made: list[Erasure] = []

    def act() -> None:
        made.append(ask_for_erasure(**form.cleaned_data, by=person_of(request)))

    if request.method == "POST" and form.is_valid() and is_done(form, act, forbidden=_("You may not do this.")):
        return see_other(reverse("erasure", args=[made[0].pk]))
    around = {"crumbs": _crumbs(inner=True), "cancel": reverse("erasures"), "button": _("Look what would change")}
    context = {"title": _("Erase a person from texts"), "form": form, **around}
    return render(request, "allauth/layouts/form.html", context, status=422 if form.errors else 200)


@require_safe
@of_deciders
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an erasure would change, or has changed."""
    found = _erasure(request, pk)
    state = found.state
    context = {
        "title": _("Erasure of a person"),
        "erasure": found,
        "state": state,
        "is_open": state in (ErasureState.SEEKING, ErasureState.CONFIRMED),
        "may_confirm": state == ErasureState.FOUND,
        "may_withdraw": state in (ErasureState.SEEKING, ErasureState.FOUND),
        "places": _places(found),
        "staying": found.found.get(STAYING, {}),
        "has_account": _has_account(found),
        "crumbs": _crumbs(inner=True),
    }
    return render(request, "members/erasure.html", context)


@require_POST
@of_deciders
@reauthentication_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker erase what was found."""
    found = _erasure(request, pk)
    return _acted(
        request, found, lambda: confirm_erasure(erasure=found, by=person_of(request)), _("It is being erased.")
    )


@require_POST
@of_deciders
@reauthentication_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everything stay as it is."""
    found = _erasure(request, pk)
    return _acted(
        request,
        found,
        lambda: withdraw_erasure(erasure=found, by=person_of(request)),
        _("Nothing was changed, and the name is forgotten."),
    )


def _closure(request: HttpRequest, pk: int) -> AccountClosure:
    found = AccountClosure.objects.select_related("user", "asked_by").filter(pk=pk).first()
    if found is None or not can_reset_factors(request.user, found.user):
        raise Http404
    return found


def _erasure(request: HttpRequest, pk: int) -> Erasure:
    _refuse_others(request)
    found: Erasure | None = Erasure.objects.select_related("asked_by", "confirmed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _refuse_others(request: HttpRequest) -> None:
    if not can_erase(request.user):
        raise Http404


def _places(erasure: Erasure) -> list[dict[str, Any]]:
    """Return the places with how many rows each, and some of them with the words around: a query for each place."""
    shown = []
    for name, told_of in erasure.found.items():
        if name == STAYING:
            continue
        label, _dot, field = name.rpartition(".")
        model: Any = apps.get_model(label)
        values = model._base_manager.filter(pk__in=told_of["pks"][:SHOWN]).values_list(field, flat=True)
        around = [text for value in values if (text := erasure.words.around(value))] if erasure.words else []
        shown.append(
            {
                "model": model._meta.verbose_name,
                "field": model._meta.get_field(field).verbose_name,
                "count": told_of["count"],
                "around": around,
            }
        )
    return shown


def _count(erasure: Erasure) -> int:
    return sum(told_of["count"] for name, told_of in erasure.found.items() if name != STAYING)


def _has_account(erasure: Erasure) -> bool:
    """Whether somebody still has an account with one of the addresses: it is closed, not erased."""
    return any(User.objects.filter(email__iexact=address).exists() for address in erasure.words.addresses)


def _acted(request: HttpRequest, found: Erasure, act: Any, success: str) -> HttpResponse:
    act_and_say(request, act, success)
    return see_other(reverse("erasure", args=[found.pk]))


def _crumbs(*, inner: bool = False) -> list[dict[str, str]]:
    ways = [(_("People"), reverse("people"))]
    return crumbs_to(*ways, *([(_("People erased from texts"), reverse("erasures"))] if inner else []))
