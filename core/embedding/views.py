"""The picture of a figure, for whoever puts it on a page elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.embedding.card import card_of
from core.embedding.drawing import STYLE_DIGEST, svg_of
from core.figures.models import Figure
from core.records.neighbours import seen_by
from core.records.reading import spoken_language
from core.records.views import KEY

# So long a correction may take to reach the pages that show the picture.
KEPT_FOR = 600
# Opened by itself, the picture is a document: it may do nothing but look as it should.
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_DIGEST}'; sandbox"


@require_safe
def figure_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Give a figure as SVG in the language of the address; 404 for what is not there and not for this reader.

    A picture is asked for by pages of others, which could not show why it was withdrawn: that is 404 too.
    """
    figure = _figure(key, request.user) if KEY.fullmatch(key) else None
    card = card_of(figure, language=spoken_language(), user=request.user) if figure is not None else None
    if figure is None or card is None:
        raise Http404
    response = HttpResponse(svg_of(card), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def _figure(key: str, user: Any) -> Figure | None:
    seen = Figure.objects.filter(seen_by(user), seen_by(user, "subject_id"), record__key=key)
    return seen.select_related("record").first()
