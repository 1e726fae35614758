"""An institution that provides or supports public services."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record
from members.models.country import Country


class InstitutionKind(models.TextChoices):
    """What an institution is."""

    AGENCY = "government agency", _("government agency")
    MINISTRY = "ministry", _("ministry")
    SERVICE_NETWORK = "service network", _("service network")
    PUBLIC_LEGAL_ENTITY = "public legal entity", _("public legal entity")
    STATE_CORPORATION = "state corporation", _("state corporation")
    CONCESSION = "company under public concession", _("company under public concession")
    INNOVATION_CENTRE = "innovation centre", _("innovation centre")
    VOLUNTEERS = "volunteer organisation", _("volunteer organisation")
    ASSOCIATION = "international association (in formation)", _("international association (in formation)")
    INTERNATIONAL = "international organisation", _("international organisation")
    REGIONAL = "regional organisation", _("regional organisation")
    UN_BODY = "UN body", _("United Nations body")
    DEVELOPMENT_BANK = "development bank", _("development bank")


class Institution(models.Model):
    """An institution with its name as it writes it itself. Dated names, offices and holders come later."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="institution")
    name = models.CharField(_("name in English"), max_length=300)
    name_local = models.CharField(_("name in its own language"), max_length=300, blank=True)
    language_local = models.CharField(_("that language"), max_length=12, blank=True)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=60, choices=InstitutionKind.choices)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("country"),
    )
    description = models.TextField(_("description"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="institution_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=InstitutionKind.values), name="institution_kind_is_known"),
        ]

    def __str__(self) -> str:
        """Return the English name."""
        return self.name
