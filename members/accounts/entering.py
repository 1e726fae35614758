"""Sign somebody in who has just proved who they are, through all that the sign-in asks."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponseBase

from core.users.models import User


def enter(request: HttpRequest, user: User) -> HttpResponseBase:
    """Begin the session of a new account; where a second factor is asked for, the site leads there next."""
    user.backend = "core.users.backends.RoleBackend"
    answer: HttpResponseBase = perform_password_login(
        request, {"email": user.email}, Login(user=user, email=user.email)
    )
    return answer
