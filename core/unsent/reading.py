"""What was typed, to be read and copied: as lines of text, whatever form the editor had given it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a form that lacks its token was sent from a page of this site, as the browser says."""
    given = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(given).netloc == request.get_host()


def lines_of(words: Mapping[str, list[str]], *, only_long: bool = False) -> list[str]:
    """Return what somebody typed, without numbers; the editor's forms hold much that is no text: ``only_long``."""
    found = [_text_of(text).strip() for values in words.values() for text in values]
    return [text for text in found if _is_long(text) or not (only_long or text.isdigit() or not text)]


def _is_long(text: str) -> bool:
    return " " in text or "\n" in text or not text.isascii()


def _text_of(value: str) -> str:
    """Return the words of a text of Wagtail's editor, which is written as JSON; of anything else, what it is."""
    try:
        blocks: Any = json.loads(value)["blocks"]
        return "\n".join(str(block["text"]) for block in blocks)
    except (ValueError, TypeError, KeyError):
        return value
