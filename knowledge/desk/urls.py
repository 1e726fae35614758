"""Addresses of the desk of practices."""

from django.urls import path

from knowledge.desk import authors, suggestions, versions, views

urlpatterns = [
    path("desk/practices/", views.manuscripts, name="manuscripts"),
    path("desk/practices/begin/<int:pk>/", views.open_for_country, name="open-manuscript"),
    path("desk/practices/<int:pk>/", views.manuscript, name="manuscript"),
    path("desk/practices/<int:pk>/preview/", views.preview, name="manuscript-preview"),
    path("desk/practices/<int:pk>/preview.pdf", views.preview, {"mode": "pdf"}, name="manuscript-preview-pdf"),
    path("desk/practices/<int:pk>/requests/<int:number>/answer/", views.answer, name="answer-request"),
    path("desk/practices/<int:pk>/requests/<int:number>/close/", views.close, name="close-request"),
    path("desk/practices/<int:pk>/versions/", versions.compare, name="compare-versions"),
    path("desk/practices/<int:pk>/versions/<int:number>/restore/", versions.restore, name="restore-version"),
    path("desk/practices/<int:pk>/authors/name/", authors.name, name="name-author"),
    path("desk/practices/<int:pk>/authors/hand-over/", authors.hand_on, name="hand-on"),
    path("desk/practices/<int:pk>/authors/<int:number>/remove/", authors.remove, name="remove-author"),
    path("desk/practices/<int:pk>/language/", suggestions.improve, name="improve-language"),
    path("desk/practices/<int:pk>/language/<int:number>/", suggestions.suggestion, name="suggestion"),
    path("desk/practices/<int:pk>/language/<int:number>/endorse/", suggestions.accept, name="accept-suggestion"),
    path("desk/practices/<int:pk>/language/<int:number>/withdraw/", suggestions.withdraw, name="withdraw-suggestion"),
    path("desk/practices/<int:pk>/links/make/", views.make_link, name="make-reading-link"),
    path("desk/practices/<int:pk>/links/<int:number>/end/", views.end_link, name="end-reading-link"),
    path("drafts/<str:token>/", views.draft, name="draft"),
    path("drafts/<str:token>/page/", views.draft, {"mode": "page"}, name="draft-page"),
    path("drafts/<str:token>/draft.pdf", views.draft, {"mode": "pdf"}, name="draft-pdf"),
    path("desk/practices/<int:pk>/<slug:slug>/", views.move, name="manuscript-move"),
]
