"""A lost second factor: one person of the secretariat asks for its removal, another one confirms or refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# After that somebody asks anew.
OPEN_FOR = timedelta(days=7)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Questions over resets."""

    def waiting(self, *, at: datetime | None = None) -> FactorResetQuerySet:
        """Return those that a second person can confirm, or anybody of the secretariat refuse."""
        return self.filter(
            confirmed_at__isnull=True, refused_at__isnull=True, asked_at__gt=(at or timezone.now()) - OPEN_FOR
        )


class FactorReset(models.Model):
    """The removal of the second factors of one person, as two people of the secretariat decided. Kept as evidence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(_("why it was refused"), blank=True)

    objects: Any = models.Manager.from_queryset(FactorResetQuerySet)()

    class Meta:
        """Constraints and order."""

        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="factor_reset_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="factor_reset_is_decided_by_two",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="factor_reset_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True, refusal="")
                | (Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refusal="")),
                name="factor_reset_is_refused_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
                name="factor_reset_is_confirmed_or_refused",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="factor_reset_is_asked_by_another"),
        ]

    def __str__(self) -> str:
        """Return the person."""
        return str(self.user)
