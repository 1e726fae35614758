"""What a page tells machines about itself: address, languages, a card for those who pass it on, its place and kind.

A view or ``get_context`` may put into the context: ``meta_title``, ``meta_description``, ``canonical`` (a path),
``crumbs`` (name and url of each ancestor) and ``json_ld`` (a mapping, or several, of schema.org without ``@context``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from .parts import get
from .texts import words_of

register = template.Library()

DESCRIPTION_LENGTH = 200
# As in Django's json_script: nothing in a text can end the element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Alternate:
    """The same page in a language (or ``x-default``)."""

    language: str
    url: str


@dataclass(frozen=True)
class PageMeta:
    """What stands in the head of a page."""

    site: str
    title: str
    description: str
    url: str
    language: str
    is_article: bool
    alternates: list[Alternate]
    data: SafeString


@register.simple_tag(takes_context=True)
def page_meta(context: Context) -> PageMeta | None:
    """Return what the page says of itself; nothing for a page that stands outside the site (previews, errors)."""
    request, ui = context.get("request"), context.get("ui")
    if request is None or ui is None:
        return None
    base, title, description = settings.BASE_URL, _title(context), description_of(context.get("meta_description"))
    url = base + (context.get("canonical") or _canonical(request))
    language = str(get(ui, "content_language") or get(ui, "language") or settings.LANGUAGE_CODE)
    kinds = _kinds(context, {"name": title, "url": url, "inLanguage": language, "description": description})
    return PageMeta(
        site=gettext("ASAN International Association"),
        title=title,
        description=description,
        url=url,
        language=language,
        is_article=any(str(kind["@type"]).endswith("Article") for kind in kinds),
        alternates=_alternates(ui, base),
        data=_script([*kinds, *_breadcrumbs(context, base, title)]),
    )


@register.filter
def description_of(value: Any) -> str:
    """Return a text as a description: one line, without markup, not long."""
    return Truncator(" ".join(strip_tags(words_of(value)).split())).chars(DESCRIPTION_LENGTH)


def _title(context: Context) -> str:
    for found in (context.get("meta_title"), context.get("title"), getattr(context.get("page"), "title", None)):
        if words := words_of(found):
            return words
    return gettext("ASAN International Association")


def _canonical(request: Any) -> str:
    # A filtered or sorted list is the same page to a search engine; another page of the list is not.
    number = request.GET.get("page", "")
    return f"{request.path}?page={number}" if number.isascii() and number.isdigit() and number != "1" else request.path


def _alternates(ui: Any, base: str) -> list[Alternate]:
    found = [Alternate(get(language, "code"), base + get(language, "url")) for language in get(ui, "languages") or []]
    default = [Alternate("x-default", other.url) for other in found if other.language == settings.LANGUAGE_CODE]
    return found + default if len(found) > 1 else []


def _kinds(context: Context, common: dict[str, str]) -> list[dict[str, Any]]:
    given = context.get("json_ld") or {"@type": "WebPage"}
    kinds = [given] if isinstance(given, Mapping) else list(given)
    first = {name: value for name, value in common.items() if value} | dict(kinds[0])
    return [first, *[dict(kind) for kind in kinds[1:]]]


def _breadcrumbs(context: Context, base: str, title: str) -> list[dict[str, Any]]:
    crumbs = context.get("crumbs")
    if not crumbs:
        return []
    places = [{"name": words_of(get(crumb, "name")), "item": base + str(get(crumb, "url"))} for crumb in crumbs]
    numbered = [
        {"@type": "ListItem", "position": position} | place
        for position, place in enumerate([*places, {"name": title}], start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": numbered}]


def _script(graph: list[dict[str, Any]]) -> SafeString:
    words = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, default=words_of)
    return mark_safe(words.translate(ESCAPES))  # noqa: S308  (escaped in the line itself)
