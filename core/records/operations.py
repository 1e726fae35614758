"""The verbs of the graph. Everything that writes records, titles and relations goes through here.

These operations are called by the operations of the apps, which ask first whether the actor may; ``by`` is ``None``
where the system itself acts (the loader of the record, the worker).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audience.models import HIDDEN, AudienceToken
from core.audience.providers import PUBLIC
from core.dates import PartialDate
from core.outbox.operations import enqueue
from core.records.changes import count_appearance, count_change
from core.records.collation import sort_key
from core.records.kinds import VERB_RULES
from core.records.models import Confirmation, Record, Relation, Title, WaitingRelation

AddressMaker = Callable[[str], str]
NOT_STATED = PartialDate()


@dataclass(frozen=True)
class Edge:
    """One relation as its subject states it: the key of the object and how it is known."""

    object_key: str
    is_deduced: bool = False
    since: PartialDate = NOT_STATED


@transaction.atomic
def register_record(
    *,
    key: str,
    kind: str,
    slug: str,
    language: str,
    titles: Mapping[str, str],
    address: AddressMaker,
    by: Any,
    tokens: Iterable[str] | None = None,
    listed_at: datetime | None = None,
) -> Record:
    """Make the record of ``key``, or bring its titles, addresses and audience up to date.

    ``titles`` maps language to title and holds at least ``language``; ``address`` returns the path of the record's page
    in a language. ``tokens`` is who may see it; without them a new record is for everybody, and a known one stays for
    whom it was. Raises ``ValidationError`` where the key belongs to a record of another kind or is no key, and where
    another record has the key in another case, or the last part of the address.
    """
    record = Record.objects.filter(key=key).first()
    _refuse_taken(record, key=key, kind=kind, slug=slug)
    is_new = record is None
    if record is None:
        record = _new_record(key=key, kind=kind, slug=slug, language=language, listed_at=listed_at or timezone.now())
    if record.kind != kind:
        raise ValidationError(_("The key “%(key)s” belongs to another kind of record.") % {"key": key})
    _update(record, slug=slug, language=language, listed_at=listed_at or record.listed_at)
    set_titles(record=record, titles=titles, address=address, by=by)
    if is_new:
        _add_tokens(record, {PUBLIC} if tokens is None else set(tokens))
    elif tokens is not None:
        set_audience(record=record, tokens=tokens, by=by)
    if is_new:
        _resolve_waiting(record)
    touch(record=record, by=by)
    return record


def key_is_taken(key: str) -> str:
    """Return the sentence for a key that has a record."""
    return _("The id “%(key)s” is taken. Ids are never used again, whatever their case: choose another.") % {"key": key}


def slug_is_taken(slug: str, key: str) -> str:
    """Return the sentence for the last part of an address that ``key`` has."""
    return _("“%(slug)s” is the last part of the address of “%(key)s” already: choose another.") % {
        "slug": slug,
        "key": key,
    }


def _refuse_taken(record: Record | None, *, key: str, kind: str, slug: str) -> None:
    if record is None and Record.objects.with_key(key).exists():
        raise ValidationError({"key": key_is_taken(key)})
    others = Record.objects.at_slug(kind, slug).exclude(key=key)
    if other := others.first():
        raise ValidationError({"slug": slug_is_taken(slug, other.key)})


def _new_record(**values: Any) -> Record:
    record = Record(**values)
    record.full_clean(validate_unique=False, validate_constraints=False)
    record.save()
    return record


def _update(record: Record, **values: Any) -> None:
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in changed.items():
        setattr(record, name, value)
    if changed:
        record.save(update_fields=[*changed, "changed_at"])


def set_titles(*, record: Record, titles: Mapping[str, str], address: AddressMaker, by: Any) -> None:
    """Write the title and address rows of every open language, falling back to the original, else to what there is."""
    rows = []
    for language in settings.OPEN_LANGUAGES:
        text_language = next(code for code in (language, record.language, *titles) if titles.get(code))
        text = titles[text_language][:500]
        rows.append(
            Title(
                record=record,
                kind=record.kind,
                language=language,
                text=text,
                text_language=text_language,
                address=address(language),
                sort_key=sort_key(text, language),
            )
        )
    Title.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["record", "language"],
        update_fields=["kind", "text", "text_language", "address", "sort_key"],
    )
    Title.objects.filter(record=record).exclude(language__in=settings.OPEN_LANGUAGES).delete()


def set_audience(*, record: Record, tokens: Iterable[str], by: Any) -> None:
    """Give the record exactly these tokens; none means that nobody sees it."""
    wanted = set(tokens)
    if wanted == set(AudienceToken.objects.filter(record=record).values_list("token", flat=True)):
        return
    AudienceToken.objects.filter(record=record).exclude(token__in=wanted).delete()
    _add_tokens(record, wanted)
    count_appearance(record)


def _add_tokens(record: Record, tokens: Iterable[str]) -> None:
    AudienceToken.objects.bulk_create(
        [AudienceToken(record=record, token=token) for token in sorted(tokens)], ignore_conflicts=True
    )


def hide_audience(*, record: Record, by: Any) -> None:
    """Show the record to nobody, and keep for whom it was until ``show_audience``."""
    shown = AudienceToken.objects.filter(record=record).exclude(token__startswith=HIDDEN)
    if shown.update(token=Concat(Value(HIDDEN), "token")):
        count_appearance(record)


def show_audience(*, record: Record, by: Any) -> None:
    """Show a hidden record to those it was for; leave one that is shown as it is."""
    hidden = AudienceToken.objects.filter(record=record, token__startswith=HIDDEN)
    if hidden.update(token=Substr("token", len(HIDDEN) + 1)):
        count_appearance(record)


def touch(*, record: Record, by: Any) -> None:
    """Count a change of the record and tell the outbox."""
    with transaction.atomic(savepoint=False):
        Record.objects.filter(pk=record.pk).update(generation=F("generation") + 1, changed_at=timezone.now())
        count_change(record)
        enqueue(record_id=record.pk)


@transaction.atomic
def set_relations(*, subject: Record, verb: str, edges: Iterable[Edge], by: Any) -> None:
    """Make ``edges`` the whole of what ``subject`` states with ``verb``.

    A key that has no record yet waits and becomes a relation when its record is made. Raises ``ValidationError`` where
    the verb may not join these kinds.
    """
    wanted = {edge.object_key: (position, edge) for position, edge in enumerate(edges)}
    objects = {record.key: record for record in Record.objects.filter(key__in=wanted)}
    for known in objects.values():
        _check_verb(subject, verb, known)
    before = _stated(subject, verb)
    Relation.objects.filter(subject=subject, verb=verb).exclude(object__key__in=wanted).delete()
    WaitingRelation.objects.filter(subject=subject, verb=verb).delete()
    Relation.objects.bulk_create(
        [
            _relation(subject, verb, objects[key], position, edge)
            for key, (position, edge) in wanted.items()
            if key in objects and key != subject.key
        ],
        update_conflicts=True,
        unique_fields=["subject", "verb", "object"],
        update_fields=["is_deduced", "position", "since_earliest", "since_latest", "since_words"],
    )
    WaitingRelation.objects.bulk_create(
        _waiting(subject, verb, position, edge) for key, (position, edge) in wanted.items() if key not in objects
    )
    if changed := before ^ _stated(subject, verb):
        count_change(subject, *(stated[0] for stated in changed))


def _stated(subject: Record, verb: str) -> set[tuple[Any, ...]]:
    """Return the relations of a verb: the object first, then all that is said of it."""
    said = ("object_id", "is_deduced", "position", "since_earliest", "since_latest", "since_words")
    return set(Relation.objects.filter(subject=subject, verb=verb).values_list(*said))


def _relation(subject: Record, verb: str, known: Record, position: int, edge: Edge) -> Relation:
    relation = Relation(subject=subject, verb=verb, object=known, is_deduced=edge.is_deduced, position=position)
    relation.since = edge.since
    return relation


def _waiting(subject: Record, verb: str, position: int, edge: Edge) -> WaitingRelation:
    key = edge.object_key
    waiting = WaitingRelation(subject=subject, verb=verb, object_key=key, is_deduced=edge.is_deduced, position=position)
    waiting.since = edge.since
    return waiting


def _check_verb(subject: Record, verb: str, known: Record) -> None:
    rule = VERB_RULES[verb]
    if (rule.subjects and subject.kind not in rule.subjects) or (rule.objects and known.kind not in rule.objects):
        raise ValidationError(
            _("“%(subject)s” cannot stand in the relation “%(verb)s” to “%(object)s”.")
            % {"subject": subject.key, "verb": verb, "object": known.key}
        )


def _resolve_waiting(record: Record) -> None:
    for waiting in WaitingRelation.objects.filter(object_key=record.key).select_related("subject"):
        _check_verb(waiting.subject, waiting.verb, record)
        edge = Edge(record.key, is_deduced=waiting.is_deduced, since=waiting.since)
        relation = _relation(waiting.subject, waiting.verb, record, waiting.position, edge)
        Relation.objects.bulk_create([relation], ignore_conflicts=True)
        waiting.delete()
        count_change(waiting.subject)


@transaction.atomic
def withdraw_record(*, record: Record, on: date, reason: str, by: Any) -> None:
    """Withdraw a published record: its address then answers 410 with the reason.

    Raises ``ValidationError`` without a reason.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the record is withdrawn; readers see it at its old address."))
    _update(record, withdrawn_on=on, withdrawn_reason=reason)
    count_appearance(record)
    touch(record=record, by=by)


@transaction.atomic
def reinstate_record(*, record: Record, by: Any) -> None:
    """Take a withdrawal back: the record is shown again to those it was for."""
    _update(record, withdrawn_on=None, withdrawn_reason="")
    count_appearance(record)
    touch(record=record, by=by)


@transaction.atomic
def confirm_record(
    *, record: Record, institution: Record, source: Record, on: date, by: Any, evidence: str = ""
) -> Confirmation:
    """Record that ``institution`` confirmed ``record`` on a day, as ``source`` shows.

    ``evidence`` is the letter by which ``by`` enters it for the institution.
    """
    entered = {"entered_by": by, "entered_at": timezone.now(), "evidence": evidence}
    confirmation, _created = Confirmation.objects.get_or_create(
        record=record, institution=institution, confirmed_on=on, defaults={"source": source, **entered}
    )
    touch(record=record, by=by)
    return confirmation
