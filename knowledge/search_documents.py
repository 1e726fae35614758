"""What practices give to search."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth.models import AnonymousUser

from core.models import Figure, Record
from core.records.kinds import Kind
from knowledge.models import PracticePage
from knowledge.models.practice import SECTIONS
from search.building import Beginning, Prose, beginnings, document_of, plain_text
from search.documents import SearchDocument
from search.registry import register_documents


@register_documents(Kind.PRACTICE)
def practice_documents(record_ids: list[int]) -> dict[int, SearchDocument]:
    """Return the documents of practices: every live edition, and what is counted in their figures."""
    begun = beginnings(record_ids)
    editions: dict[int, list[PracticePage]] = defaultdict(list)
    for page in PracticePage.objects.live().filter(record__in=list(begun)).select_related("locale"):
        editions[page.record_id].append(page)
    counted = _counted(list(editions))
    return {pk: _practice(begun[pk], pages, counted[pk]) for pk, pages in editions.items()}


def _counted(record_ids: list[int]) -> dict[int, list[str]]:
    """Return the figures that everybody may see, by the practice they are of."""
    found: dict[int, list[str]] = defaultdict(list)
    public = Record.objects.stated_to(AnonymousUser())
    rows = Figure.objects.filter(subject__in=record_ids, record__in=public).order_by("position", "pk")
    for pk, stated, measure in rows.values_list("subject_id", "stated", "measure"):
        found[pk].append(f"{measure}: {stated}")
    return found


def _practice(beginning: Beginning, pages: list[PracticePage], figures: list[str]) -> SearchDocument:
    language = beginning.record.language
    # Where it is not published, its facts are told nobody, and so they lead to nothing.
    told = next((page for page in pages if page.locale.language_code == language), None)
    prose = {
        page.locale.language_code: Prose(
            title=page.title,
            summary=page.summary,
            body=plain_text(*(getattr(page, name) for name in SECTIONS)),
            counted=tuple(figures) if page is told else (),
        )
        for page in pages
    }
    return document_of(beginning, prose, dated=(told or PracticePage()).started, languages=sorted(prose))
