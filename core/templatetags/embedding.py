"""The code by which another site shows a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from .texts import words_of

register = template.Library()

WIDTH = 640


@dataclass(frozen=True)
class Embedding:
    """The address of a picture, and the line of HTML that shows it and leads to its record."""

    address: str
    code: str


@register.simple_tag
def embedded(figure: Any) -> Embedding:
    """Return how a figure is shown on another site, in the language of this page."""
    address = settings.BASE_URL + reverse("figure-picture", args=[figure.key])
    permalink = settings.BASE_URL + reverse("permalink", args=[figure.key])
    alternative = f"{words_of(figure.measure)}: {words_of(figure.stated)}"
    code = '<a href="{}"><img src="{}" alt="{}" width="{}"></a>'
    # A plain string: the page prints it as words.
    return Embedding(address, format_html(code, permalink, address, alternative, WIDTH) + "")
