"""Pages of a reviewer: behind the link of a letter without an account, or on the desk of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import wraps
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
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import is_done, person_of, see_other
from core.limits import limited
from core.models import User
from core.opinions import operations
from core.opinions.letters import for_whom
from core.opinions.models import OpinionRequest
from core.opinions.permissions import is_reviewer
from core.opinions.states import Recommendation, Step
from core.shown.frame import crumbs_to
from core.uploads.views import rendition_of
from knowledge.desk.frame import View, shown
from knowledge.desk.opinions import asked_of
from knowledge.desk.pictures import show_pictures_under

PER_MINUTE, PICTURES_PER_MINUTE = 30, 240
LONGEST_OPINION, LONGEST_WORDS = 20_000, 4_000
NONE, SOME = "none", "some"
YES, NO = "yes", "no"


class OpinionForm(forms.Form):
    """What a reviewer says of a text."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("What you advise"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you advise.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your opinion"),
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("What convinces you, what does not, and what should change. Plain text."),
        error_messages={"required": gettext_lazy("Write your opinion in the box.")},
    )
    has_interests = forms.ChoiceField(
        label=gettext_lazy("Do you have interests of your own in this practice, its institution or its vendors?"),
        choices=[(NONE, gettext_lazy("No, none")), (SOME, gettext_lazy("Yes, as said below"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you have interests of your own.")},
    )
    interests = forms.CharField(
        label=gettext_lazy("Which interests"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_name = forms.ChoiceField(
        label=gettext_lazy("May the authors read your name, where your opinion is shared with them?"),
        choices=[(YES, pgettext_lazy("consent", "Yes")), (NO, gettext_lazy("No, without my name and institution"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the authors may read your name.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask which interests, where there are some."""
        data = super().clean() or {}
        if (
            data.get("has_interests") == SOME
            and not data.get("interests", "").strip()
            and not self.errors.get("interests")
        ):
            self.add_error("interests", _("Say which interests you have."))
        return data

    def given(self) -> dict[str, Any]:
        """Return what was said, as the operation takes it."""
        data = self.cleaned_data
        interests = data["interests"] if data["has_interests"] == SOME else ""
        said = {name: data[name] for name in ("recommendation", "text")}
        return {**said, "interests": interests, "may_name": data["may_name"] == YES}


class DeclineForm(forms.Form):
    """Why somebody gives no opinion."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever asked reads it: no time, another field, interests of your own."),
        error_messages={"required": gettext_lazy("Say in a few words why.")},
    )


@dataclass(frozen=True)
class Way:
    """How a reviewer came: by which addresses, where pictures stand, and by which account where it was not a link."""

    addresses: Mapping[str, str]
    pictures: tuple[str, str | int]
    person: User | None = None


def of_link(view: View) -> View:
    """Find the request that a link opens. Expired, withdrawn and unknown are the same: there is no such page.

    The link itself is what lets somebody act, and no other site knows it: no cookie is set, and none asked for.
    """

    @csrf_exempt
    @wraps(view)
    def found(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        asked = operations.request_of(token)
        if asked is None:
            raise Http404
        names = {"form": "opinion", "decline": "opinion-decline", "page": "opinion-page", "pdf": "opinion-pdf"}
        way = Way({key: reverse(name, args=[token]) for key, name in names.items()}, ("opinion-picture", token))
        response = _kept_by_nobody(view(request, asked, way, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return found


def of_account(view: View) -> View:
    """Find the request that is asked of whoever is signed in; for everybody else there is none."""

    @login_required
    @wraps(view)
    def found(request: HttpRequest, number: int, **kwargs: Any) -> HttpResponseBase:
        asked = asked_of(request.user).with_answers().filter(pk=number).first()
        if asked is None or not is_reviewer(request.user, asked) or not operations.opens(asked):
            raise Http404
        names = ("form", ""), ("decline", "-decline"), ("page", "-page"), ("pdf", "-pdf")
        addresses = {key: reverse(f"asked-opinion{rest}", args=[number]) for key, rest in names}
        way = Way(addresses, ("asked-opinion-picture", number), person_of(request))
        return _kept_by_nobody(view(request, asked, way, **kwargs))

    return found


def _kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _form_page(request: HttpRequest, asked: OpinionRequest, way: Way) -> HttpResponse:
    """Show who asks what about which text, and take the opinion."""
    latest = asked.latest
    form = OpinionForm(request.POST if request.method == "POST" else None, initial=_initial(asked))

    def act() -> None:
        operations.give_opinion(request=asked, by=way.person, **form.given())

    if request.method == "POST" and form.is_valid() and is_done(form, act, forbidden=""):
        return _led_on(request, way, "opinion-given", _("Thank you. Whoever asked has been told."))
    context = {
        "title": _("Your opinion is asked for"),
        "form": form,
        "latest": latest,
        "for_whom": for_whom(asked, request.LANGUAGE_CODE),
        "may_decline": asked.allows(Step.DECLINE, on=timezone.localdate()),
        "has_text": operations.text_of(asked) is not None,
    }
    return _page(request, asked, way, "knowledge/opinion.html", context)


def _decline_page(request: HttpRequest, asked: OpinionRequest, way: Way) -> HttpResponse:
    """Show and take the form that says why somebody gives no opinion."""
    if not asked.allows(Step.DECLINE, on=timezone.localdate()):
        return see_other(way.addresses["form"])
    form = DeclineForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        operations.decline_opinion(request=asked, by=way.person, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and is_done(form, act, forbidden=""):
        return _led_on(request, way, "opinion-declined", _("Thank you. Whoever asked has been told."))
    context = {"title": _("Give no opinion"), "form": form}
    return _page(request, asked, way, "knowledge/opinion_decline.html", context)


def _text(request: HttpRequest, asked: OpinionRequest, way: Way, mode: str) -> HttpResponseBase:
    """Show the text that was asked about, as a page or as it is printed."""
    page = operations.text_of(asked)
    if page is None:
        raise Http404
    response = shown(request, page, mode)
    if mode == "page":
        show_pictures_under(response, *way.pictures)
    return response


def _picture(request: HttpRequest, asked: OpinionRequest, way: Way, path: str) -> HttpResponseBase:
    """Show a picture of the text that was asked about: at the addresses of pictures it does not exist for them."""
    page = operations.text_of(asked)
    if page is None:
        raise Http404
    return rendition_of(path, [row.image_id for row in page.images.all()])


_few = limited("opinions", per_minute=PER_MINUTE)
_many = limited("pictures of opinions", per_minute=PICTURES_PER_MINUTE)
linked = require_http_methods(["GET", "HEAD", "POST"])(_few(of_link(_form_page)))
decline_linked = require_http_methods(["GET", "HEAD", "POST"])(_few(of_link(_decline_page)))
text_linked = require_safe(_few(of_link(_text)))
picture_linked = require_safe(_many(of_link(_picture)))
picture_asked = require_safe(of_account(_picture))
asked = require_http_methods(["GET", "HEAD", "POST"])(of_account(_form_page))
decline_asked = require_http_methods(["GET", "HEAD", "POST"])(of_account(_decline_page))
text_asked = require_safe(of_account(_text))


@require_safe
def thanks(request: HttpRequest, is_given: bool) -> HttpResponseBase:
    """Thank a reviewer; the page is the same for everybody and tells of nothing."""
    context = {"title": _("Thank you"), "is_given": is_given}
    return _kept_by_nobody(render(request, "knowledge/opinion_thanks.html", context))


def _initial(asked: OpinionRequest) -> dict[str, Any]:
    latest = asked.latest
    if latest is None:
        return {}
    return {
        "recommendation": latest.recommendation,
        "text": latest.text,
        "has_interests": SOME if latest.interests else NONE,
        "interests": latest.interests,
        "may_name": YES if latest.may_name else NO,
    }


def _led_on(request: HttpRequest, way: Way, to: str, done: str) -> HttpResponse:
    """Lead on after an answer: to a page without any address of the letter, or back to the desk."""
    if way.person is None:
        return see_other(reverse(to))
    messages.success(request, done)
    return see_other(reverse("desk"))


def _page(
    request: HttpRequest, asked: OpinionRequest, way: Way, template: str, context: dict[str, Any]
) -> HttpResponse:
    about: dict[str, Any] = {
        "request_for": asked,
        "about": str(asked.manuscript),
        "about_language": asked.manuscript.page.locale.language_code,
        "addresses": way.addresses,
        "is_signed_in": way.person is not None,
    }
    if way.person is not None:
        about["crumbs"] = crumbs_to((_("Desk"), reverse("desk")), (_("Opinions"), reverse("opinions")))
    return render(request, template, {**context, **about}, status=422 if context["form"].errors else 200)
