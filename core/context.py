"""What every page of the public side needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, get_language_bidi, override, pgettext
from django.utils.translation import gettext as _

from core.pagecache.validity import is_signed_in
from core.reader import Reader
from core.templatetags.texts import interface_language_of


@dataclass(frozen=True)
class Language:
    """A language the page can be read in."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Link:
    """A name and an address."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Interface:
    """The page around the content."""

    language: str
    content_language: str
    direction: str
    languages: list[Language]
    sections: list[Link]
    footer: list[dict[str, Any]]
    home: str
    permalink: str = ""
    notice: str = ""
    base_url: str = field(default="")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return ``ui`` and ``reader`` for templates; nothing for the editors' side, which has its own."""
    if request.path.startswith("/admin/"):
        return {}
    return {"ui": interface(request), "reader": getattr(request, "reader", Reader())}


def interface(request: HttpRequest) -> Interface:
    """Return the frame of the page that answers ``request``.

    A view may have put ``alternates`` (address by language) and ``permalink`` on the request.
    """
    language = get_language() or settings.LANGUAGE_CODE
    spoken = interface_language_of(language)
    return Interface(
        language=spoken,
        content_language=language,
        direction="rtl" if get_language_bidi() else "ltr",
        languages=_languages(request, language),
        sections=_sections(request.path),
        footer=_footer(is_signed_in(request)),
        home=f"/{language}/",
        permalink=getattr(request, "permalink", ""),
        base_url=settings.BASE_URL,
    )


def _languages(request: HttpRequest, language: str) -> list[Language]:
    alternates: dict[str, str] | None = getattr(request, "alternates", None)
    if alternates is None:
        path = request.get_full_path()
        alternates = {code: translate_url(path, code) for code in settings.OPEN_LANGUAGES}
    names = dict(settings.LANGUAGES)
    return [
        Language(code, names[code], url, code == language)
        for code in settings.OPEN_LANGUAGES
        if (url := alternates.get(code))
    ]


def _sections(path: str) -> list[Link]:
    links = [
        (_("Library"), _url("library")),
        (_("Countries"), _url("countries")),
        (_("News"), _url("news")),
        (_("Sources"), _url("sources")),
    ]
    return [Link(name, url, path.startswith(url)) for name, url in links if url]


def _footer(is_somebody: bool) -> list[dict[str, Any]]:
    columns = [
        (_("The Association"), [("about", _("About")), ("contact", _("Contact")), ("news", _("News"))]),
        (
            _("The record"),
            [
                ("library", _("Practices")),
                ("institutions", _("Institutions")),
                ("terms", _("Terms in several languages")),
                ("open-questions", _("Open questions")),
            ],
        ),
        (
            _("This site"),
            [
                ("accessibility", _("Accessibility")),
                ("privacy", pgettext("readers", "Privacy")),
                ("site-map", _("Sitemap")),
                ("api-documentation", _("Data for programs")),
                ("desk", _("Desk")) if is_somebody else ("account_login", pgettext("readers", "Sign in")),
            ],
        ),
    ]
    return [
        {"title": title, "links": [Link(name, url) for view, name in links if (url := _url(view))]}
        for title, links in columns
    ]


def _url(view: str) -> str:
    return _address(view, get_language() or settings.LANGUAGE_CODE, settings.ROOT_URLCONF)


@lru_cache(maxsize=500)
def _address(view: str, language: str, _urls: str) -> str:
    """Every page leads to the same few places."""
    try:
        with override(language):
            return reverse(view)
    except NoReverseMatch:
        return ""
