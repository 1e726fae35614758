"""Publish a practice into the graph and keep its text as a version, take it down, record an adoption."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.dates import PartialDate
from core.figures.operations import save_figure
from core.models import Figure, Record
from core.records.changes import count_change
from core.records.editions import original_of, register_editions, take_editions_down
from core.records.kinds import Kind, Verb
from core.records.operations import Edge, register_record, set_relations, touch
from core.sources.operations import cite
from knowledge.models import Adoption, DraftFigure, LibraryPage, PracticePage, PracticeVersion
from knowledge.models.figure import faults_of_figures, keys_made
from knowledge.permissions import can_withdraw_version
from knowledge.versions import published_version, versions_of
from knowledge.versions.changes import changes_between
from knowledge.versions.content import content_of, digest_of
from members.models import Country, Institution


@transaction.atomic
def record_practice(*, page: PracticePage, by: Any, key: str = "", listed_at: datetime | None = None) -> Record:
    """Bring the graph up to date with the live editions of a practice; call it whenever one goes live.

    Titles and addresses come from every live edition; relations and sources from the original. A text that differs
    from its last version is kept as the next one. Raises ``ValidationError`` where the original names no source.
    """
    record = register_editions(page=page, key=key or f"practice-{page.slug}", by=by, listed_at=listed_at)
    original = original_of(page)
    if original is not None:
        _relate(record, original, by)
        cited = [row.source.record.key for row in original.practice_sources.select_related("source__record")]
        cite(record=record, source_keys=cited, by=by)
        make_figures(page=original, record=record, by=by)
    keep_version(page=page, by=by)
    return record


@transaction.atomic
def make_figures(*, page: PracticePage, record: Record, by: Any) -> None:
    """Make records of the figures that were given with a draft, each once, and let their rows go.

    Raises ``ValidationError`` where one lacks what every figure has.
    """
    rows = list(page.draft_figures.select_related("source__record"))
    if not rows:
        return
    if faults := faults_of_figures(rows):
        raise ValidationError(faults)
    made = keys_made(rows)
    last = Figure.objects.filter(subject=record).aggregate(last=Max("position"))["last"] or 0
    for place, row in enumerate((row for row in rows if row.key not in made), start=last + 1):
        stated = {name: getattr(row, name) for name in ("measure", "stated", "low", "high", "unit", "role", "as_of")}
        figure = save_figure(key=row.key, subject=record, position=place, by=by, **stated)
        cite(record=figure.record, source_keys=[row.source.record.key] if row.source else [], by=by)
    DraftFigure.objects.filter(page=page).delete()


@transaction.atomic
def keep_version(*, page: PracticePage, by: Any) -> PracticeVersion | None:
    """Keep the text of a live edition as its next version; nothing where it is the last one already.

    A text whose version was withdrawn is a new one when it is published again.
    """
    original = original_of(page)
    if not page.live or page.record is None or original is None:
        return None
    # Two publications of one moment would both take the next number.
    Record.objects.select_for_update().get(pk=page.record.pk)
    last = versions_of(page).first()
    content = content_of(page, original)
    digest = digest_of(content)
    if last is not None and last.withdrawn_on is None and last.digest == digest:
        return None
    count_change(page.record)
    return PracticeVersion.objects.create(
        record=page.record,
        language=page.locale.language_code,
        number=last.number + 1 if last is not None else 1,
        published_at=page.last_published_at or timezone.now(),
        digest=digest,
        content=content,
        changes=_changes(versions_of(page), content),
    )


def _changes(before: Any, content: dict[str, Any]) -> dict[str, Any]:
    """Return what parts a version from the last one before it that still can be read."""
    last = before.filter(withdrawn_on__isnull=True).first()
    return changes_between(last.content if last is not None else None, content)


@transaction.atomic
def withdraw_version(*, version: PracticeVersion, on: date, reason: str, by: Any) -> None:
    """Take an earlier version of a practice from the readers: its page then says when and why.

    Its number is not given again, and the log keeps who did it. What the next version changed is told anew, against
    the last one that still can be read. Raises ``PermissionDenied``, and ``ValidationError`` where no reason is given,
    the day lies ahead or before the version, it was withdrawn already, or it is the one that readers see now.
    """
    if not can_withdraw_version(by, version):
        raise PermissionDenied
    # Who publishes the same text at this moment makes a new version of it, or this one is the one that readers see.
    Record.objects.select_for_update().get(pk=version.record_id)
    version.refresh_from_db(fields=["withdrawn_on"])
    if version.withdrawn_on:
        raise ValidationError(_("This was withdrawn already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the version is withdrawn; readers see it at its address.")})
    if not timezone.localtime(version.published_at).date() <= on <= timezone.localdate():
        raise ValidationError({"on": _("Write a day from that of the version to today.")})
    editions = PracticePage.objects.live().filter(record=version.record, locale__language_code=version.language)
    if any(published_version(page) == version for page in editions.select_related("locale")):
        raise ValidationError(_("Readers see this text now. Publish the corrected text first, then withdraw this one."))
    version.withdrawn_on, version.withdrawn_reason = on, reason
    version.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    _tell_changes_anew(version)
    touch(record=version.record, by=by)
    data = {"language": version.language, "number": version.number, "on": on.isoformat(), "reason": reason}
    log(instance=version.record, action="knowledge.withdraw_version", user=by, title=version.record.key, data=data)


def _tell_changes_anew(withdrawn: PracticeVersion) -> None:
    versions = PracticeVersion.objects.filter(record=withdrawn.record, language=withdrawn.language)
    following = versions.filter(number__gt=withdrawn.number, withdrawn_on__isnull=True).order_by("number").first()
    if following is not None:
        before = versions.filter(number__lt=following.number).order_by("-number")
        following.changes = _changes(before, following.content)
        following.save(update_fields=["changes"])


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
