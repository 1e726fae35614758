"""Rows that a worker leases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class LeasedQuerySet(models.QuerySet[Any]):
    """Rows as the worker asks for them."""

    def due(self, now: datetime) -> LeasedQuerySet:
        """Return the rows whose time has come and that no living worker holds."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now), next_try_at__lte=now)


class LeasedRow(models.Model):
    """A row that one worker at a time may hold until ``lease_until``; after that it is free again."""

    next_try_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    objects: Any = models.Manager.from_queryset(LeasedQuerySet)()

    class Meta:
        """No table of its own."""

        abstract = True


class OutboxEntry(LeasedRow):
    """One change of one record that one consumer has still to hear of. Delivered rows are deleted."""

    consumer = models.CharField(max_length=40)
    record = models.ForeignKey("core.Record", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The index the worker reads by."""

        indexes = [models.Index(fields=["next_try_at", "id"], name="outbox_oldest_due")]
        constraints = [models.CheckConstraint(condition=~Q(consumer=""), name="outbox_entry_names_its_consumer")]

    def __str__(self) -> str:
        """Return consumer and record."""
        return f"{self.consumer}: {self.record_id}"


class Timer(LeasedRow):
    """A piece of work that comes round; several workers may call it, one does it."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
