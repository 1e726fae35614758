"""One programme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.records.reading import Reading
from core.shown.frame import crumbs_to, frame_of, standing_of
from core.shown.open_questions import questions_about
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText
from members.models import Programme
from members.presentation.institutions import own_name
from members.sections import facts_of, sections_of


def programme_context(reading: Reading) -> dict[str, Any]:
    """Return what the record says of a programme, and the sections that apps bring."""
    pk = reading.record.pk
    programme = Programme.objects.get(record=reading.record)
    sources = sources_of([pk], language=reading.language, user=reading.user).get(pk, [])
    localizer = Localizer(reading.language, [pk])
    description = localizer.of(pk, "description", programme.description, reading.record.language)
    return (
        frame_of(reading)
        | standing_of(description, reading)
        | questions_about(reading)
        | {
            "crumbs": crumbs_to((_("Institutions"), reverse("institutions"))),
            "byline": own_name(programme, reading),
            "description": description,
            "sources": sources,
            "facts": [*facts_of(reading), *_facts(programme, _begun(programme, reading, localizer), sources)],
            "sections": sections_of(reading),
            "meta_description": (description if sources else "") or programme.name,
            "json_ld": {"@type": "Service", "name": reading.title.text},
        }
    )


def _begun(programme: Programme, reading: Reading, localizer: Localizer) -> PartialDate:
    words = localizer.of(reading.record.pk, "started_words", programme.started_words, reading.record.language)
    return replace(programme.started, words=words.text)


def _facts(programme: Programme, begun: PartialDate, sources: list[ShownSource]) -> list[dict[str, Any]]:
    if not sources:
        return []
    local = LocalText(programme.name_local, programme.language_local)
    stated = [(_("Begun"), begun), *([(_("Name in its own language"), local)] if local else [])]
    return [{"term": term, "values": [{"value": value, "sources": sources}]} for term, value in stated]
