"""The closing of an account by the secretariat: asked for by one person, told to whose it is, confirmed by another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Whose account it is has so long to say that they have not left; after the longer time somebody asks anew.
WAIT, OPEN_FOR = timedelta(days=7), timedelta(days=37)


class AccountClosureQuerySet(models.QuerySet["AccountClosure"]):
    """Questions over closures."""

    def open(self, *, at: datetime | None = None) -> AccountClosureQuerySet:
        """Return those that were neither confirmed nor withdrawn and have not lapsed."""
        asked = (at or timezone.now()) - OPEN_FOR
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True, asked_at__gt=asked)


class AccountClosure(models.Model):
    """One account that the secretariat closes, as its person has left. Kept as evidence, without a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closures")
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: Any = models.Manager.from_queryset(AccountClosureQuerySet)()

    class Meta:
        """Constraints and order."""

        verbose_name = _("closing of an account")
        verbose_name_plural = _("closings of accounts")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="account_closure_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="account_closure_is_decided_by_two",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="account_closure_is_asked_by_another"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="account_closure_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="account_closure_is_confirmed_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        """Return the number: a name would outlive the account wherever this is written down."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def opens_at(self) -> datetime:
        """Return from when it can be confirmed."""
        return self.asked_at + WAIT
