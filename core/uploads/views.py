"""The one way to a file."""

from __future__ import annotations

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from core.audience.providers import tokens_of
from core.uploads.models import StoredFile

A_YEAR = 365 * 24 * 3600
# What a browser may show by itself; everything else is saved, so that no upload ever runs as a page of the site.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"}


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document to those its audience names; to everybody else it does not exist."""
    found = StoredFile.objects.filter(pk=document_id).first()
    if found is None or found.audience not in tokens_of(request.user) or found.filename != document_filename:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, filename=found.filename, as_attachment=True, content_type=_type(found.filename))
    response["Cache-Control"] = "private, no-store" if found.audience != "public" else "public, max-age=300"
    return _hardened(response)


def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public copy of a picture; nothing else lies in this storage."""
    kind = _type(path)
    if kind not in SHOWN:
        raise Http404
    try:
        content = storages["default"].open(path, "rb")
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(content, content_type=kind)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return _hardened(response)


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _hardened(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
