"""Every point on which sources disagree, and everything that none of them says."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.downloads import downloads_at
from core.generations.noting import shows_kinds
from core.records.kinds import Kind, Verb
from core.records.listing import page_at
from core.records.models import Record, Relation, Title
from core.records.neighbours import titles_of
from core.records.places import QUESTION_PAGES, QUESTIONS_ON_A_PAGE
from core.records.reading import Reading, spoken_language
from core.shown.frame import crumbs_to, is_anything_unconfirmed, link_to
from core.shown.questions import ShownContradiction, shown_contradictions
from core.sources.models import Contradiction, Gap
from core.templatetags.facts import References
from core.texts.localized import Localizer, LocalText


def open_questions_context(request: HttpRequest) -> dict[str, Any]:
    """Return the contradictions and gaps on the pages that the address asks for, each with the records concerned."""
    language = spoken_language()
    contradictions, gaps = _page(request, Kind.CONTRADICTION), _page(request, Kind.GAP)
    shown = shown_contradictions(
        Contradiction.objects.filter(record__in=list(contradictions)), language=language, user=request.user
    )
    silent = gap_texts(list(gaps), language)
    concerned = _concerned([*contradictions, *gaps], language, request.user)
    return {
        "title": _("Open questions"),
        "crumbs": crumbs_to(),
        "contradictions": {
            "page": contradictions,
            "items": [{"contradiction": found, "concerned": concerned.get(found.key)} for found in shown],
        },
        "gaps": {
            "page": gaps,
            "parameter": QUESTION_PAGES[Kind.GAP],
            "items": [{"key": key, "text": text, "concerned": concerned.get(key)} for key, text in silent],
        },
        "references": References(),
        "downloads": downloads_at(request.path, total=contradictions.paginator.count + gaps.paginator.count),
        "unconfirmed": is_anything_unconfirmed(request, Kind.CONTRADICTION, Kind.GAP),
        "meta_description": _("Where the sources of the record disagree, which reading is used, and what none says."),
        "json_ld": {"@type": "CollectionPage"},
    }


def _page(request: HttpRequest, kind: Kind) -> Page[Any]:
    shows_kinds(kind)
    records = Record.objects.stated_to(request.user).of_kind(kind).order_by("key")
    return page_at(records, QUESTIONS_ON_A_PAGE, request.GET.get(QUESTION_PAGES[kind]))


def gap_texts(records: list[Record], language: str) -> list[tuple[str, LocalText]]:
    """Return key and words of the gaps among these records: two queries."""
    rows = Gap.objects.filter(record__in=records).select_related("record").order_by("record__key")
    localizer = Localizer(language, [record.pk for record in records])
    return [(row.record.key, localizer.of(row.record_id, "text", row.text, row.record.language)) for row in rows]


def _concerned(records: list[Record], language: str, user: Any) -> dict[str, list[Any]]:
    """Return what a page says of the records that each question concerns, by its key."""
    found = concerned_by(records, language, user)
    return {key: [_("Concerns:"), *map(link_to, titles)] for key, titles in found.items()}


def concerned_by(records: list[Record], language: str, user: Any) -> dict[str, list[Title]]:
    """Return the records that each question concerns, by its key: two queries."""
    edges = list(
        Relation.objects.filter(subject__in=records, verb=Verb.CONCERNS)
        .order_by("position", "pk")
        .values_list("subject__key", "object_id")
    )
    titles = titles_of({object_id for _key, object_id in edges}, language=language, user=user)
    found: dict[str, list[Title]] = defaultdict(list)
    for key, object_id in edges:
        if title := titles.get(object_id):
            found[key].append(title)
    return {key: _with_pages(concerned) for key, concerned in found.items()}


def _with_pages(titles: list[Title]) -> list[Title]:
    """Return the records that have pages; those shown on the pages of others only where there is nothing else."""
    return [title for title in titles if not title.address.startswith("/id/")] or titles


def questions_about(reading: Reading) -> dict[str, Any]:
    """Return contradictions and gaps about the record of a page, as its reader may see them: six queries."""
    visible = Record.objects.stated_to(reading.user)
    about = {"record__relations__verb": Verb.CONCERNS, "record__relations__object": reading.record}
    contradictions: list[ShownContradiction] = shown_contradictions(
        Contradiction.objects.filter(record__in=visible, **about), language=reading.language, user=reading.user
    )
    gaps = Record.objects.filter(gap__record__in=visible).with_object(Verb.CONCERNS, reading.record.key)
    return {
        "contradictions": contradictions,
        "gaps": [text for _key, text in gap_texts(list(gaps), reading.language)],
    }
