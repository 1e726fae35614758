"""A printed file as an answer, and the page for when there is none at the moment."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import content_disposition_header, http_date

from core.pdf import shelf
from core.pdf.making import Busy, NotPrinted, in_request
from core.pdf.publications import Printable

RETRY_AFTER = 20
# Smaller files are given at once, and may be kept as pages are.
LARGEST = 2 * 1024 * 1024


def pdf_answer(request: HttpRequest, ready: Printable, name: str) -> HttpResponseBase:
    """Give the file of a publication, named ``name``, made now where it is not kept; 503 where that takes too long."""
    etag = f'"{ready.digest}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _told(HttpResponse(status=304), etag)
    try:
        return _told(_file(in_request(ready), name), etag)
    except (Busy, NotPrinted, FileNotFoundError):
        return not_now(request)


def kept_answer(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """Give a file that is kept, named ``name``. Raises ``Http404`` where it is not."""
    file = shelf.find(digest)
    if file is None:
        raise Http404
    etag = f'"{digest}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _told(HttpResponse(status=304), etag)
    response = _told(_file(file, name), etag)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _file(file: Path, name: str) -> HttpResponseBase:
    response: HttpResponseBase
    if file.stat().st_size <= LARGEST:
        response = HttpResponse(file.read_bytes(), content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or ""
    else:
        response = FileResponse(file.open("rb"), filename=f"{name}.pdf", content_type="application/pdf")
    response["Last-Modified"] = http_date(file.stat().st_mtime)
    return response


def not_now(request: HttpRequest) -> HttpResponse:
    """Say that the file cannot be made at this moment, and when to come again."""
    response = render(request, "pdf/not_now.html", {"seconds": RETRY_AFTER}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _told(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    return response
