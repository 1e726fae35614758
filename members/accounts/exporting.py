"""The verbs of taking along: somebody asks for a file of what is held about them, and downloads it."""

from __future__ import annotations

import gzip
import json
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

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

    Raises ``ValidationError`` while one is being made.
    """
    with transaction.atomic():
        now = timezone.now()
        User.objects.select_for_update().get(pk=by.pk)
        if DataExport.objects.filter(user=by, made_at__isnull=True, expires_at__gt=now).exists():
            raise ValidationError(_("Your file is being made already. Look again in some minutes."))
        DataExport.objects.filter(user=by).delete()
        export = DataExport.objects.create(user=by, asked_at=now, expires_at=now + KEPT)
        log(export, ASKED, user=by)
        if _size_of(by) <= MOST_AT_ONCE:
            _make(export)
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
            with transaction.atomic():
                export = DataExport.objects.select_for_update().select_related("user").get(pk=pk)
                _make(export)
                send_export_ready(export.user, language_of(export.user))
        except Exception:  # one that fails is tried again when its lease has passed; the others are made
            logger.exception("The export %s was not made.", pk)


def forget_old() -> None:
    """Delete files that are over."""
    DataExport.objects.over(at=timezone.now()).delete()


def _make(export: DataExport) -> None:
    written = json.dumps(told_of(export.user), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    export.content, export.made_at, export.taken_until = gzip.compress(written.encode()), timezone.now(), None
    export.save(update_fields=["content", "made_at", "taken_until"])


def _size_of(user: User) -> int:
    models: tuple[Any, ...] = (Revision, PageLogEntry, ModelLogEntry)
    return sum(model.objects.filter(user=user)[: MOST_AT_ONCE + 1].count() for model in models)
