"""Addresses of people and invitations."""

from django.urls import path

from members.accounts import leaving, own_data, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/people/", views.people, name="people"),
    path("desk/people/invite/", views.invite, name="invite"),
    path("desk/people/roles/<int:pk>/end/", views.end, name="end-role"),
    path("desk/people/<int:pk>/second-factor/", views.ask_reset, name="ask-factor-reset"),
    path("desk/people/second-factors/<int:pk>/confirm/", views.confirm_reset, name="confirm-factor-reset"),
    path("desk/people/second-factors/<int:pk>/refuse/", views.refuse_reset, name="refuse-factor-reset"),
    path("desk/people/invitations/<int:pk>/resend/", views.resend, name="resend-invitation"),
    path("desk/people/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw-invitation"),
    path("desk/people/<int:pk>/close/", leaving.ask_closure, name="ask-closure"),
    path("desk/people/closings/<int:pk>/confirm/", leaving.confirm_closure, name="confirm-closure"),
    path("desk/people/closings/<int:pk>/withdraw/", leaving.withdraw_closure, name="withdraw-closure"),
    path("desk/people/erasures/", leaving.erasures, name="erasures"),
    path("desk/people/erasures/new/", leaving.ask_erasure, name="ask-erasure"),
    path("desk/people/erasures/<int:pk>/", leaving.erasure, name="erasure"),
    path("desk/people/erasures/<int:pk>/confirm/", leaving.confirm, name="confirm-erasure"),
    path("desk/people/erasures/<int:pk>/withdraw/", leaving.withdraw, name="withdraw-erasure"),
    path("accounts/data/", own_data.own_data, name="own-data"),
    path("accounts/data/file/", own_data.export, name="export-own-data"),
    path("accounts/data/file/<int:pk>/", own_data.own_file, name="own-file"),
    path("accounts/close/", own_data.close, name="close-account"),
    path("accounts/closed/", own_data.closed, name="account-closed"),
    path("accounts/keep/", own_data.keep, name="keep-account"),
    path("invitations/", views.accept, name="accept-invitation"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
