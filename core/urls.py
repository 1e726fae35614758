"""Addresses without a language."""

from django.urls import path

from core import health
from core.records import views as records
from core.uploads import views as uploads

urlpatterns = [
    path("id/<str:key>", records.permalink, name="permalink"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("documents/<int:document_id>/<str:document_filename>", uploads.document, name="wagtaildocs_serve"),
    path("media/<path:path>", uploads.rendition, name="rendition"),
]
