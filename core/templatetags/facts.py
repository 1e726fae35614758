"""The one way in which a fact is printed: with the sources that state it, or not at all.

A page that cites puts a ``References()`` into its context as ``references``; facts take their numbers from it in the
order in which they are read, and ``components/refs.html`` prints the list at the end.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from .dates import as_partial_date, is_date, locale_for, partial_date
from .parts import get, icon
from .texts import blocks_of, language_attributes, language_of, page_language, print_blocks, words_of
from .texts import name as print_name
from .texts import text as print_text

register = template.Library()

STYLES = ("number", "mark", "line")
#: How many source signs stand beside a fact in a list; its own page names all of them.
MARKS = 3
#: The language of a plain text without one of its own.
ORIGINAL = "en"
# Where only the text of a page is taken, these part the numbers of sources from a number before them.
APART = "\u202f"
# What the sign says too.
PER_CENT = frozenset({"per cent", "percent", "%", "faiz", "yüzde"})


class FactWithoutSource(ValueError):  # noqa: N818
    """A fact was to be printed that no source states."""


@dataclass(frozen=True)
class ShownSource:
    """A source as pages show it. Any object with these attributes serves as well."""

    key: str
    title: Any
    page_url: str
    publisher: str = ""
    published: Any = None
    language: str = ""
    url: str = ""


@dataclass
class References:
    """The sources a page has cited so far, numbered in the order of their first mention."""

    _numbers: dict[Any, int] = field(default_factory=dict)
    _sources: list[Any] = field(default_factory=list)

    def number(self, source: Any) -> int:
        """Return the number of a source on this page; a new one takes the next."""
        identity = identity_of(source)
        if identity not in self._numbers:
            self._sources.append(source)
            self._numbers[identity] = len(self._sources)
        return self._numbers[identity]

    @property
    def cited(self) -> list[tuple[int, Any]]:
        """Return number and source, in order."""
        return list(enumerate(self._sources, start=1))

    def __len__(self) -> int:
        """Return how many sources were cited."""
        return len(self._sources)

    def __iter__(self) -> Any:
        """Go through number and source."""
        return iter(self.cited)


def identity_of(source: Any) -> Any:
    """Return what makes two mentions the same source: its key, or its row."""
    for name in ("key", "pk", "record_id"):
        if (value := getattr(source, name, None)) is not None:
            return value
    return id(source)


@register.filter
def rows(value: Any) -> Iterable[Any]:
    """Return what a loop can go through: rows of a manager, or the list itself."""
    found: Iterable[Any] = value.all() if hasattr(value, "all") else value or []
    return found


def listed(sources: Any) -> list[Any]:
    """Return the sources of a fact, each once: from one, a list, a manager, or rows that point at a source."""
    if not sources:
        return []
    if not hasattr(sources, "all") and not isinstance(sources, Iterable):
        sources = [sources]
    found: dict[Any, Any] = {}
    for row in rows(sources):
        source = getattr(row, "source", row)
        found.setdefault(identity_of(source), source)
    return list(found.values())


def required(sources: Any, value: Any) -> list[Any]:
    """Return the sources of a fact; raise where there are none."""
    if found := listed(sources):
        return found
    raise FactWithoutSource(f"No source states “{words_of(value)}”.")


def page_of(source: Any) -> str:
    """Return the address of a source's page on this site."""
    if page := getattr(source, "page_url", ""):
        return str(page)
    return str(source.get_absolute_url()) if hasattr(source, "get_absolute_url") else ""


def _numbers(references: References, sources: list[Any]) -> SafeString:
    links = [
        (number, gettext("Source %(number)s") % {"number": number}, number)
        for number in sorted({references.number(source) for source in sources})
    ]
    return format_html(
        '<sup class="cites">{}{}</sup>',
        APART,
        format_html_join(" ", '<a class="ref" href="#source-{}" aria-label="{}">{}</a>', links),
    )


def _marks(sources: list[Any]) -> SafeString:
    named = tuple((page_of(source), words_of(source.title)) for source in sources[:MARKS])
    return _marked(named, icon("source"), get_language())


@lru_cache(maxsize=5_000)
def _marked(named: tuple[tuple[str, str], ...], sign: SafeString, spoken: str | None) -> SafeString:
    """``spoken`` is the language of what is translated. A list prints the same few sources again and again."""
    links = [(page, gettext("Source: %(title)s") % {"title": title}, sign) for page, title in named]
    return format_html(
        '<span class="cites">{}</span>',
        format_html_join("", '<a class="src" href="{}" aria-label="{}">{}</a>', links),
    )


def _line(context: Context, sources: list[Any]) -> SafeString:
    word = ngettext("Source:", "Sources:", len(sources))
    links = [(page_of(source), source_title(context, source)) for source in sources]
    return format_html('<span class="srcline">{} {}</span>', word, format_html_join("; ", '<a href="{}">{}</a>', links))


def source_title(context: Context, source: Any) -> SafeString:
    """Return a source's title in its own language."""
    language = language_of(source.title) or getattr(source, "language", None)
    return print_name(context, source.title, language=language)


