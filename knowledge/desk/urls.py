"""Addresses of the desk of practices."""

from django.urls import path

from knowledge.desk import approvals, asking, due_views, reviewing, translation_views, views
from knowledge.desk.word import views as word

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
    path("desk/practices/template.docx", word.template, name="practice-template"),
    path("desk/practices/import/", word.begin, name="import-word"),
    path("desk/practices/<int:pk>/import/", word.fill, name="manuscript-fill"),
    path("desk/practices/<int:pk>/imports/<int:number>/", word.outcome, name="manuscript-word-import"),
    path("desk/practices/<int:pk>/leftovers/<int:number>/done/", word.settle, name="manuscript-leftover"),
    path("desk/practices/<int:pk>/draft.docx", views.preview, {"mode": "word"}, name="manuscript-word"),
    path("desk/practices/<int:pk>/", views.manuscript, name="manuscript"),
    path("desk/practices/<int:pk>/preview/", views.preview, name="manuscript-preview"),
    path("desk/practices/<int:pk>/preview.pdf", views.preview, {"mode": "pdf"}, name="manuscript-preview-pdf"),
    path("desk/practices/<int:pk>/requests/<int:number>/answer/", views.answer, name="answer-request"),
    path("desk/practices/<int:pk>/requests/<int:number>/close/", views.close, name="close-request"),
    path("desk/practices/<int:pk>/links/make/", views.make_link, name="make-reading-link"),
    path("desk/practices/<int:pk>/links/<int:number>/end/", views.end_link, name="end-reading-link"),
    path("desk/practices/<int:pk>/approvals/add/", approvals.add, name="add-approval"),
    path("desk/practices/<int:pk>/approvals/<int:number>/", approvals.approval, name="approval"),
    path("desk/practices/<int:pk>/opinions/ask/", asking.ask, name="ask-opinion"),
    path("desk/practices/<int:pk>/opinions/<int:number>/withdraw/", asking.withdraw, name="withdraw-opinion"),
    path("desk/practices/<int:pk>/opinions/<int:number>/share/", asking.share, name="share-opinion"),
    path("desk/opinions/", asking.opinions, name="opinions"),
    path("desk/opinions/<int:number>/", reviewing.asked, name="asked-opinion"),
    path("desk/opinions/<int:number>/decline/", reviewing.decline_asked, name="asked-opinion-decline"),
    path("desk/opinions/<int:number>/page/", reviewing.text_asked, {"mode": "page"}, name="asked-opinion-page"),
    path("desk/opinions/<int:number>/draft.pdf", reviewing.text_asked, {"mode": "pdf"}, name="asked-opinion-pdf"),
    path("opinions/given/", reviewing.thanks, {"is_given": True}, name="opinion-given"),
    path("opinions/declined/", reviewing.thanks, {"is_given": False}, name="opinion-declined"),
    path("opinions/<str:token>/", reviewing.linked, name="opinion"),
    path("opinions/<str:token>/decline/", reviewing.decline_linked, name="opinion-decline"),
    path("opinions/<str:token>/page/", reviewing.text_linked, {"mode": "page"}, name="opinion-page"),
    path("opinions/<str:token>/draft.pdf", reviewing.text_linked, {"mode": "pdf"}, name="opinion-pdf"),
    path("drafts/<str:token>/", views.draft, name="draft"),
    path("drafts/<str:token>/page/", views.draft, {"mode": "page"}, name="draft-page"),
    path("drafts/<str:token>/draft.pdf", views.draft, {"mode": "pdf"}, name="draft-pdf"),
    path("drafts/<str:token>/draft.docx", views.draft, {"mode": "word"}, name="draft-word"),
    path("drafts/<str:token>/pictures/<path:path>", views.draft_picture, name="draft-picture"),
    path("desk/practices/<int:pk>/<slug:slug>/", views.move, name="manuscript-move"),
]
