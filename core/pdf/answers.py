"""A printed file as an answer, and the page for when there is none at the moment."""

from __future__ import annotations

import logging
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date

from core.limits import is_limited, too_many_requests
from core.pagecache.entries import LARGEST
from core.pdf import shelf
from core.pdf.making import Busy, NotPrinted, in_request
from core.pdf.publications import Printable

RETRY_AFTER = 20
# Files that are made for one client in a minute.
PER_MINUTE = 10

logger = logging.getLogger(__name__)


def pdf_answer(request: HttpRequest, ready: Printable, name: str) -> HttpResponseBase:
    """Give the file of a publication, named ``name``, made now where it is not kept; 503 where that takes too long."""
    if (unchanged := _unchanged(request, ready.digest)) is not None:
        return unchanged
    file = shelf.find(ready.digest)
    if file is None and is_limited(request, "printing", PER_MINUTE):
        return too_many_requests(request)
    try:
        return _told(_file(file or in_request(ready), name), ready.digest)
    except NotPrinted as error:
        logger.warning("%s was not printed: %s", request.path, error)
        return not_now(request, shelf.TRIED_AGAIN, has_failed=True)
    except (Busy, FileNotFoundError):
        return not_now(request, RETRY_AFTER)


def kept_answer(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """Give a file that is kept, named ``name``. Raises ``Http404`` where it is not."""
    file = shelf.find(digest)
    if file is None:
        raise Http404
    if (unchanged := _unchanged(request, digest)) is not None:
        return _private(unchanged)
    return _private(_told(_file(file, name), digest))


def _unchanged(request: HttpRequest, digest: str) -> HttpResponseBase | None:
    """Return the answer for a browser that has the file already."""
    unchanged = get_conditional_response(request, etag=_etag(digest))
    return _told(unchanged, digest) if unchanged is not None else None


def _file(file: Path, name: str) -> HttpResponseBase:
    response: HttpResponseBase
    if file.stat().st_size <= LARGEST:  # may be kept as pages are
        response = HttpResponse(file.read_bytes(), content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or ""
    else:
        response = FileResponse(file.open("rb"), filename=f"{name}.pdf", content_type="application/pdf")
    response["Last-Modified"] = http_date(file.stat().st_mtime)
    return response


def not_now(request: HttpRequest, seconds: int, *, has_failed: bool = False) -> HttpResponse:
    """Say that the file cannot be made at this moment, why, and when to come again."""
    response = render(request, "pdf/not_now.html", {"seconds": seconds, "has_failed": has_failed}, status=503)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def _etag(digest: str) -> str:
    return f'"{digest}"'


def _told(response: HttpResponseBase, digest: str) -> HttpResponseBase:
    response["ETag"] = _etag(digest)
    return response


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Let no proxy keep a file that was ordered: who may see it is asked every time."""
    patch_cache_control(response, private=True, no_cache=True)
    return response
