"""Addresses of signing in with OpenID Connect; the library brings them under ``/accounts/``."""

from django.urls import path

from members.accounts.openid import views

urlpatterns = [
    path("openid/login/", views.login, name="openid_login"),
    path("openid/callback/", views.callback, name="openid_callback"),
    path("openid/", views.identity, name="openid_identity"),
    path("openid/remove/", views.remove, name="openid_remove"),
]
