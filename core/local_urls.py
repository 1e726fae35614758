"""Addresses of sources and of what stands beside the record, under a language."""

from django.urls import path

from core.sources import views as sources
from core.vocabulary import views as vocabulary

urlpatterns = [
    path("sources/", sources.source_list, name="sources"),
    path("sources/<str:key>/", sources.source_detail, name="source"),
    path("open-questions/", sources.open_questions, name="open-questions"),
    path("terms/", vocabulary.terms, name="terms"),
]
