"""The one way to a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.http import http_date

from core.audience.providers import PUBLIC, tokens_of
from core.uploads.content import extension_of
from core.uploads.models import Rendition, StoredFile
from core.uploads.uses import is_open_to, is_shown_to

A_YEAR = 365 * 24 * 3600
# Not those of the machine: tables of types differ from one to the next, and a wrong one would hide a picture.
PICTURES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
RENDITIONS = "images/"


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document to those its audience names who may see a record that uses it; for others it does not exist.

    Always as a download, so that no upload ever runs as a page of the site.
    """
    found = StoredFile.objects.filter(pk=document_id).first()
    if found is None or found.audience not in tokens_of(request.user) or found.filename != document_filename:
        raise Http404
    is_shown_to_all = is_shown_to(found, None)
    if not is_shown_to_all and not is_open_to(found, request.user):
        raise Http404
    kind = DOCUMENTS.get(extension_of(found.filename), "application/octet-stream")
    response = file_answer(found.file.storage, found.file.name, kind, filename=found.filename, as_attachment=True)
    is_public = found.audience == PUBLIC and is_shown_to_all
    response["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    return response


def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a copy of a picture to those who may see a record that uses it, and nothing else in the same storage."""
    kind = PICTURES.get(extension_of(path))
    if kind is None or not path.startswith(RENDITIONS):
        raise Http404
    found = Rendition.objects.filter(file=path).select_related("image").first()
    if found is None:
        raise Http404
    is_public = is_shown_to(found.image, None)
    if not is_public and not is_open_to(found.image, request.user):
        raise Http404
    return _copy(path, kind, is_public=is_public)


def rendition_of(path: str, pictures: Collection[int]) -> HttpResponseBase:
    """Serve a copy of one of some pictures, or of one that everybody sees; of others there is none.

    For whoever was given the address of a text and has no account. Raises ``Http404``.
    """
    kind = PICTURES.get(extension_of(path))
    found = Rendition.objects.filter(file=path).select_related("image").first() if kind is not None else None
    if kind is None or found is None or not (found.image_id in pictures or is_shown_to(found.image, None)):
        raise Http404
    return _copy(path, kind, is_public=False)


def _copy(path: str, kind: str, *, is_public: bool) -> HttpResponseBase:
    response = file_answer(storages["default"], path, kind)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_public else "private, no-store"
    return response


def file_answer(storage: Storage, name: str, kind: str, **options: Any) -> FileResponse:
    """Return a file, of which no browser makes anything else than ``kind``. Raises ``Http404`` where it is gone."""
    try:
        content = storage.open(name, "rb")
        changed = storage.get_modified_time(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(content, content_type=kind, **options)
    response["Last-Modified"] = http_date(changed.timestamp())
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
