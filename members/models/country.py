"""A country. It is not thereby a member: its roles say what the sources say of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record


class Role(models.TextChoices):
    """In what role the sources name a country."""

    FOUNDING_SIGNATORY = (
        "founding signatory of the Declaration of Intent",
        _("founding signatory of the Declaration of Intent"),
    )
    PARTNER = "partner", _("partner")
    REPLICATION = "replication country", _("country with centres on the model")


class Country(models.Model):
    """A country, by its two-letter code of ISO 3166-1; its names are the approved list in the texts of its record."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="country")
    iso2 = models.CharField(_("ISO code"), max_length=2, unique=True)
    name = models.CharField(_("name in English"), max_length=120)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(condition=Q(iso2__regex=r"^[A-Z]{2}$"), name="country_code_is_two_capitals")
        ]

    def __str__(self) -> str:
        """Return the English name."""
        return self.name


class CountryRole(models.Model):
    """A role in which the country's sources name it; dated memberships come with their own acts."""

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=60, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Order and constraints."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["country", "role"], name="country_has_a_role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="country_role_is_known"),
        ]

    def __str__(self) -> str:
        """Return the role."""
        return self.role
