"""Pages of people and invitations, outside the editors' side."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import act_and_say, is_done, person_of
from core.limits import is_limited, limited, too_many_requests
from core.models import RoleTerm, User
from core.shown.frame import crumbs_to
from core.users.permissions import can_end_role, can_reset_factors, can_see_people, decides_on
from core.users.tokens import hash_of
from members.accounts import invitations, lost_factors
from members.accounts.entering import enter
from members.accounts.forms import AcceptForm, EndForm, RefuseForm, ResetForm
from members.accounts.naming import country_name
from members.accounts.operations import end_and_tell
from members.accounts.people import InviteForm, desk_context, people_context
from members.models import FactorReset, Invitation, InvitationState

# An address is guessed less often than so; whoever has one tries it once.
TRIES_PER_MINUTE = 20
HELD = "invitation"

View = Callable[..., HttpResponseBase]


def of_deciders(view: View) -> View:
    """Let in who decides on roles; for everybody else who is signed in there is no such page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_people(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(asked)


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Show what somebody is here, and where their work is."""
    return render(request, "members/desk.html", {"title": _("Desk"), **desk_context(request.user)})


@require_safe
@of_deciders
def people(request: HttpRequest) -> HttpResponse:
    """Show who holds which role, and who is invited."""
    context = people_context(request.user, request.GET)
    return render(request, "members/people.html", {"title": _("People"), "crumbs": crumbs_to(), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def invite(request: HttpRequest) -> HttpResponse:
    """Show and take the form that invites somebody."""
    form = InviteForm(request.POST or None, user=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_decided(form, lambda: invitations.invite(**form.given(), by=person_of(request)))
    ):
        messages.success(request, _("The invitation goes to %(email)s.") % {"email": form.cleaned_data["email"]})
        return HttpResponseRedirect(reverse("people"))
    return people_form(request, form, _("Invite"), _("Send the invitation"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take the form that ends a role."""
    term = RoleTerm.objects.held().select_related("user", "country").filter(pk=pk).first()
    if term is None or not can_end_role(request.user, term):
        raise Http404
    form = EndForm(request.POST or None)

    def act() -> None:
        end_and_tell(term=term, reason=form.cleaned_data["reason"], by=person_of(request))

    if request.method == "POST" and form.is_valid() and is_decided(form, act):
        messages.success(request, _("The role has ended, and the sessions of this person with it."))
        return HttpResponseRedirect(reverse("people"))
    title = _("End the role of %(name)s: %(role)s") % {"name": term.user, "role": term.get_role_display()}
    return people_form(request, form, title, _("End the role"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def ask_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take the form that asks for the removal of somebody's second factors."""
    person = User.objects.filter(pk=pk).first()
    if person is None or not can_reset_factors(request.user, person):
        raise Http404
    form = ResetForm(request.POST or None)

    def act() -> None:
        lost_factors.ask_for_reset(of=person, reason=form.cleaned_data["reason"], by=person_of(request))

    if request.method == "POST" and form.is_valid() and is_decided(form, act):
        messages.success(request, _("Another person of the secretariat can confirm it now."))
        return HttpResponseRedirect(reverse("people"))
    return people_form(request, form, _("Lost second factor of %(name)s") % {"name": person}, _("Ask for its removal"))


@require_POST
@of_deciders
@reauthentication_required
def confirm_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove somebody's second factors, as a second person."""
    reset = FactorReset.objects.select_related("user").filter(pk=pk).first()
    if reset is None or reset.asked_by_id == request.user.pk or not can_reset_factors(request.user, reset.user):
        raise Http404
    done = _("The second factor is removed and all sessions of this person have ended.")
    return told(request, lambda: lost_factors.confirm_reset(reset=reset, by=person_of(request)), done)


@require_http_methods(["GET", "HEAD", "POST"])
@of_deciders
@reauthentication_required(allow_get=True)
def refuse_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take the form that leaves somebody's second factors as they are."""
    reset = FactorReset.objects.waiting().select_related("user").filter(pk=pk).first()
    if reset is None or not can_reset_factors(request.user, reset.user):
        raise Http404
    form = RefuseForm(request.POST or None)

    def act() -> None:
        lost_factors.refuse_reset(reset=reset, reason=form.cleaned_data["reason"], by=person_of(request))

    if request.method == "POST" and form.is_valid() and is_decided(form, act):
        messages.success(request, _("The second factor stays. The person is written to."))
        return HttpResponseRedirect(reverse("people"))
    title = _("Refuse to remove the second factor of %(name)s") % {"name": reset.user}
    return people_form(request, form, title, _("Refuse"))


@require_POST
@of_deciders
@reauthentication_required
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    found = _invitation(request, pk)
    return told(
        request,
        lambda: invitations.resend(invitation=found, by=person_of(request)),
        _("The invitation goes out again."),
    )


@require_POST
@of_deciders
@reauthentication_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, pk)
    return told(
        request,
        lambda: invitations.withdraw(invitation=found, by=person_of(request)),
        _("The invitation is withdrawn."),
    )


@require_safe
@limited("invitation", per_minute=TRIES_PER_MINUTE)
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take up the link of a letter: keep what it holds and lead to an address that holds nothing. Uses nothing up."""
    request.session[HELD] = hash_of(token)
    return HttpResponseRedirect(reverse("accept-invitation"))


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponseBase:
    """Show what one is invited to; a POST accepts it."""
    if request.method == "POST" and is_limited(request, "invitation", TRIES_PER_MINUTE):
        return too_many_requests(request)
    found = (
        Invitation.objects.filter(token_hash=request.session.get(HELD, ""))
        .select_related("country", "invited_by")
        .first()
    )
    if found is None or found.state() != InvitationState.WAITING:
        context = {"title": _("This invitation is not open"), "is_closed": True}
        return render(request, "members/invitation.html", context, status=410 if found is not None else 404)
    user = request.user if request.user.is_authenticated else None
    form = AcceptForm(request.POST if request.method == "POST" else None, invitation=found, is_known=user is not None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data.get("password", "")
        made: list[Any] = []
        if is_decided(form, lambda: made.append(invitations.accept(invitation=found, password=password, user=user))):
            request.session.pop(HELD, None)
            messages.success(request, _("Welcome. Your role begins now."))
            return enter(request, made[0]) if user is None else HttpResponseRedirect(reverse("desk"))
    context = {
        "title": _("Invitation"),
        "form": form,
        "invitation": found,
        "role": found.get_role_display(),
        "country": country_name(found.country, request.LANGUAGE_CODE),
        "is_other": user is not None and user.email.lower() != found.email,
    }
    return render(request, "members/invitation.html", context)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    found = Invitation.objects.filter(pk=pk).first()
    if found is None or not decides_on(request.user, found.role, found.country_id):
        raise Http404
    return found


def people_form(request: HttpRequest, form: forms.Form, title: str, button: str) -> HttpResponse:
    people_page = reverse("people")
    crumbs = crumbs_to((_("People"), people_page))
    context = {"title": title, "form": form, "button": button, "crumbs": crumbs, "cancel": people_page}
    return render(request, "allauth/layouts/form.html", context)


def is_decided(form: forms.Form, act: Callable[[], Any]) -> bool:
    return is_done(form, act, forbidden=_("You may not give this role."))


def told(request: HttpRequest, act: Callable[[], Any], success: str) -> HttpResponse:
    """Act, say what came of it and lead back to the people."""
    act_and_say(request, act, success)
    return HttpResponseRedirect(reverse("people"))
