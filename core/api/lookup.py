"""One record by its key."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_noop
from ninja import Path

from core.api.parameters import Asking
from core.audience.providers import PUBLIC
from core.models import Record, Title

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")


class Gone(Exception):  # noqa: N818
    """A record that everybody could see was withdrawn."""

    def __init__(self, record: Record) -> None:
        """Keep the record."""
        super().__init__(record.key)
        self.record = record


def key_parameter(example: str) -> Any:
    """Return the declaration of a path's key."""
    return Path(..., description=gettext_noop("Key of the record."), example=example)


def visible_title(kind: str, key: str, asking: Asking) -> Title:
    """Return the title row, with its record, of the one record of this kind and key. One query where there is one.

    Raises ``Gone`` where it was public and is withdrawn, else ``Http404`` alike for what is not there and not for this
    reader.
    """
    if not KEY.fullmatch(key):
        raise Http404
    visible = Record.objects.visible_to(asking.user).filter(kind=kind, key=key)
    title = Title.objects.filter(record__in=visible, language=asking.language).select_related("record").first()
    if title is not None:
        return title
    withdrawn = Record.objects.filter(kind=kind, key=key, withdrawn_on__isnull=False, audience__token=PUBLIC).first()
    raise Gone(withdrawn) if withdrawn is not None else Http404
