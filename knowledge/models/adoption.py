"""That a country took up the practice of another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.models import Record
from members.models import Country, Institution


class Adoption(models.Model):
    """``adopter`` took up ``original`` on a date, as a practice or centre of its own, by a source.

    What it was adopted as are relations of its record, so that centres can be named before they land.
    """

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="adoption")
    original = models.ForeignKey(
        Record,
        on_delete=models.PROTECT,
        related_name="adoptions",
        verbose_name=_("practice taken up"),
        limit_choices_to={"kind": "practice"},
    )
    adopter = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("country"))
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
        verbose_name=_("institution"),
    )
    adopted_earliest, adopted_latest, adopted_words = partial_date_fields()
    adopted = PartialDateDescriptor("adopted")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [partial_date_constraint("adoption", "adopted")]

    def __str__(self) -> str:
        """Return who took up what."""
        return f"{self.adopter} ← {self.original}"
