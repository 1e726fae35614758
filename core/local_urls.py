"""Addresses of sources, of the pictures of figures and of what stands beside the record, under a language."""

from django.urls import path

from core.embedding.views import figure_picture
from core.shown import views

urlpatterns = [
    path("sources/", views.source_list, name="sources"),
    path("sources/<slug:slug>/", views.source_detail, name="source"),
    path("figures/<str:key>.svg", figure_picture, name="figure-picture"),
    path("open-questions/", views.open_questions, name="open-questions"),
    path("terms/", views.terms, name="terms"),
]
