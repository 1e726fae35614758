"""A second factor that is set up counts as given in the session that set it up."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest

from core.users.operations import end_sessions
from members.accounts.second_factor import FACTORS, GIVEN

ANSWERS = ("password", GIVEN)


@receiver(authenticator_added, dispatch_uid="members.accounts: second factor")
def note_that_it_was_given(sender: Any, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note that the first one was given: whoever sets it up has shown that they hold it, after giving their password.

    A further one says nothing of whoever has the first. With the first, all other sessions end: they gave none.
    """
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type not in FACTORS or others.exists():
        return
    end_sessions(of=user)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    record_authentication(request, user, method=GIVEN, type=authenticator.type, reauthenticated=True)


@receiver(user_logged_in, dispatch_uid="members.accounts: signed in")
def take_the_sign_in_for_an_answer(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Ask nobody for what they gave a moment ago: what was given to sign in counts as given again."""
    records = list(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or ())
    if records and records[-1].get("method") in ANSWERS:
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records[:-1], {**records[-1], "reauthenticated": True}]
