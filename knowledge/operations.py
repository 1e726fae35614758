"""Publish a practice into the graph, withdraw it, record an adoption."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.models import Record
from core.records.editions import original_of, register_editions, take_editions_down
from core.records.kinds import Kind, Verb
from core.records.operations import Edge, register_record, set_relations, touch
from core.sources.operations import cite
from knowledge.models import Adoption, LibraryPage, PracticePage
from members.models import Country, Institution


@transaction.atomic
def record_practice(*, page: PracticePage, by: Any, key: str = "", listed_at: datetime | None = None) -> Record:
    """Bring the graph up to date with the live editions of a practice; call it whenever one goes live.

    Titles and addresses come from every live edition; relations and sources from the original. Raises
    ``ValidationError`` where that names no source.
    """
    record = register_editions(page=page, key=key or f"practice-{page.slug}", by=by, listed_at=listed_at)
    original = original_of(page)
    if original is not None:
        _relate(record, original, by)
        cited = [row.source.record.key for row in original.practice_sources.select_related("source__record")]
        cite(record=record, source_keys=cited, by=by)
    return record


def _relate(record: Record, page: PracticePage, by: Any) -> None:
    deduced = page.goals_basis == "evident"
    edges = {
        Verb.IN_COUNTRY: _edges(page.country),
        Verb.RUN_BY: _edges(page.institution),
        Verb.PART_OF: _edges(page.programme),
        Verb.ABOUT: _edges(*page.topics.select_related("record").order_by("record_id")),
        Verb.SERVES: _edges(*page.service_types.select_related("record").order_by("record_id")),
        Verb.ADVANCES: _edges(*page.goals.select_related("record").order_by("record_id"), deduced=deduced),
    }
    for verb, wanted in edges.items():
        set_relations(subject=record, verb=verb, edges=wanted, by=by)


def _edges(*rows: Any, deduced: bool = False) -> list[Edge]:
    return [Edge(row.record.key, is_deduced=deduced) for row in rows if row is not None]


@transaction.atomic
def take_practice_down(*, page: PracticePage, by: Any) -> None:
    """Hide the practice where no edition is live any more; otherwise bring its titles up to date."""
    take_editions_down(page=page, by=by, record_again=record_practice)


def record_library(*, page: LibraryPage, by: Any) -> Record:
    """Bring the record of the library's page up to date."""
    return register_editions(page=page, key="page-library", by=by)


def take_library_down(*, page: LibraryPage, by: Any) -> None:
    """Hide the library where no edition is live any more."""
    take_editions_down(page=page, by=by, record_again=record_library)


@transaction.atomic
def save_adoption(
    *,
    key: str,
    original_key: str,
    adopter: str,
    source_keys: Sequence[str],
    by: Any,
    institution_key: str = "",
    adopted_as: Sequence[str] = (),
    adopted: PartialDate | None = None,
    note: str = "",
) -> Adoption:
    """Record that the country ``adopter`` took up a practice, as these practices or centres of its own.

    Raises ``ValidationError`` where the practice, the country, the institution or a source is not known.
    """
    original = Record.objects.filter(key=original_key, kind=Kind.PRACTICE).first()
    if original is None:
        raise ValidationError({"original": _("There is no practice “%(key)s”.") % {"key": original_key}})
    country = Country.objects.filter(iso2=adopter).first()
    if country is None:
        raise ValidationError({"adopter": _("There is no country “%(code)s”.") % {"code": adopter}})
    record = register_record(
        key=key,
        kind=Kind.ADOPTION,
        slug=key.lower(),
        language="en",
        titles=_adoption_titles(country.record, original),
        address=lambda language: reverse("permalink", args=[key]),
        by=by,
    )
    adoption = Adoption.objects.filter(record=record).first() or Adoption(record=record)
    adoption.original, adoption.adopter, adoption.note = original, country, note
    adoption.institution = _institution(institution_key)
    adoption.adopted = adopted or PartialDate()
    adoption.full_clean()
    adoption.save()
    _relate_adoption(adoption, adopted_as, by)
    cite(record=record, source_keys=source_keys, by=by)
    return adoption


def _adoption_titles(country: Record, original: Record) -> dict[str, str]:
    """Return "country: practice" in every language in which both have a name; in English always."""
    names, practices = ({row.language: row for row in record.titles.all()} for record in (country, original))
    return {
        language: f"{name.text}: {practices[language].text}"
        for language, name in names.items()
        if language == "en" or (name.text_language == practices[language].text_language == language)
    }


def _institution(key: str) -> Institution | None:
    if not key:
        return None
    found = Institution.objects.filter(record__key=key).first()
    if found is None:
        raise ValidationError({"institution": _("There is no institution “%(key)s”.") % {"key": key}})
    return found


def _relate_adoption(adoption: Adoption, adopted_as: Sequence[str], by: Any) -> None:
    """Join the adoption to its practice and country, and the practices it became to the one they adapt."""
    record = adoption.record
    before = set(record.relations.filter(verb=Verb.ADOPTED_AS).values_list("object__key", flat=True))
    set_relations(subject=record, verb=Verb.ORIGINAL, edges=[Edge(adoption.original.key)], by=by)
    adopters = [Edge(adoption.adopter.record.key)]
    if adoption.institution is not None:
        adopters.append(Edge(adoption.institution.record.key))
    set_relations(subject=record, verb=Verb.ADOPTED_BY, edges=adopters, by=by)
    set_relations(subject=record, verb=Verb.ADOPTED_AS, edges=[Edge(key) for key in adopted_as], by=by)
    for practice in Record.objects.filter(key__in={*before, *adopted_as}, kind=Kind.PRACTICE):
        _relate_adapted(practice, by)
    touch(record=adoption.original, by=by)


def _relate_adapted(practice: Record, by: Any) -> None:
    """Join a practice to every practice that it was adopted from."""
    adoptions = Adoption.objects.filter(
        record__relations__verb=Verb.ADOPTED_AS, record__relations__object=practice
    ).select_related("original")
    edges = [Edge(adoption.original.key, since=adoption.adopted) for adoption in adoptions.order_by("record")]
    set_relations(subject=practice, verb=Verb.ADAPTS, edges=edges, by=by)
