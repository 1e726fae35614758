"""Addresses under a language: sources, pictures of figures, notices, what people follow, what stands beside records."""

from django.urls import path

from core.embedding.views import figure_picture
from core.following import views as following
from core.notices import views as notices
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
    path("desk/notices/", notices.notices, name="notices"),
    path("desk/notices/read/", notices.all_read, name="notices-read"),
    path("desk/notices/choice/", notices.notice_choice, name="notice-choice"),
    path("desk/notices/<int:pk>/", notices.notice, name="notice"),
    path("following/", following.following, name="following"),
    path("following/begin/", following.begin, name="follow"),
    path("following/<int:pk>/end/", following.end, name="end-following"),
    path("saved/", following.saved, name="saved"),
    path("saved/list.<download:ending>", following.saved_file, name="saved-download"),
    path("saved/add/", following.add, name="save-record"),
    path("saved/<int:pk>/remove/", following.remove, name="remove-saved"),
    path("saved/<int:pk>/move/", following.move, name="move-saved"),
    path("saved/<int:pk>/note/", following.note, name="saved-note"),
    path("letters/stop/<str:token>/", notices.stop, name="stop-letters"),
]
