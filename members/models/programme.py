"""A programme an institution runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.models import Record
from members.models.country import Country
from members.models.institution import Institution


class Programme(models.Model):
    """A lasting undertaking of an institution, begun on a date as exact as the sources tell."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="programme")
    name = models.CharField(_("name in English"), max_length=300)
    name_local = models.CharField(_("name in its own language"), max_length=300, blank=True)
    language_local = models.CharField(_("that language"), max_length=12, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("country"),
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("institution")
    )
    started_earliest, started_latest, started_words = partial_date_fields()
    started = PartialDateDescriptor("started")
    description = models.TextField(_("description"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_a_name"),
            partial_date_constraint("programme", "started"),
        ]

    def __str__(self) -> str:
        """Return the English name."""
        return self.name
