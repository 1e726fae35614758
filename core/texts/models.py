"""The translated text of a field of a row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records.models import Record
from core.texts.states import STORED_STATES, TextState


class Text(models.Model):
    """What ``field`` of the row of ``record`` says in ``language``; the original stands in the row itself."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="texts")
    field = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=20, choices=TextState.choices, default=TextState.TRANSLATED)
    original_digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField(default=timezone.now)
    translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Names and constraints."""

        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(fields=["record", "field", "language"], name="field_has_one_text_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="translation_is_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in STORED_STATES]), name="translation_state_is_stored"
            ),
        ]

    def __str__(self) -> str:
        """Return field and language."""
        return f"{self.field} ({self.language})"
