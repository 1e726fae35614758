"""The erasure of a person from texts: asked for, sought, confirmed and done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox.models import LeasedQuerySet, LeasedRow
from core.privacy.words import Words


class ErasureState(models.TextChoices):
    """Where an erasure stands; computed from its dates."""

    SEEKING = "seeking", _("being sought")
    FOUND = "found", _("waits for confirmation")
    CONFIRMED = "confirmed", _("being erased")
    DONE = "done", _("erased")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Scope(models.TextChoices):
    """How far it reaches."""

    TRACES = "traces", _("what a closed account left in messages and notes")
    EVERYWHERE = "everywhere", _("everything, published texts too")


class ErasureQuerySet(LeasedQuerySet):
    """Questions over erasures."""

    def to_seek(self) -> ErasureQuerySet:
        """Return those of which nobody knows yet what they would change."""
        return self.filter(sought_at__isnull=True, withdrawn_at__isnull=True)

    def to_do(self) -> ErasureQuerySet:
        """Return those that are confirmed and not done."""
        return self.filter(confirmed_at__isnull=False, done_at__isnull=True)


class Erasure(LeasedRow):
    """One person whose name and addresses go from texts, with the letter that asks for it.

    ``name`` and ``addresses`` (one a line) are forgotten when it is done or withdrawn; what it changed is kept as
    numbers of rows. Written by operations only.
    """

    scope = models.CharField(max_length=20, choices=Scope.choices)
    name = models.CharField(_("name"), max_length=200, blank=True)
    addresses = models.TextField(_("e-mail addresses"), blank=True)
    evidence = models.TextField(_("evidence"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    sought_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ErasureQuerySet)()

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("erasure of a person")
        verbose_name_plural = _("erasures of people")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="erasure_reaches_so_far"),
            models.CheckConstraint(condition=~Q(evidence=""), name="erasure_rests_on_evidence"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True) | Q(name="", addresses=""),
                name="erasure_that_is_over_forgets_whom",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False), name="erasure_is_confirmed_first"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(confirmed_at__isnull=True),
                name="confirmed_erasure_is_not_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        """Return the number: a name would outlive the erasure wherever this is written down."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def words(self) -> Words:
        """Return what is sought."""
        return Words.of([self.name], self.addresses.split())

    @property
    def state(self) -> ErasureState:
        """Return where it stands."""
        if self.withdrawn_at is not None:
            return ErasureState.WITHDRAWN
        if self.done_at is not None:
            return ErasureState.DONE
        if self.confirmed_at is not None:
            return ErasureState.CONFIRMED
        return ErasureState.FOUND if self.sought_at is not None else ErasureState.SEEKING
