"""What is printed: a practice, and volumes of many, which readers order."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import see_other
from core.limits import is_limited, too_many_requests
from core.pagecache import kept_page
from core.pdf.answers import kept_answer, pdf_answer
from core.pdf.models import OrderState
from core.pdf.orders import cancel, state_for
from core.records.views import refusal
from knowledge.presentation.ordering import (
    chosen_practices,
    file_name,
    order_context,
    order_of,
    order_volume,
    volume_context,
)
from knowledge.presentation.printed import printed_practice
from knowledge.querysets import editions_at
from knowledge.views.pages import is_a_search_too_many

VOLUMES_PER_MINUTE = 6


@require_safe
@kept_page(is_printed=True)
def practice_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give a practice as PDF, in the language of the address."""
    found = editions_at(slug, get_language() or "")
    if found is None:
        raise Http404
    if (refused := refusal(request, found.page.record)) is not None:
        return refused
    ready = printed_practice(found.page, found.original or found.page, user=request.user)
    return pdf_answer(request, ready, f"{slug}-{get_language()}")


# Without a token: a token would set a cookie on the page before the reader chooses anything. A forged request could
# order a volume, which the limit counts, and nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def volume(request: HttpRequest) -> HttpResponseBase:
    """Show what a volume would hold, how large it would be and how long it would take; take the order."""
    if is_a_search_too_many(request):
        return too_many_requests(request)
    chosen = chosen_practices(request)
    if request.method != "POST":
        return render(request, "knowledge/volume.html", volume_context(request, chosen))
    if is_limited(request, "volumes", VOLUMES_PER_MINUTE):
        return too_many_requests(request)
    order, errors = order_volume(request, chosen)
    if order is None:
        return render(request, "knowledge/volume.html", volume_context(request, chosen, errors), status=422)
    return see_other(reverse("volume-order", args=[order.token]))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def volume_order(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far an order is; a POST cancels it."""
    order = order_of(token, request.user)
    if request.method == "POST":
        cancel(order)
        return see_other(reverse("volume-order", args=[order.token]))
    response = render(request, "knowledge/volume_order.html", order_context(order, request))
    add_never_cache_headers(response)
    return response


@require_safe
def volume_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give a volume to whoever may see all that is in it; 404 to others, and where it is not ready."""
    order = order_of(token, request.user)
    if state_for(order, request.user) != OrderState.READY:
        raise Http404
    return kept_answer(request, order.digest, file_name(order))
