"""The addresses of the site, and one for each error it can answer with."""

from collections.abc import Callable

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path

from association import urls as ours
from core.limits import too_many_requests

handler400 = ours.handler400
handler403 = ours.handler403
handler404 = ours.handler404
handler500 = ours.handler500


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


# 410 is answered by the page of a record that was withdrawn.
ERRORS: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: raising(SuspiciousOperation("a test")),
    403: raising(PermissionDenied("a test")),
    404: raising(Http404("a test")),
    405: lambda _request: HttpResponseNotAllowed(["POST"]),
    429: too_many_requests,
    500: raising(RuntimeError("a test")),
    503: raising(OperationalError("a test")),
}

urlpatterns = [
    *i18n_patterns(*[path(f"errors/{status}/", view) for status, view in ERRORS.items()]),
    *ours.urlpatterns,
]
