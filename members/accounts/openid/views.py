"""Pages of signing in with OpenID Connect: to the provider, back, and whether one's account is connected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException
from wagtail.log_actions import log

from core.acting import person_of, see_other
from core.limits import is_limited, too_many_requests
from core.shown.frame import crumbs_to
from members.accounts.openid.adapters import refuse, refuse_as_away
from members.accounts.openid.provider import IdentityProviderAdapter

LANGUAGE = "openid_language"
TRIES_PER_MINUTE = 20
REMOVED = "members.remove_identity"


@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Lead to the provider. A page says so and leads on by itself: forms may be sent to this site alone."""
    if is_limited(request, "openid", TRIES_PER_MINUTE):
        return too_many_requests(request)
    if request.POST.get("process") == "connect":
        return _connect(request)
    return _leave(request)


@login_required
@reauthentication_required
def _connect(request: HttpRequest) -> HttpResponse:
    return _leave(request)


def _leave(request: HttpRequest) -> HttpResponse:
    process = "connect" if request.POST.get("process") == "connect" else "login"
    # The library reads these from form and address; what else stands there is nobody's to say.
    request.POST = _only({"process": process, "next": request.POST.get("next", "")})
    request.GET = _only({})
    request.session[LANGUAGE] = translation.get_language()
    try:
        answer = OAuth2LoginView.adapter_view(_adapter(request))(request)
    except (RequestException, ValueError):
        return _answer_of(refuse_as_away, request)
    except OAuth2Error as error:
        return _answer_of(_refuse_config, request, error)
    address = answer.get("Location", "")
    if answer.status_code != 302 or urlsplit(address).scheme not in {"https", "http"}:
        return answer
    context = {"title": _("To %(name)s") % {"name": settings.OPENID_NAME}, "address": address}
    return render(request, "members/openid_leading.html", context)


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Take up what the provider says, in the language that was spoken before."""
    if is_limited(request, "openid", TRIES_PER_MINUTE):
        return too_many_requests(request)
    language = request.session.pop(LANGUAGE, settings.LANGUAGE_CODE)
    if language in settings.OPEN_LANGUAGES:
        translation.activate(language)
        request.LANGUAGE_CODE = language
    try:
        return OAuth2CallbackView.adapter_view(_adapter(request))(request)
    except (RequestException, ValueError):
        return _answer_of(refuse_as_away, request)
    except OAuth2Error as error:
        return _answer_of(_refuse_config, request, error)


@require_safe
@login_required
def identity(request: HttpRequest) -> HttpResponse:
    """Show whether one's account is connected."""
    context = {
        "title": _("Sign in with %(name)s") % {"name": settings.OPENID_NAME},
        "name": settings.OPENID_NAME,
        "found": _mine(request).first(),
        "may_remove": person_of(request).has_usable_password(),
        "crumbs": crumbs_to((_("Desk"), reverse("desk"))),
    }
    return render(request, "members/openid_identity.html", context)


@require_POST
@login_required
@reauthentication_required
def remove(request: HttpRequest) -> HttpResponse:
    """Sign in with the password only from now on; who has none sets one first."""
    if not person_of(request).has_usable_password():
        messages.warning(request, _("Set a password first, or you could not sign in any more."))
    elif _mine(request).delete()[0]:
        log(person_of(request), REMOVED, user=person_of(request))
        messages.success(request, _("Your account is no longer connected."))
    return see_other(reverse("openid_identity"))


def _mine(request: HttpRequest) -> Any:
    return SocialAccount.objects.filter(user=person_of(request), provider=settings.OPENID_ID)


def _adapter(request: HttpRequest) -> IdentityProviderAdapter:
    return IdentityProviderAdapter(request, settings.OPENID_ID)


def _only(given: dict[str, str]) -> Any:
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in given.items() if value})
    return kept


def _refuse_config(request: HttpRequest, error: OAuth2Error) -> None:
    refuse(request, _("The provider cannot be used"), _("Tell the secretariat. Sign in with your password meanwhile."))


def _answer_of(refusal: Any, *arguments: Any) -> HttpResponse:
    try:
        refusal(*arguments)
    except ImmediateHttpResponse as answer:
        return answer.response
    return HttpResponseRedirect(reverse("account_login"))
