"""Addresses of the search."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.results, name="search"),
    path("search/feed.<feed:ending>", views.results_feed, name="search-feed"),
    path("search/list.<download:ending>", views.results_file, name="search-download"),
]
