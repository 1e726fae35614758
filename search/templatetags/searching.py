"""Hits and their marked texts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template import Context, Engine, Template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.records.kinds import Kind
from core.templatetags.texts import language_name
from search.api import as_html
from search.highlighting import Piece
from search.presentation import ShownHit, languages_of

register = template.Library()


@register.simple_tag
def pieces(marked: Iterable[Piece]) -> SafeString:
    """Print a text with what was asked for in ``mark`` elements."""
    return mark_safe(as_html(marked))  # noqa: S308  (escaped piece by piece)


@register.simple_tag(takes_context=True)
def hit(context: Context, hit: ShownHit) -> SafeString:
    """Print a record that was found, by the template of its kind where it has one of its own."""
    if context.template is None:
        raise ValueError("Hits are printed by templates.")
    record = hit.record
    own, spoken = record.language, get_language()
    shown = {
        "hit": hit,
        "record": record,
        # In a list of one kind the first of them stands in the margin, where others say what the record is.
        "countries": hit.countries[1:] if context.get("is_of_one_kind") else hit.countries,
        "elsewhere": _found_in(record.excerpt_language) if record.excerpt_language != own else "",
        "written_in": _written_in(own) if own != spoken else "",
        # What can be put beside others of its kind.
        "choice": record.title_row.record.slug if record.title_row.kind == Kind.PRACTICE else "",
        "languages": languages_of(record.languages) if len(record.languages) > 1 else "",
    }
    with context.push(**shown):
        return _template_of(context.template.engine, record.title_row.kind).render(context)


def _found_in(language: str) -> str:
    return _("Found in the text in %(language)s") % {"language": language_name(language)}


def _written_in(language: str) -> str:
    return _("Written in %(language)s") % {"language": language_name(language)}


@lru_cache(maxsize=100)
def _template_of(engine: Engine, kind: str) -> Template:
    """Return the template for records of a kind. To find out that there is none of its own takes time."""
    return engine.select_template([f"search/hits/{kind}.html", "search/hits/record.html"])
