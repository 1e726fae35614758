"""Keep the answer of a view for readers who are nobody in particular, as long as nothing that it shows changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.generations.names import EVERYTHING, SITE
from core.generations.noting import Notes, noting
from core.generations.operations import generations_of
from core.pagecache.addresses import LONGEST_QUERY, asked_by, asking_only, known_query
from core.pagecache.entries import A_DAY, A_MOMENT, find, is_on, keep, kept
from core.pagecache.validity import READING, is_nobody, is_signed_in, is_still_true

View = Callable[..., HttpResponseBase]
# A page that shows more than this costs as much to be held to what it shows as to be made.
MOST_NAMES = 1_500


def kept_page(*parameters: str, unless: str = "", is_printed: bool = False) -> Callable[[View], View]:
    """Let the answers of a view be kept; ``parameters`` are all that it takes from the query of the address.

    Any other is dropped before the view is asked, for whoever asks. Where ``unless`` stands in the query, the view is
    asked as if this were not there: what it answers then comes from elsewhere (the engine of the search). What
    ``is_printed`` does not follow the look that a reader has chosen.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in READING or (unless and request.GET.get(unless)):
                return view(request, *args, **kwargs)
            query = known_query(request.GET, parameters)

            def make() -> HttpResponseBase:
                with asking_only(request, query):
                    return _whole(view(request, *args, **kwargs))

            return _said_how_long(request, _found_or_made(request, query, make, is_printed=is_printed))

        return answer

    return decorate


def _found_or_made(
    request: HttpRequest, query: QueryDict, make: Callable[[], HttpResponseBase], *, is_printed: bool
) -> HttpResponseBase:
    if not is_on() or not is_nobody(request) or len(query.urlencode()) > LONGEST_QUERY:
        return make()
    asked = asked_by(request, query, is_printed=is_printed)
    request.asked_of_the_store = asked  # type: ignore[attr-defined]  # for ``core.pagecache.early``
    key = asked.key_today()
    found = find(key)
    if found is not None and is_still_true(found):
        return found.response(request)
    before = generations_of([EVERYTHING])
    with noting() as notes:
        response = make()
    if isinstance(response, HttpResponse) and _may_be_kept(request, response, notes):
        _keep(key, response, notes, before)
    return response


def _keep(key: str, response: HttpResponse, notes: Notes, before: dict[str, int]) -> None:
    """Keep the page unless anything changed while it was made: then it may be of before or after, for all we know."""
    names = notes.names | {SITE}
    after = generations_of(names | {EVERYTHING})
    if after.get(EVERYTHING) == before.get(EVERYTHING):
        found = kept(response, names, {name: number for name, number in after.items() if name in names})
        response["ETag"] = found.etag
        keep(key, found, A_DAY if notes.is_whole else A_MOMENT)


def _may_be_kept(request: HttpRequest, response: HttpResponse, notes: Notes) -> bool:
    """Whether the answer is the same for everybody, and says what it shows."""
    told = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and bool(notes.names)
        and notes.is_asked
        and len(notes.names) <= MOST_NAMES
        and not response.cookies
        and "private" not in told
        and "no-store" not in told
        and not _is_personal(request)
    )


def _is_personal(request: HttpRequest) -> bool:
    """Whether making the page left something with this reader: a token for forms, a message, anything in a session."""
    session, messages = getattr(request, "session", None), getattr(request, "_messages", None)
    return (
        "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        or bool(session is not None and session.modified)
        or bool(messages is not None and messages.added_new)
        or is_signed_in(request)
    )


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer with its text: templates say what they show when they are rendered."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _said_how_long(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let browsers and proxies ask each time whether a page is still the same, and keep apart who is somebody.

    That it is compressed for some is said here too: an answer that it is the same must name all by which it may differ.
    """
    if response.status_code == 200 and not response.has_header("Cache-Control"):
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        for_whom = {} if is_nobody(request) else {"private": True}
        patch_cache_control(response, no_cache=True, **for_whom)
    return response
