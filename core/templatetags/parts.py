"""The parts a page is made of: icons, glyphs, sections, notices, panels."""

from __future__ import annotations

import decimal
import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext

from .dates import locale_for
from .texts import language_attributes, language_of, words_of
from .texts import text as print_text

register = template.Library()

#: Icons that point along the line and turn with its direction.
DIRECTED = frozenset({"next", "prev", "out"})
NOTE_ICONS = {"info": "info", "good": "ok", "warn": "alert", "stop": "alert"}


def get(item: Any, name: str, default: Any = None) -> Any:
    """Return a value of a mapping or an object: components take both."""
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


#: What every component may see beside its own arguments.
FRAME = ("ui", "reader", "request", "references")


@register.simple_tag(takes_context=True)
def part(context: Context, name: str, **arguments: Any) -> SafeString:
    """Print ``components/<name>.html`` with these arguments and nothing else of the page's context.

    An ``include`` would also see the page's own ``title``, ``kind`` or ``sources`` where an argument is left out.
    """
    shared = {key: context[key] for key in FRAME if key in context}
    if context.template is None:
        raise ValueError("Components are printed by templates.")
    component = context.template.engine.get_template(f"components/{name}.html")
    return component.render(context.new({**shared, **arguments}))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Print an icon. It decorates: words stand beside it."""
    return _icon(name, _sprite(settings.STATIC_URL))


@lru_cache(maxsize=10)
def _sprite(place: str) -> str:
    """Return the address of the drawings: a page prints forty, and to ask the storage for each takes time."""
    return static("img/sprite.svg")


@lru_cache(maxsize=200)
def _icon(name: str, sprite: str) -> SafeString:
    turning = " ico--dir" if name in DIRECTED else ""
    return format_html(
        '<svg class="ico{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>', turning, sprite, name
    )


@register.simple_tag
def glyph(name: str, label: str = "") -> SafeString:
    """Print a glyph of state: none, half, full, step, ring. ``label`` is read out where no word stands beside it."""
    drawing = format_html(
        '<svg class="g" aria-hidden="true" focusable="false"><use href="{}#g-{}"/></svg>',
        _sprite(settings.STATIC_URL),
        name,
    )
    return format_html('{}<span class="vh">{}</span>', drawing, label) if label else drawing


@register.inclusion_tag("components/mark.html")
def mark() -> dict[str, Any]:
    """Print the mark: an octagon with its door open."""
    return {}


@register.filter
def count(value: float | decimal.Decimal | None) -> str:
    """Return a number with the grouping of the page's language."""
    return "" if value is None else _grouped(value, get_language() or "en")


@lru_cache(maxsize=10_000)
def _grouped(value: float | decimal.Decimal, language: str) -> str:
    """A page of a list prints a hundred numbers."""
    return str(format_decimal(value, locale=locale_for(language)))


@register.simple_tag
def address_of(name: str, default: str = "") -> str:
    """Return the address of a named view, or ``default`` where there is none; {% url %} would raise."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return default


@register.simple_tag
def page_window(page: Page[Any]) -> list[int | str]:
    """Return the page numbers to show, with an ellipsis for each gap."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, parameter: str = "page") -> str:
    """Return the address of another page of this list, with its filters kept; the first page needs no number."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query.pop(parameter, None)
    if number > 1:
        query[parameter] = str(number)
    path = request.path if request is not None else ""
    return f"{path}?{query.urlencode()}" if query else path or "?"


@register.filter
def any_selected(options: Iterable[Any]) -> bool:
    """Whether one of a facet's options is chosen."""
    return any(get(option, "selected") for option in options)


@register.simple_tag(takes_context=True)
def ticks(context: Context, name: str, options: Iterable[Any]) -> SafeString:
    """Print the values of a filter, each with what it would bring.

    A tag and no template, because a list prints a hundred of them.
    """
    return mark_safe("".join(_tick(context, html.escape(name), option) for option in options))  # noqa: S308


