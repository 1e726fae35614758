"""The addresses of the site, and one that answers with bytes given to it."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from association import urls as ours

handler400 = ours.handler400
handler403 = ours.handler403
handler404 = ours.handler404
handler500 = ours.handler500

BARE = "/en/bare/"
# What the bare view answers with.
said: list[bytes] = [b""]


def bare(request: HttpRequest) -> HttpResponse:
    """Answer with bytes that are ready."""
    return HttpResponse(said[0])


urlpatterns = [*i18n_patterns(path("bare/", bare)), *ours.urlpatterns]
