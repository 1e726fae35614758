"""What only paper needs: drawings with their colours in them, and words for who does not see them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .graphics import FigureGroup, shapes_of
from .texts import words_of

register = template.Library()

# A sheet of styles does not reach into drawings there. As in ``static/css/tokens.css``.
INK, BAR, BAR_BEFORE = "#12211f", "#2f6f72", "#b9cbc6"
_DRAWN = {
    "b0": f'fill="{BAR_BEFORE}"',
    "b1": f'fill="{BAR}"',
    "bt": f'fill="none" stroke="{BAR}" stroke-width=".8"',
    "open": f'fill="none" stroke="{BAR}" stroke-width="1.2" stroke-dasharray="1.5 1.5"',
    **dict.fromkeys(
        ("b0 maybe", "b1 maybe", "bt maybe"), f'fill="none" stroke="{BAR}" stroke-width=".5" stroke-dasharray="2 1.5"'
    ),
}


@register.simple_tag
def printed_bar(figure: Any, group: FigureGroup) -> SafeString:
    """Draw a figure against the largest of its group; its alternative is the figure in words."""
    shapes = shapes_of(figure, group.top) if group.is_comparable else []
    if not shapes:
        return mark_safe("")
    drawn = "".join(shapes)
    for names, colours in _DRAWN.items():
        drawn = drawn.replace(f'class="{names}"', colours)
    words = f"{words_of(figure.measure)}: {words_of(figure.stated)}"
    return format_html(
        '<div class="bars"><svg viewBox="0 0 105 16" preserveAspectRatio="none" width="40mm" height="4mm">'
        '<title>{}</title>{}<path d="M0 0V16" fill="none" stroke="{}" stroke-width=".6"/></svg></div>',
        words,
        mark_safe(drawn),  # noqa: S308
        INK,
    )
