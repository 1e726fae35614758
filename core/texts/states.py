"""What may be said of a text in a language."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextState(models.TextChoices):
    """How far a text has come. ``outdated`` is computed: the original has changed since it was translated."""

    ORIGINAL = "original", _("original")
    TRANSLATED = "translated", _("translation not yet reviewed")
    REVIEWED = "reviewed", _("translation reviewed")
    CONFIRMED = "confirmed", _("confirmed by the institution")
    OUTDATED = "outdated", _("translation older than the original")


STORED_STATES = (TextState.TRANSLATED, TextState.REVIEWED, TextState.CONFIRMED)


def digest_of(text: str) -> str:
    """Return the hash of an original by which a translation knows whether it is outdated."""
    return hashlib.sha256(text.encode()).hexdigest()
