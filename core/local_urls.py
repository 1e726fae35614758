"""Addresses of sources, of the pictures of figures and of what stands beside the record, under a language."""

from django.urls import path

from core.embedding.views import figure_picture
from core.shown import views

urlpatterns = [
    path("sources/", views.source_list, name="sources"),
    path("sources/list.<download:ending>", views.sources_file, name="sources-download"),
    path("sources/<slug:slug>/", views.source_detail, name="source"),
    path("figures/<str:key>.svg", figure_picture, name="figure-picture"),
    path("open-questions/", views.open_questions, name="open-questions"),
    path("open-questions/list.<download:ending>", views.questions_file, name="open-questions-download"),
    path("terms/", views.terms, name="terms"),
    path("terms/list.<download:ending>", views.terms_file, name="terms-download"),
]
