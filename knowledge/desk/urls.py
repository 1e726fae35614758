"""Addresses of the desk of practices."""

from django.urls import path

from knowledge.desk import views

urlpatterns = [
    path("desk/practices/", views.manuscripts, name="manuscripts"),
    path("desk/practices/begin/<int:pk>/", views.open_for_country, name="open-manuscript"),
    path("desk/practices/<int:pk>/", views.manuscript, name="manuscript"),
    path("desk/practices/<int:pk>/preview/", views.preview, name="manuscript-preview"),
    path("desk/practices/<int:pk>/preview.pdf", views.preview, {"mode": "pdf"}, name="manuscript-preview-pdf"),
    path("desk/practices/<int:pk>/requests/<int:number>/answer/", views.answer, name="answer-request"),
    path("desk/practices/<int:pk>/requests/<int:number>/close/", views.close, name="close-request"),
    path("desk/practices/<int:pk>/<slug:slug>/", views.move, name="manuscript-move"),
]
