"""Add a source, cite it, note where sources disagree or are silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.records.changes import count_change
from core.records.kinds import Kind, Verb
from core.records.models import Record
from core.records.operations import Edge, register_record, set_relations
from core.sources.models import Citation, Claim, Contradiction, Gap, Source


@lru_cache(maxsize=10_000)
def source_address(key: str, language: str) -> str:
    """Return the path of a source's page in ``language``."""
    with override(language):
        return reverse("source", args=[key])


@transaction.atomic
def save_source(
    *,
    key: str,
    title: str,
    language: str,
    publisher: str,
    kind: str,
    by: Any,
    titles: dict[str, str] | None = None,
    **fields: Any,
) -> Source:
    """Add or change a source; ``titles`` are its translations by language.

    ``fields`` are ``url``, ``access``, ``title_basis``, ``note`` and ``published`` (a ``PartialDate``). Raises
    ``ValidationError`` where a field does not fit.
    """
    record = register_record(
        key=key,
        kind=Kind.SOURCE,
        slug=key,
        language=language,
        titles={**(titles or {}), language: title},
        address=lambda open_language: source_address(key, open_language),
        by=by,
    )
    source = Source.objects.filter(record=record).first() or Source(record=record)
    for name, value in {
        "title": title,
        "language": language,
        "publisher": publisher,
        "kind": kind,
        **fields,
    }.items():
        setattr(source, name, value)
    source.full_clean()
    source.save()
    return source


@transaction.atomic
def cite(*, record: Record, source_keys: Sequence[str], by: Any) -> None:
    """Make these the sources of ``record``, in this order.

    Raises ``ValidationError`` where one is not known or none is given.
    """
    if not source_keys:
        raise ValidationError(_("Name at least one source: every fact has one."))
    sources = {
        source.record.key: source
        for source in Source.objects.filter(record__key__in=source_keys).select_related("record")
    }
    missing = [key for key in source_keys if key not in sources]
    if missing:
        raise ValidationError(_("There is no source “%(key)s”.") % {"key": missing[0]})
    wanted = [sources[key] for key in dict.fromkeys(source_keys)]
    before = _cited(record)
    Citation.objects.filter(record=record).exclude(source__in=wanted).delete()
    Citation.objects.bulk_create(
        [Citation(record=record, source=source, position=position) for position, source in enumerate(wanted)],
        update_conflicts=True,
        unique_fields=["record", "source"],
        update_fields=["position"],
    )
    if changed := before ^ _cited(record):
        count_change(record, *(source for source, _position in changed))


def _cited(record: Record) -> set[tuple[int, int]]:
    """Return the records of the sources of a record, each with its place."""
    return set(Citation.objects.filter(record=record).values_list("source__record_id", "position"))


@transaction.atomic
def stop_citing(*, record: Record, by: Any) -> None:
    """Take every source from a record that states no fact of its own (a page of plain text, a term)."""
    before = _cited(record)
    if before:
        Citation.objects.filter(record=record).delete()
        count_change(record, *(source for source, _position in before))


@dataclass(frozen=True)
class ClaimMade:
    """What one source says on a contested point."""

    text: str
    source_key: str


@transaction.atomic
def save_contradiction(
    *,
    key: str,
    topic: str,
    claims: Sequence[ClaimMade],
    reading: str,
    about: Iterable[str],
    by: Any,
    why: str = "",
    titles: Mapping[str, str] | None = None,
) -> Contradiction:
    """Add or change a contradiction, its claims and the records on whose pages it stands."""
    record = register_record(
        key=key,
        kind=Kind.CONTRADICTION,
        slug=key,
        language="en",
        titles={**(titles or {}), "en": topic},
        address=_permalink(key),
        by=by,
    )
    contradiction, _created = Contradiction.objects.update_or_create(
        record=record, defaults={"topic": topic, "reading": reading, "why": why}
    )
    contradiction.full_clean()
    sources = {
        source.record.key: source
        for source in Source.objects.filter(record__key__in={claim.source_key for claim in claims}).select_related(
            "record"
        )
    }
    contradiction.claims.all().delete()
    for position, claim in enumerate(claims):
        if claim.source_key not in sources:
            raise ValidationError(_("There is no source “%(key)s”.") % {"key": claim.source_key})
        Claim.objects.create(
            contradiction=contradiction, position=position, text=claim.text, source=sources[claim.source_key]
        )
    cite(record=record, source_keys=[claim.source_key for claim in claims], by=by)
    set_relations(subject=record, verb=Verb.CONCERNS, edges=[Edge(about_key) for about_key in about], by=by)
    return contradiction


@transaction.atomic
def save_gap(*, key: str, text: str, about: Iterable[str], by: Any, titles: Mapping[str, str] | None = None) -> Gap:
    """Add or change a gap and the records on whose pages it stands."""
    record = register_record(
        key=key,
        kind=Kind.GAP,
        slug=key,
        language="en",
        titles={**(titles or {}), "en": text},
        address=_permalink(key),
        by=by,
    )
    gap, _created = Gap.objects.update_or_create(record=record, defaults={"text": text})
    gap.full_clean()
    set_relations(subject=record, verb=Verb.CONCERNS, edges=[Edge(about_key) for about_key in about], by=by)
    return gap


def _permalink(key: str) -> Any:
    return lambda language: reverse("permalink", args=[key])
