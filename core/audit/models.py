"""One entry of the audit."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """An act as the log of Wagtail or of ours told it, with the digest of the entry before.

    Rows are added and never changed or deleted: triggers on rows see to it. ``actor`` is the number of an account, and
    no name, address or words of a person stand here: an account that is closed keeps its number, and the chain holds.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    actor = models.BigIntegerField(_("account"), null=True)
    action = models.CharField(_("act"), max_length=100)
    subject = models.CharField(_("what it was done to"), max_length=200)
    title = models.TextField(_("title"), blank=True)
    data = models.JSONField(_("more"), default=dict, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("entry of the audit")
        verbose_name_plural = _("entries of the audit")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=1, previous="") | (Q(number__gt=1) & ~Q(previous="")),
                name="audit_entry_follows_another",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-number"], name="audit_newest_of_subject")]

    def __str__(self) -> str:
        """Return number and act."""
        return f"{self.number} {self.action}"
