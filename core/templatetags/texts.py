"""Texts that may be in another language than their page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

register = template.Library()

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "prs", "ps", "ur"})
#: Names that neither Django nor Babel gives, or gives otherwise than their speakers write them.
OWN_NAMES = {"prs": "دری", "cnr": "Crnogorski", "id": "Bahasa Indonesia", "az": "Azərbaycanca"}


#: The interface's language where no catalogue is complete.
FALLBACK = "en"


@register.filter
@lru_cache(maxsize=200)
def direction(language: str | None) -> str:
    """Return ``rtl`` or ``ltr`` for a language code."""
    return "rtl" if (language or "").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@register.filter
@lru_cache(maxsize=500)
def language_name(language: str) -> str:
    """Return a language's name in itself, with a capital."""
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    try:
        name = get_language_info(language)["name_local"]
    except KeyError:
        try:
            name = Locale.parse(language.replace("-", "_")).get_display_name() or language
        except (UnknownLocaleError, ValueError):
            return language
    return str(name[:1].upper() + name[1:])


def interface_language_of(language: str) -> str:
    """Return the language of the interface's own words beside content in ``language``."""
    return language if language in settings.INTERFACE_LANGUAGES else FALLBACK


def page_language(context: Context) -> str:
    """Return the language that stands on <html>: of the interface, not always of the address."""
    if language := _of_ui(context, "language"):
        return str(language)
    return interface_language_of(get_language() or FALLBACK)


def page_direction(context: Context) -> str:
    """Return the direction that stands on <html>."""
    return str(_of_ui(context, "direction") or direction(get_language()))


def _of_ui(context: Context, name: str) -> Any:
    ui = context.get("ui")
    return ui.get(name) if isinstance(ui, dict) else getattr(ui, name, None)


@register.simple_tag(takes_context=True)
def interface_language(context: Context) -> str:
    """Print the language for <html>."""
    return page_language(context)


@register.simple_tag(takes_context=True)
def interface_direction(context: Context) -> str:
    """Print the direction for <html>."""
    return page_direction(context)


def language_attributes(context: Context, language: str | None) -> SafeString:
    """Return `` lang="…" dir="…"`` as far as they differ from the page's; empty when they do not."""
    return _attributes(language, page_language(context), page_direction(context)) if language else SafeString("")


@lru_cache(maxsize=500)
def _attributes(language: str, of_page: str, page_runs: str) -> SafeString:
    """A list prints hundreds of texts in two or three languages."""
    runs = direction(language)
    parts = [("lang", language)] * (language != of_page) + [("dir", runs)] * (runs != page_runs)
    return format_html_join("", ' {}="{}"', parts)


def words_of(value: Any) -> str:
    """Return what is to be read: the text of a localized text, or the value itself (markup stays markup)."""
    if value is None:
        return ""
    words = getattr(value, "text", value)
    return words if isinstance(words, str) else str(words)


def language_of(value: Any) -> str | None:
    """Return the language a localized text is in; a plain string is in the page's."""
    return getattr(value, "language", None) if hasattr(value, "text") else None


@register.simple_tag(takes_context=True)
def text(
    context: Context,
    value: Any,
    tag: str = "",
    class_: str = "",
    id_: str = "",
    language: str | None = None,
    **attributes: str,
) -> SafeString:
    """Print a text, with lang and dir where they differ from the page's.

    ``tag="h1"`` prints that element around it. ``class`` and ``id`` are taken too.
    """
    words = conditional_escape(words_of(value))
    if not words:
        return SafeString("")
    where = language_attributes(context, language or language_of(value))
    named = [("id", id_ or attributes.get("id", "")), ("class", class_ or attributes.get("class", ""))]
    given = [pair for pair in named if pair[1]]
    others = format_html_join("", ' {}="{}"', given) if given else SafeString("")
    if tag:
        return format_html("<{}{}{}>{}</{}>", tag, others, where, words, tag)
    if where or others:
        return format_html("<span{}{}>{}</span>", others, where, words)
    return SafeString(words)


@register.simple_tag(takes_context=True)
def name(context: Context, value: Any, language: str | None = None) -> SafeString:
    """Print a name so that the direction of its letters does not disturb what stands beside it."""
    words = conditional_escape(words_of(value))
    if not words:
        return SafeString("")
    where = language_attributes(context, language or language_of(value))
    return format_html("<bdi{}>{}</bdi>", where, words)


@register.simple_tag(takes_context=True)
def lang(context: Context, value: Any) -> SafeString:
    """Print the attributes ``lang`` and ``dir`` for an element that holds ``value`` (a localized text or a code)."""
    return language_attributes(context, value if isinstance(value, str) else language_of(value))


def blocks_of(words: str) -> list[tuple[str, list[str]]]:
    """Return a text's blocks: ``("p", [paragraph])`` or ``("ul", [items])``. Empty lines part them."""
    blocks: list[tuple[str, list[str]]] = []
    for chunk in re.split(r"\n\s*\n", words.strip()):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        if lines and all(re.match(r"[-–•]\s+", line) for line in lines):
            blocks.append(("ul", [re.sub(r"^[-–•]\s+", "", line) for line in lines]))
        elif lines:
            blocks.append(("p", [" ".join(lines)]))
    return blocks


def print_blocks(blocks: list[tuple[str, list[str]]], after: str = "") -> SafeString:
    """Return the blocks as markup; ``after`` is put at the end of the last one."""
    out = []
    for number, (kind, items) in enumerate(blocks, start=1):
        tail = after if number == len(blocks) else ""
        if kind == "ul":
            *first, last = items
            out.append(
                format_html(
                    "<ul>{}<li>{}{}</li></ul>",
                    format_html_join("", "<li>{}</li>", [(i,) for i in first]),
                    last,
                    tail,
                )
            )
        else:
            out.append(format_html("<p>{}{}</p>", items[0], tail))
    return mark_safe("\n".join(out))  # noqa: S308
