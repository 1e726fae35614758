"""Addresses of the desk of practices."""

from django.urls import path

from knowledge.desk import due_views, translation_views, views

urlpatterns = [
    path("desk/practices/", views.manuscripts, name="manuscripts"),
    path("desk/practices/due/", due_views.due_confirmations, name="due-confirmations"),
    path("desk/practices/due.csv", due_views.due_confirmations_file, name="due-confirmations-file"),
    path("desk/practices/confirm/<int:pk>/", due_views.confirm_practice, name="confirm-practice"),
    path("desk/practices/translations/", translation_views.translations, name="translations"),
    path(
        "desk/practices/translations/<int:pk>/", translation_views.practice_translations, name="practice-translations"
    ),
    path("desk/practices/translations/<int:pk>/begin/", translation_views.begin, name="begin-translation"),
    path("desk/practices/translations/<int:pk>/<slug:slug>/", translation_views.move, name="move-translation"),
    path("desk/practices/begin/<int:pk>/", views.open_for_country, name="open-manuscript"),
    path("desk/practices/<int:pk>/", views.manuscript, name="manuscript"),
    path("desk/practices/<int:pk>/preview/", views.preview, name="manuscript-preview"),
    path("desk/practices/<int:pk>/preview.pdf", views.preview, {"mode": "pdf"}, name="manuscript-preview-pdf"),
    path("desk/practices/<int:pk>/requests/<int:number>/answer/", views.answer, name="answer-request"),
    path("desk/practices/<int:pk>/requests/<int:number>/close/", views.close, name="close-request"),
    path("desk/practices/<int:pk>/links/make/", views.make_link, name="make-reading-link"),
    path("desk/practices/<int:pk>/links/<int:number>/end/", views.end_link, name="end-reading-link"),
    path("drafts/<str:token>/", views.draft, name="draft"),
    path("drafts/<str:token>/page/", views.draft, {"mode": "page"}, name="draft-page"),
    path("drafts/<str:token>/draft.pdf", views.draft, {"mode": "pdf"}, name="draft-pdf"),
    path("desk/practices/<int:pk>/<slug:slug>/", views.move, name="manuscript-move"),
]
