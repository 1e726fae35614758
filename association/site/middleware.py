"""Gives words to answers that Django leaves empty."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from association.site.views.errors import method_not_allowed

Next = Callable[[HttpRequest], HttpResponseBase]


class WordsForBareErrors:
    """Puts a page into the answer to a wrong method; Django knows no handler for it."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, and fill an empty 405."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response
