"""Acts on any record: withdraw and reinstate it, note that it was confirmed, translate and review its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.models import Confirmation, Record, Text
from core.permissions import can_confirm, can_translate, can_withdraw
from core.records.operations import confirm_record, reinstate_record, touch, withdraw_record
from core.texts.operations import review_text, set_text


@transaction.atomic
def withdraw(*, record: Record, on: date, reason: str, by: Any) -> None:
    """Withdraw ``record`` for readers, with the reason they will read at its old address.

    Raises ``PermissionDenied``, and ``ValidationError`` where no reason is given, the day lies ahead, or it is
    withdrawn already.
    """
    if not can_withdraw(by, record):
        raise PermissionDenied
    if record.withdrawn_on:
        raise ValidationError(_("This was withdrawn already."))
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies ahead. Write the day of the withdrawal.")})
    withdraw_record(record=record, on=on, reason=reason, by=by)
    log(instance=record, action="core.withdraw", user=by, title=record.key, data={"reason": reason})


@transaction.atomic
def reinstate(*, record: Record, on: date, reason: str, by: Any) -> None:
    """Take the withdrawal of ``record`` back; the history keeps its day and reason beside those of this act.

    Raises ``PermissionDenied``, and ``ValidationError`` where no reason is given, the day lies ahead or before the
    withdrawal, or it is not withdrawn.
    """
    if not can_withdraw(by, record):
        raise PermissionDenied
    if record.withdrawn_on is None:
        raise ValidationError(_("This is not withdrawn."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the withdrawal is taken back; the history keeps it.")})
    if not record.withdrawn_on <= on <= timezone.localdate():
        raise ValidationError({"on": _("Write a day from that of the withdrawal to today.")})
    withdrawal = {"withdrawn_on": record.withdrawn_on.isoformat(), "withdrawn_reason": record.withdrawn_reason}
    reinstate_record(record=record, by=by)
    data = {"on": on.isoformat(), "reason": reason, **withdrawal}
    log(instance=record, action="core.reinstate", user=by, title=record.key, data=data)


@transaction.atomic
def confirm(*, record: Record, institution: Record, source: Record, on: date, by: Any) -> Confirmation:
    """Note that ``institution`` confirmed ``record`` on a day, as ``source`` shows.

    Raises ``PermissionDenied``, and ``ValidationError`` where the day lies ahead.
    """
    if not can_confirm(by, record):
        raise PermissionDenied
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies ahead. Write the day of the confirmation.")})
    confirmation = confirm_record(record=record, institution=institution, source=source, on=on, by=by)
    log(instance=record, action="core.confirm", user=by, title=record.key, data={"institution": institution.key})
    return confirmation


@dataclass(frozen=True)
class Translation:
    """The words of one field in another language. Empty words take the translation away."""

    field: str
    text: str
    original: str
    is_reviewed: bool = False


@transaction.atomic
def translate(*, record: Record, language: str, translations: Sequence[Translation], by: Any) -> None:
    """Write the translations of the texts of ``record`` into ``language``. Raises ``PermissionDenied``."""
    if not can_translate(by, record):
        raise PermissionDenied
    for one in translations:
        set_text(record=record, field=one.field, language=language, text=one.text, original=one.original, by=by)
    reviewed = [one.field for one in translations if one.is_reviewed and one.text]
    for text in Text.objects.filter(record=record, language=language, field__in=reviewed):
        review_text(text=text, by=by)
    touch(record=record, by=by)
    log(instance=record, action="core.translate", user=by, title=record.key, data={"language": language})
