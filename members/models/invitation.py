"""An invitation to hold a role: waiting, used, withdrawn or expired, by what happened to it and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.users.roles import Role, country_fits_role

LASTS = timedelta(days=30)


class InvitationState(models.TextChoices):
    """What an invitation is at a moment."""

    WAITING = "waiting", _("waiting")
    USED = "used", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions over invitations."""

    def unused(self) -> InvitationQuerySet:
        """Return those that were neither accepted nor withdrawn; some of them have expired."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """One person asked to hold one role. The link is known to its letter only: here stands the hash of its token.

    Written by operations only.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language of the letter"), max_length=12)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    country = models.ForeignKey(
        "core.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    evidence = models.TextField(_("evidence"), help_text=_("The letter or decision that this rests on."))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: Any = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        """Constraints and order."""

        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_is_to_a_known_role"),
            models.CheckConstraint(
                condition=country_fits_role(), name="invitation_names_a_country_where_its_role_does"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="invitation_rests_on_evidence"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_used_or_withdrawn",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"),
            models.UniqueConstraint(
                fields=["email", "role", "country"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_to_a_country_is_open_once",
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True, country__isnull=True),
                name="invitation_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        """Return the address."""
        return self.email

    def state(self, *, at: datetime | None = None) -> InvitationState:
        """Return what it is at a moment, now where none is given."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if self.expires_at <= (at or timezone.now()) else InvitationState.WAITING
