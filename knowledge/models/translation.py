"""What was done with a published translation: reviewed, confirmed by the institution, brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record
from knowledge.states import TranslationMove


class TranslationAct(models.Model):
    """One dated act about a version of a translation, held against a version of the original. Never changed.

    A version is named by its number, 0 where none was kept. ``by`` is nobody for what was said before acts were kept.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="translation_acts")
    language = models.CharField(_("language"), max_length=12)
    move = models.CharField(_("act"), max_length=20, choices=TranslationMove.choices)
    of_version = models.PositiveIntegerField(_("version of the translation"))
    against = models.PositiveIntegerField(_("version of the original"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(_("letter"), blank=True)

    if TYPE_CHECKING:
        record_id: int

    class Meta:
        """Names, order, constraints and the index by which states are computed."""

        verbose_name = _("act on a translation")
        verbose_name_plural = _("acts on translations")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(move__in=TranslationMove.values), name="act_on_a_translation_is_known"),
            models.CheckConstraint(condition=~Q(language=""), name="act_on_a_translation_names_its_language"),
        ]
        indexes = [models.Index(fields=["record", "language", "of_version"], name="translation_acts_of_version")]

    def __str__(self) -> str:
        """Return language and act."""
        return f"{self.language} {self.move}"
