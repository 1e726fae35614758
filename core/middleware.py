"""What every request passes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core.audit.operations import hold_the_end
from core.health import alive, ready
from core.reader import reader_of
from core.request_id import request_id
from core.uploads.policy import refuse_hidden_files, refuse_pictures_of_others
from core.users.trimmed import is_there_for, refuse_pages_of_others

Next = Callable[[HttpRequest], HttpResponseBase]
ADMIN = "/admin/"
# Lists of all files, whomever they are for, and acts on pages that ask for less than the editor does: nothing of the
# editors' side asks for either.
OPEN_TO_NOBODY = frozenset(
    {
        *(
            f"wagtailadmin_api:{kind}:{what}"
            for kind in ("documents", "images")
            for what in ("listing", "detail", "find")
        ),
        "wagtailadmin_api:pages:action",
    }
)
WITHOUT_LANGUAGE = ("/admin/", "/api/", "/documents/", "/id/", "/media/", "/sitemaps/", "/static/")
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
TEXT = re.compile(r"(text/|(application|image)/([\w.-]+\+)?(json|xml|javascript)\b)")
LANGUAGE_PREFIX = re.compile(r"^/([a-z]{2,3})(?=/|$)")
# "id" is Indonesian as well; a permanent address has one part after it and no slash at its end.
PERMALINK = re.compile(r"^/id/[^/]+$")


def language_prefix(path: str) -> str:
    """Return what stands where addresses have their language; nothing for a permanent address."""
    prefix = LANGUAGE_PREFIX.match(path)
    return prefix[1] if prefix and not PERMALINK.match(path) else ""


class RequestId:
    """Gives every request an id that stands in the log and on error pages; takes one from a proxy where it is sound."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the id, and send it back."""
        given = request.headers.get("X-Request-ID", "")
        request.id = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        token = request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class Health:
    """Answers the service manager, which asks on the machine itself: whatever host it names, and without encryption."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the two addresses before anything asks for host, session or language."""
        answer = {"/healthz": alive, "/readyz": ready}.get(request.path)
        return answer(request) if answer else self.get_response(request)


class TextCompression(GZipMiddleware):
    """Compresses what is text. Pictures, PDF and office files are compressed already: it would only take time."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave what is no text as it is."""
        if not TEXT.match(response.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicy(CSPMiddleware):
    """Says what a page may load. Where nothing was relaxed it is the same for every page, and written once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the policy of the site, or that of the response."""
        if HEADER in response or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response[HEADER] = _policy_of_the_site()
        return response


@cache
def _policy_of_the_site() -> str:
    return build_policy()


class AdminContentSecurityPolicy:
    """Lets the editors' side run the inline scripts that Wagtail still has (wagtail#1288); nowhere else."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Relax the policy under /admin/ only."""
        response = self.get_response(request)
        if request.path.startswith(ADMIN):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
            }
        return response


class LanguageOfAddress(LocaleMiddleware):
    """Speaks the language of the address, and leads to one where the address has none and should."""

    def process_request(self, request: HttpRequest) -> None:
        """Ask the browser for the language of a permanent address."""
        if not PERMALINK.match(request.path_info):
            return super().process_request(request)
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave what never has a language where it is: it is missing, not written shortly."""
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        if PERMALINK.match(request.path_info):
            patch_vary_headers(response, ["Accept-Language"])
        return super().process_response(request, response)


class OpenLanguages:
    """Addresses exist only under the languages that are open; who asks for another is answered in the default."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Choose an open language before anything is said."""
        if not request.path.startswith(ADMIN) and translation.get_language() not in settings.OPEN_LANGUAGES:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Answer 404 under the prefix of a language that is not open."""
        prefix = language_prefix(request.path_info)
        if prefix in dict(settings.LANGUAGES) and prefix not in settings.OPEN_LANGUAGES:
            raise Http404


class ReaderPreferences:
    """Reads what the reader chose to keep: theme and text size. Sets nothing by itself."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the choice on the request, and tell caches that pages depend on it."""
        request.reader = reader_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


class EditorsOnly:
    """For who is signed in and no editor there is no editors' side, and for who works for a country only its writing.

    Wagtail would send them to the sign-in and back, or tell of what is there.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Answer 404."""
        if not request.path.startswith(ADMIN):
            return
        user, match = request.user, request.resolver_match
        if not user.is_authenticated:
            return
        if not user.has_perm("wagtailadmin.access_admin") or match is None or match.view_name in OPEN_TO_NOBODY:
            raise Http404
        if not is_there_for(user, match.view_name):
            raise Http404
        refuse_pages_of_others(user, match.view_name, kwargs)


class HiddenFiles:
    """Lets no editor find out about a file that is not for them: Wagtail names it, or refuses it by another answer."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Answer 404 where the address names such a file, and leave it out where many are asked for."""
        if request.path.startswith(ADMIN) and request.user.is_authenticated:
            refuse_hidden_files(request, kwargs)
            refuse_pictures_of_others(request, kwargs)


class AtomicWrites:
    """Makes every writing request of the editors one transaction.

    So a page and its place in the graph change together. What an operation refuses where no form asked before (many
    pages published at once, the end of a workflow) is said in words, and nothing was done. Reading requests stay
    outside: on SQLite a transaction takes the write lock.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Run an editor's writing view in a transaction."""
        if request.method in SAFE or not request.path.startswith(ADMIN) or getattr(view, "_non_atomic_requests", None):
            return None
        try:
            with transaction.atomic():
                hold_the_end()
                return view(request, *args, **kwargs)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return HttpResponseRedirect(request.get_full_path())
