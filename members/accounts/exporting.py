"""The verbs of taking along: somebody asks for a file of what is held about them, and downloads it."""

from __future__ import annotations

import gzip
import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from core.audit.models import AuditEntry
from core.letters.models import Letter
from core.notices.models import Notice
from core.notices.operations import language_of
from core.privacy.sections import told_of
from core.users.models import User
from members.accounts.letters import send_export_ready
from members.models import DataExport
from members.models.data_export import KEPT, LEASE

ASKED, TAKEN = "members.ask_export", "members.take_export"
# Who did more than so much waits for the worker.
MOST_AT_ONCE = 2_000

logger = logging.getLogger(__name__)


def ask_for_export(*, by: User) -> DataExport:
    """Make the file of what is held about somebody, or let the worker make a large one; the one before goes.

    What is held is read before anything is written: nobody waits for it. Raises ``ValidationError`` while one is being
    made, and ``PermissionDenied`` where the account is closed.
    """
    _refuse_a_second(by)
    content = _made_of(by) if _size_of(by) <= MOST_AT_ONCE else b""
    with transaction.atomic():
        now = timezone.now()
        if not User.objects.select_for_update().get(pk=by.pk).is_active:  # closed while it was read
            raise PermissionDenied
        _refuse_a_second(by)
        DataExport.objects.filter(user=by).delete()
        export = DataExport.objects.create(
            user=by, asked_at=now, expires_at=now + KEPT, made_at=now if content else None, content=content
        )
        log(export, ASKED, user=by)
    return export


def take_export(*, export: DataExport, by: User) -> bytes | None:
    """Return the file to whose it is, while it is kept; nothing for everybody else."""
    if export.user_id != by.pk or not export.is_open(at=timezone.now()):
        return None
    log(export, TAKEN, user=by)
    return gzip.decompress(bytes(export.content))


def make_waiting() -> None:
    """Make the files that were left to the worker, and write to whose they are. Safe to repeat."""
    for pk in list(DataExport.objects.to_make(at=timezone.now()).order_by("pk").values_list("pk", flat=True)):
        now = timezone.now()
        if not DataExport.objects.to_make(at=now).filter(pk=pk).update(taken_until=now + LEASE):
            continue
        try:
            _make(DataExport.objects.select_related("user").get(pk=pk))
        except Exception:  # one that fails is tried again for a while; the others are made
            logger.exception("The export %s was not made.", pk)


def forget_old() -> None:
    """Delete files that are over."""
    DataExport.objects.over(at=timezone.now()).delete()


def _refuse_a_second(user: User) -> None:
    if DataExport.objects.being_made(at=timezone.now()).filter(user=user).exists():
        raise ValidationError(_("Your file is being made already. Look again in some minutes."))


def _make(export: DataExport) -> None:
    """Make one that waits, and write to whose it is; nothing where it went meanwhile, as with a closed account."""
    content = _made_of(export.user)
    with transaction.atomic():
        waiting = DataExport.objects.filter(pk=export.pk, made_at__isnull=True)
        if waiting.update(content=content, made_at=timezone.now(), taken_until=None):
            send_export_ready(export.user, language_of(export.user))


def _made_of(user: User) -> bytes:
    written = json.dumps(told_of(user), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    return gzip.compress(written.encode())


def _size_of(user: User) -> int:
    """Return about how many rows are held, as far as that matters."""
    rows: tuple[Any, ...] = (
        *(model.objects.filter(user=user) for model in (Revision, PageLogEntry, ModelLogEntry)),
        Notice.objects.filter(to=user),
        Letter.objects.filter(to__icontains=user.email),
        AuditEntry.objects.filter(actor=user.pk),
    )
    return sum(found.order_by()[: MOST_AT_ONCE + 1].count() for found in rows)
