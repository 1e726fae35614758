"""Prints a piece of template as a page in a language would."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.template import Context, Template

LIBRARIES = "{% load dates facts graphics i18n parts texts %}"


def printed(template: str, *, language: str = "en", direction: str = "ltr", **context: Any) -> str:
    """Return what ``template`` prints on a page of this language and direction."""
    ui = SimpleNamespace(language=language, direction=direction)
    return Template(LIBRARIES + template).render(Context({"ui": ui, **context}))
