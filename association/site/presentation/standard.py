"""Pages of plain text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from association.site.models import StandardPage
from association.site.presentation.frame import beside, front_page, items_of, put_in_frame, spoken
from core.models import Record
from core.records.kinds import Verb
from core.shown.questions import contradictions_about, gaps_about
from core.shown.sources import sources_of
from core.templatetags.facts import References
from core.texts.localized import LocalText


def standard_context(page: StandardPage, request: HttpRequest) -> dict[str, Any]:
    """Return the sources of the page, what it speaks of, and what is open about that."""
    language = spoken()
    context = put_in_frame(page, request) | {
        "crumbs": [front_page()],
        "standfirst": LocalText(page.standfirst, page.locale.language_code),
        "meta_description": page.standfirst,
        "references": References(),
    }
    if page.record is None:
        return context
    sources = sources_of([page.record.pk], language=language, user=request.user).get(page.record.pk, [])
    subject = _subject(page.record, request.user) if sources else None
    return context | {
        "sources": sources,
        "neighbours": items_of(beside(page.record, request.user)),
        "contradictions": contradictions_about(subject, language=language, user=request.user) if subject else [],
        "gaps": gaps_about(subject, language=language, user=request.user) if subject else [],
    }


def _subject(record: Record, user: Any) -> Record | None:
    """Return the record a sourced page is about: the first one it speaks of."""
    found = Record.objects.visible_to(user).filter(
        inverse_relations__subject=record, inverse_relations__verb=Verb.MENTIONS
    )
    return found.order_by("inverse_relations__position").first()