def _tick(context: Context, name: str, option: Any) -> str:
    label, number = get(option, "label"), get(option, "count")
    state = " checked" if get(option, "selected") else " disabled" if number == 0 else ""
    where = language_attributes(context, language_of(label))
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{html.escape(get(option, "value"))}"{state}>'
        f'<span{where}>{conditional_escape(words_of(label))}</span><span class="num">{count(number)}</span></label>'
    )


@register.simple_tag(takes_context=True)
def choice(context: Context, value: str, title: Any) -> SafeString:
    """Print the box by which a practice is put beside others. A tag and no template: see ``ticks``."""
    word, named = pgettext("readers", "Compare"), print_text(context, title)
    return format_html(
        '<label class="choice"><input type="checkbox" name="p" value="{}" form="compare">'
        '<span>{}<span class="vh">: {}</span></span></label>',
        value,
        word,
        named,
    )


def _heading(context: Context, title: Any, anchor: str, level: int, class_: str) -> SafeString:
    return print_text(context, title, tag=f"h{level}", class_=class_, id_=anchor)


@register.simple_block_tag(takes_context=True)
def row(
    context: Context,
    content: str,
    anchor: str,
    title: Any,
    level: int = 2,
    tight: bool = False,
    sect: bool = False,
    more: str = "",
    more_url: str = "",
    **attributes: str,
) -> SafeString:
    """Open a section whose side-head stands in the margin."""
    classes = ["row"] + ["row--tight"] * bool(tight) + ["sect"] * bool(sect) + attributes.get("class", "").split()
    link = format_html('<p class="more"><a href="{}">{}</a></p>', more_url, more) if more_url else ""
    return format_html(
        '<section class="{}" aria-labelledby="{}"><div class="m">{}{}</div>{}</section>',
        " ".join(classes),
        anchor,
        _heading(context, title, anchor, level, "" if sect else "side-h"),
        link,
        SafeString(content),
    )


@register.simple_block_tag(takes_context=True)
def inset(
    context: Context,
    content: str,
    anchor: str,
    title: Any,
    level: int = 2,
    wide: bool = False,
    tight: bool = False,
    **attributes: str,
) -> SafeString:
    """Open a section whose heading stands in the text column, beside a contents list in the margin."""
    classes = ["row", "row--in"] + ["row--tight"] * bool(tight) + attributes.get("class", "").split()
    return format_html(
        '<section class="{}" aria-labelledby="{}"><div class="{} inset">{}{}</div></section>',
        " ".join(classes),
        anchor,
        "w" if wide else "t",
        _heading(context, title, anchor, level, ""),
        SafeString(content),
    )


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Print a notice of one idea: info, good, warn or stop."""
    class_ = "note" if kind == "info" else f"note note--{kind}"
    head = format_html("<b>{}</b>", title) if title else ""
    body = format_html("<div>{}</div>", SafeString(content)) if content.strip() else ""
    return format_html('<div class="{}">{}{}{}</div>', class_, icon(NOTE_ICONS[kind]), head, body)


@register.simple_block_tag(takes_context=True)
def panel(
    context: Context, content: str, title: Any, level: int = 2, anchor: str = "", **attributes: str
) -> SafeString:
    """Print a panel for the aside: a heavy rule, a heading, a list."""
    classes = " ".join(["facts", *attributes.get("class", "").split()])
    return format_html(
        '<div class="{}">{}{}</div>',
        classes,
        _heading(context, title, anchor, level, "facts__h"),
        SafeString(content),
    )


@register.simple_block_tag(takes_context=True)
def disclosure(context: Context, content: str, title: Any, open: bool = False) -> SafeString:  # noqa: A002
    """Print what most readers can skip, behind its title."""
    return format_html(
        '<details class="more-d"{}><summary>{}</summary><div>{}</div></details>',
        mark_safe(" open") if open else "",
        print_text(context, title),
        SafeString(content),
    )


@register.filter
def anchor(value: Any) -> str:
    """Return a title as the id of its section."""
    return slugify(str(value)) or "section"
