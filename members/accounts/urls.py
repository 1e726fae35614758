"""Addresses of people and invitations."""

from django.urls import path

from members.accounts import views

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
    path("invitations/", views.accept, name="accept-invitation"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
