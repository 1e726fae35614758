"""That somebody was asked to confirm a practice again: by it the worker knows when to ask next, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Confirmation


class Asked(models.TextChoices):
    """Who was asked."""

    INSTITUTION = "institution", _("the focal points of the country")
    SECRETARIAT = "secretariat", _("the secretariat")


class ConfirmationReminder(models.Model):
    """One day on which somebody was asked to give a confirmation again. Rows are never changed."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(_("who was asked"), max_length=20, choices=Asked.choices)
    on = models.DateField(_("on"))

    if TYPE_CHECKING:
        confirmation_id: int

    class Meta:
        """Names and constraints."""

        verbose_name = _("reminder of a confirmation")
        verbose_name_plural = _("reminders of confirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "asked", "on"], name="confirmation_is_asked_for_once_a_day"
            ),
            models.CheckConstraint(condition=Q(asked__in=Asked.values), name="confirmation_is_asked_of_somebody_known"),
        ]

    def __str__(self) -> str:
        """Return who and when."""
        return f"{self.asked} {self.on.isoformat()}"
