"""What somebody takes along of what is held about them: one file, for themselves, for some days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)
# A worker that says nothing for so long has died; another begins anew.
LEASE = timedelta(minutes=10)
# What was begun and never made is begun again for so long after it was asked for, and then no more: whoever dies of it
# would die of it again. Whose it is may ask anew.
TRIED_FOR = timedelta(hours=1)


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Questions over exports."""

    def to_make(self, *, at: datetime) -> DataExportQuerySet:
        """Return those that nobody is making, but for those that are given up."""
        is_tried = Q(taken_until__isnull=True) | Q(taken_until__lte=at, asked_at__gt=at - TRIED_FOR)
        return self.filter(is_tried, made_at__isnull=True, expires_at__gt=at)

    def being_made(self, *, at: datetime) -> DataExportQuerySet:
        """Return those that somebody is making or will."""
        is_tried = Q(taken_until__isnull=True) | Q(taken_until__gt=at) | Q(asked_at__gt=at - TRIED_FOR)
        return self.filter(is_tried, made_at__isnull=True, expires_at__gt=at)

    def over(self, *, at: datetime) -> DataExportQuerySet:
        """Return those that are no longer kept."""
        return self.filter(expires_at__lte=at)


class DataExport(models.Model):
    """One file. ``content`` is the JSON, packed with gzip; empty until it is made. The row goes when it expires."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(default=b"", editable=False)

    objects: Any = models.Manager.from_queryset(DataExportQuerySet)()

    class Meta:
        """Constraints and order."""

        verbose_name = _("export of personal data")
        verbose_name_plural = _("exports of personal data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="data_export_expires_later"),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"{self._meta.verbose_name} {self.pk}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether there is a file to download at a moment."""
        return self.made_at is not None and at < self.expires_at

    def is_given_up(self, *, at: datetime) -> bool:
        """Whether it was begun, not made, and nobody begins again."""
        is_begun = self.made_at is None and self.taken_until is not None and self.taken_until <= at
        return is_begun and self.asked_at <= at - TRIED_FOR
