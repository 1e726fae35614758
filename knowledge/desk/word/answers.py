"""Word files as answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header

from core.review.models import Manuscript
from knowledge.desk.texts import draft_of
from knowledge.desk.word.export import WORD, draft_as_word


def draft_answer(found: Manuscript, user: Any) -> HttpResponse:
    """Give the text of a manuscript as a Word file, with what ``user`` may know of it."""
    page = draft_of(found)
    return word_answer(draft_as_word(page, found, user=user), f"{page.slug or 'draft'}-{page.locale.language_code}")


def word_answer(content: bytes, name: str) -> HttpResponse:
    """Give a Word file that nobody keeps on the way and no search finds."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.docx") or ""
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response
