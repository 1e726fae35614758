"""Facts that a file names in words: taken where they say one thing alone, left otherwise."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from core.forms.dates import read_partial_date
from core.models import Label, Title
from core.records.kinds import Kind
from knowledge.desk.word.export import facts_of
from knowledge.desk.word.outline import folded, is_guidance
from knowledge.models import PracticePage
from members.models import Institution, Programme

PARTING = re.compile(r"[,;،\n]")


def take_facts(page: PracticePage, told: dict[str, str], user: Any) -> tuple[list[str], dict[str, str]]:
    """Fill the empty facts of an original from words; return which were filled, and what is left.

    What ``user`` reads in a file of the draft is known, and not left. A date is taken as it is written; an institution,
    a programme and topics only by their exact names.
    """
    shown = facts_of(page, user)
    left = {fact: words for fact, words in told.items() if not _is_known(words, shown.get(fact, ""))}
    taken = []
    for fact, take in _TAKERS.items():
        if left.get(fact):
            rest = take(page, left[fact])
            if rest != left[fact]:
                taken.append(fact)
            left[fact] = rest
    return taken, {fact: words for fact, words in left.items() if words}


def _is_known(words: str, shown: str) -> bool:
    """Whether words say that nothing is known, or what stands there already."""
    return is_guidance(words) or folded(words) == folded(shown)


def _take_date(page: PracticePage, words: str) -> str:
    if page.started.earliest or page.started.latest or page.started.words:
        return words
    try:
        page.started = read_partial_date(words)
    except ValidationError:
        return words
    return ""


def _take_institution(page: PracticePage, words: str) -> str:
    offered = Institution.objects.filter(country=page.country)
    found = _named(offered, Kind.INSTITUTION, words) if page.institution is None else None
    page.institution = found or page.institution
    return "" if found is not None else words


def _take_programme(page: PracticePage, words: str) -> str:
    offered = Programme.objects.filter(institution__country=page.country)
    found = _named(offered, Kind.PROGRAMME, words) if page.programme is None else None
    page.programme = found or page.programme
    return "" if found is not None else words


def _named(offered: Any, kind: str, words: str) -> Any:
    """Return the one row that has this name in some language; nothing where none has, or several have."""
    records = offered.values("record")
    titles = Title.objects.filter(kind=kind, record__in=records).values_list("record", "text")
    found = {record for record, text in titles if folded(text) == folded(words)}
    return offered.get(record=found.pop()) if len(found) == 1 else None


def _take_topics(page: PracticePage, words: str) -> str:
    if page.topics.all():
        return words
    labels = Label.objects.filter(concept__scheme=Kind.TOPIC).select_related("concept")
    by_name = {folded(label.text): label.concept for label in labels}
    named = [part.strip() for part in PARTING.split(words) if part.strip()]
    page.topics = list({topic.pk: topic for name in named if (topic := by_name.get(folded(name)))}.values())
    return ", ".join(name for name in named if folded(name) not in by_name)


_TAKERS = {
    "started": _take_date,
    "institution": _take_institution,
    "programme": _take_programme,
    "topics": _take_topics,
}
