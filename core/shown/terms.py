"""The words of the trade in the languages of the record, and what is counted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.downloads import downloads_at
from core.generations.noting import shows_kinds
from core.records.kinds import Kind, Verb
from core.records.models import Record, Relation, Title
from core.records.neighbours import titles_of
from core.records.reading import spoken_language
from core.shown.frame import crumbs_to, is_anything_unconfirmed, link_to, title_of
from core.shown.sources import sources_of
from core.templatetags.facts import References
from core.texts.localized import Localizer
from core.vocabulary.models import Concept, Label, Scheme

# Terms were gathered in these; the other vocabularies have one more.
ORDER = ("en", "az", "tr", "ru", "fr", "ar", "id")


def terms_context(request: HttpRequest) -> dict[str, Any]:
    """Return terms and indicators, each with its names in every language."""
    language = spoken_language()
    concepts, titles = listed_concepts(request.user)
    ids = [concept.record_id for concept in concepts]
    sources = sources_of(ids, language=language, user=request.user)
    topics = _topics(ids, language, request.user)
    localizer = Localizer(language, ids)
    shown = [
        _shown(concept, titles[concept.record_id], localizer)
        | {"sources": sources.get(concept.record_id, []), "topics": topics[concept.record_id]}
        for concept in concepts
    ]
    return {
        "title": _("Terms in several languages"),
        "crumbs": crumbs_to(),
        "terms": [concept for concept in shown if concept["scheme"] == Scheme.TERM],
        "indicators": [concept for concept in shown if concept["scheme"] == Scheme.INDICATOR],
        "references": References(),
        "downloads": downloads_at(request.path, total=len(concepts)),
        "unconfirmed": is_anything_unconfirmed(request, Kind.TERM),
        "meta_description": _("The words of public service delivery in several languages, as sources use them."),
        "json_ld": {"@type": "DefinedTermSet"},
    }


def listed_concepts(user: Any) -> tuple[list[Any], dict[int, Title]]:
    """Return the terms and indicators that ``user`` may see, by the alphabet, and their titles: three queries."""
    shows_kinds(Kind.TERM, Kind.INDICATOR)
    visible = Record.objects.visible_to(user).of_kind(Kind.TERM, Kind.INDICATOR)
    found = list(Concept.objects.filter(record__in=visible).select_related("record").prefetch_related("labels"))
    titles = titles_of([concept.record_id for concept in found], language=spoken_language(), user=user)
    return sorted(found, key=lambda concept: titles[concept.record_id].sort_key), titles


def _topics(ids: list[int], language: str, user: Any) -> dict[int, list[dict[str, Any]]]:
    edges = list(
        Relation.objects.filter(subject__in=ids, verb=Verb.ABOUT)
        .order_by("position", "pk")
        .values_list("subject_id", "object_id")
    )
    titles = titles_of({object_id for _subject, object_id in edges}, language=language, user=user)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for subject_id, object_id in edges:
        if title := titles.get(object_id):
            found[subject_id].append(link_to(title))
    return found


def _shown(concept: Concept, title: Title, localizer: Localizer) -> dict[str, Any]:
    record = concept.record
    return {
        "scheme": concept.scheme,
        "anchor": record.slug,
        "title": title_of(title),
        "definition": localizer.of(record.pk, "definition", concept.definition, record.language),
        "unit": localizer.of(record.pk, "unit", concept.unit, record.language),
        "labels": labels_of(list(concept.labels.all())),
    }


def labels_of(labels: list[Label]) -> list[dict[str, Any]]:
    """Return the preferred name in each language, with the others beside it."""
    found: dict[str, dict[str, Any]] = {}
    for label in sorted(labels, key=lambda label: (not label.is_preferred, label.position)):
        named = found.setdefault(label.language, {"language": label.language, "text": label.text, "alternatives": []})
        if named["text"] != label.text:
            named["alternatives"].append(label.text)
    return [found[language] for language in ORDER if language in found]
