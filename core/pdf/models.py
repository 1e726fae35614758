"""What is to be printed: records that changed, and volumes that readers ordered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.outbox.models import LeasedRow
from core.pdf.shelf import KEPT

TOKEN_LENGTH = 32


class DuePrint(models.Model):
    """A record whose file is to be made anew. The row is deleted before the work, which every reader can repeat."""

    record = models.OneToOneField("core.Record", on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the record."""
        return str(self.record_id)


class OrderState(models.TextChoices):
    """Where an order stands; computed from its dates."""

    WAITING = "waiting", _("waiting")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("not made")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("no longer kept")


def new_token() -> str:
    """Return a name that nobody guesses."""
    return get_random_string(TOKEN_LENGTH)


class PrintOrder(LeasedRow):
    """A volume that a reader ordered.

    ``maker`` is who puts it together (``core.pdf.registry``) from ``asked``. ``tokens`` is what the reader could see
    when it was ordered, ``record_ids`` what was to be in it, ``shown_ids`` every record that stands in the file: also
    figures, sources, countries. Orders of one ``fingerprint`` are of the same content for the
    same readers: the first that is made makes them all.
    """

    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False)
    maker = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    asked = models.JSONField(default=dict)
    record_ids = models.JSONField(default=list)
    shown_ids = models.JSONField(default=list)
    tokens = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    ordered_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True, default="")
    parts_done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Indexes and constraints."""

        indexes = [models.Index(fields=["fingerprint"], name="print_order_same_content")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(digest="") | ~Q(failure=""),
                name="print_order_ends_with_file_or_failure",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="print_order_has_a_title"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def state(self) -> OrderState:
        """Return where the order stands now."""
        return self.state_at(timezone.now())

    def state_at(self, moment: datetime) -> OrderState:
        """Return where the order stands at a moment."""
        if self.cancelled_at is not None:
            return OrderState.CANCELLED
        if self.ended_at is None:
            return OrderState.WAITING if self.begun_at is None else OrderState.MAKING
        if self.failure:
            return OrderState.FAILED
        return OrderState.READY if moment < self.kept_until else OrderState.EXPIRED

    @property
    def kept_until(self) -> datetime:
        """Return when the file is removed."""
        return (self.ended_at or self.ordered_at) + KEPT

    @property
    def parts(self) -> int:
        """Return how many parts the volume has."""
        return len(self.record_ids)


def open_orders() -> Any:
    """Return the orders that are still to be made."""
    return PrintOrder.objects.filter(ended_at__isnull=True, cancelled_at__isnull=True)
