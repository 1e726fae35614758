"""The Django app of it; the library finds provider and addresses by the names of the modules beside."""

from django.apps import AppConfig


class OpenIDConfig(AppConfig):
    """Has no tables of its own."""

    name = "members.accounts.openid"
    label = "openid"