def citation(context: Context, sources: list[Any], style: str = "") -> SafeString:
    """Return what points from a fact to its sources, in one of three styles."""
    references = context.get("references")
    style = style or ("number" if references is not None else "mark")
    if style not in STYLES:
        raise ValueError(f"“{style}” is no style of citing: {', '.join(STYLES)}.")
    if style == "number" and references is not None:
        return _numbers(references, sources)
    return _line(context, sources) if style == "line" else _marks(sources)


def printed(context: Context, value: Any, *, short: bool = False) -> SafeString:
    """Return the value itself: a date, a number, a text in its language."""
    if is_date(value):
        return partial_date(context, value, short=short)
    if isinstance(value, int | decimal.Decimal) and not isinstance(value, bool):
        number = format_decimal(value, locale=locale_for(page_language(context)))
        return format_html('<span class="num">{}</span>', number)
    return print_text(context, value)


def _is_unknown(value: Any) -> bool:
    if is_date(value):
        return not as_partial_date(value)
    return value is None or words_of(value) == ""


@register.simple_tag(takes_context=True)
def fact(
    context: Context,
    value: Any,
    sources: Any = None,
    style: str = "",
    short: bool = False,
    url: str = "",
    unit: str = "",
) -> SafeString:
    """Print a fact and what leads to its sources; raise ``FactWithoutSource`` where nothing states it.

    What is not known prints as "not stated" and needs no source.
    """
    if _is_unknown(value):
        return format_html('<span class="ns">{}</span>', gettext("not stated"))
    found = required(sources, value)
    body = printed(context, value, short=short)
    if unit:
        body = format_html("{} {}", body, unit)
    if url:
        body = format_html('<a href="{}">{}</a>', url, body)
    return format_html('<span class="fact">{}{}</span>', body, citation(context, found, style))


@register.simple_tag(takes_context=True)
def cite(context: Context, sources: Any, style: str = "") -> SafeString:
    """Print only what leads to the sources; raise where there are none."""
    return citation(context, required(sources, gettext("this sentence")), style)


@register.simple_tag(takes_context=True)
def paragraphs(context: Context, value: Any, sources: Any = None, cited: bool = False, **attributes: str) -> SafeString:
    """Print a long text as paragraphs and lists, with its sources after the last sentence.

    ``cited=True`` raises without a source even where ``sources`` is not given.
    """
    blocks = blocks_of(words_of(value))
    if not blocks:
        return mark_safe("")
    found = required(sources, value) if cited or sources is not None else []
    after = citation(context, found) if found else ""
    where = language_attributes(context, language_of(value))
    return format_html(
        '<div class="{}"{}>{}</div>', attributes.get("class", "prose"), where, print_blocks(blocks, after)
    )


@register.simple_tag(takes_context=True)
def shown_value(context: Context, item: Any) -> SafeString:
    """Print a value of a list of facts: with ``sources`` as a fact, without as a link to a neighbour of our own."""
    value, url = get(item, "value"), get(item, "url", "") or ""
    if (sources := get(item, "sources")) is not None:
        return fact(context, value, sources=sources, url=url)
    body = printed(context, value)
    return format_html('<a href="{}">{}</a>', url, body) if url else body


def told_unit(figure: Any, language: str) -> Any:
    """Return the unit; nothing where what is counted or the words of the source name it already."""
    unit = words_of(getattr(figure, "unit", ""))
    is_foreign = language_of(figure.unit) is None and language != ORIGINAL
    told = f"{words_of(figure.measure)} {words_of(figure.stated)}".casefold()
    is_told = unit.casefold() in told or ("%" in words_of(figure.stated) and unit.casefold() in PER_CENT)
    return "" if not unit or is_foreign or is_told else figure.unit


@register.simple_tag(takes_context=True)
def unit_of(context: Context, figure: Any) -> SafeString:
    """Print the unit, unless what is counted or the words of the source name it already."""
    unit = told_unit(figure, page_language(context))
    return format_html(" <small>{}</small>", print_text(context, unit)) if unit else mark_safe("")


@register.simple_tag(takes_context=True)
def references(context: Context) -> list[tuple[int, Any]]:
    """Return number and source of everything cited so far on this page."""
    collected = context.get("references")
    return [] if collected is None else list(collected.cited)


@register.simple_tag(takes_context=True)
def source_line(context: Context, source: Any) -> SafeString:
    """Print a source as one line: title, publisher, date; the title leads to its page, paper names its own address."""
    title = source_title(context, source)
    page, url = page_of(source), getattr(source, "url", "")
    printed_as = format_html(' data-url="{}"', url) if url else ""
    head = format_html('<a href="{}"{}>{}</a>', page, printed_as, title) if page else title
    rest = []
    if publisher := getattr(source, "publisher", ""):
        rest.append(print_name(context, publisher))
    published = as_partial_date(getattr(source, "published", None))
    rest.append(partial_date(context, published) if published else conditional_escape(gettext("no date")))
    return format_html("{}. {}.", head, format_html_join(", ", "{}", [(part,) for part in rest]))
