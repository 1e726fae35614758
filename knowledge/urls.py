"""Addresses of the library. Its pages are Wagtail's; the ways to them here save walking down the tree."""

from django.urls import include, path

from knowledge import views
from knowledge.querysets import COUNTRY, GOAL, SERVICE, TOPIC

urlpatterns = [
    path("", include("knowledge.desk.urls")),
    path("library/", views.library, name="library"),
    path("library/feed.<feed:ending>", views.library_feed, name="library-feed"),
    path("library/list.<download:ending>", views.library_file, name="library-download"),
    path("library/compare/", views.compare, name="compare"),
    path("library/practices/<slug:slug>/", views.practice, name="practice"),
    path("library/practices/<slug:slug>/practice.pdf", views.practice_pdf, name="practice-pdf"),
    path("library/practices/<slug:slug>/cite.<slug:ending>", views.practice_citation, name="practice-citation"),
    path("library/volume/", views.volume, name="volume"),
    path("library/volume/<slug:token>/", views.volume_order, name="volume-order"),
    path("library/volume/<slug:token>/volume.pdf", views.volume_pdf, name="volume-pdf"),
    path("library/practices/<slug:slug>/versions/", views.practice_versions, name="practice-versions"),
    path("library/practices/<slug:slug>/versions/<int:number>/", views.practice_version, name="practice-version"),
    path(
        "library/practices/<slug:slug>/versions/<int:number>/cite.<slug:ending>",
        views.practice_version_citation,
        name="practice-version-citation",
    ),
    path("library/topics/", views.topic_list, name="topics"),
    path("library/topics/list.<download:ending>", views.topics_file, name="topics-download"),
    path("library/topics/<slug:slug>/", views.topic_detail, name="topic"),
    path("library/services/<slug:slug>/", views.service_type_detail, name="service-type"),
    path("library/goals/<slug:slug>/", views.goal_detail, name="sdg-goal"),
    path("library/countries/<slug:slug>/", views.country_practices, name="country-practices"),
    *(
        path(f"library/{place}/<slug:slug>/{file}", view, {"facet": facet}, f"{name}-{form}")
        for file, view, form in (
            ("feed.<feed:ending>", views.practices_feed, "feed"),
            ("list.<download:ending>", views.practices_file, "download"),
        )
        for place, name, facet in (
            ("topics", "topic", TOPIC),
            ("services", "service-type", SERVICE),
            ("goals", "sdg-goal", GOAL),
            ("countries", "country-practices", COUNTRY),
        )
    ),
]
