"""A figure and its subject."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.records.models import Record


class Role(models.TextChoices):
    """What a figure says about its subject. Money and other circumstances have no role."""

    NONE = "", _("circumstance")
    BASELINE = "baseline", _("before")
    RESULT = "result", _("result")
    TARGET = "target", _("target")


class Figure(models.Model):
    """A number as a source states it ("over 42 million"), with low and high where the words allow them.

    ``low`` and ``high`` are inclusive bounds in ``unit``; one is empty where the words leave that side open. Its
    sources are the citations of its record.
    """

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="figure")
    subject = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="figures", verbose_name=_("subject"))
    indicator = models.ForeignKey(
        Record,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures_by_indicator",
        verbose_name=_("indicator"),
        limit_choices_to={"kind": "indicator"},
    )
    measure = models.CharField(_("what is counted"), max_length=300)
    stated = models.CharField(_("as stated by the source"), max_length=200)
    low = models.DecimalField(_("at least"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    as_of_earliest, as_of_latest, as_of_words = partial_date_fields()
    as_of = PartialDateDescriptor("as_of")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True, default=Role.RESULT)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(condition=~Q(stated=""), name="figure_keeps_the_words_of_its_source"),
            models.CheckConstraint(condition=~Q(measure=""), name="figure_says_what_it_counts"),
            models.CheckConstraint(
                condition=Q(low__lte=F("high")) | Q(low__isnull=True) | Q(high__isnull=True),
                name="figure_low_is_not_above_high",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="figure_role_is_known"),
            partial_date_constraint("figure", "as_of"),
        ]
        indexes = [models.Index(fields=["subject", "position", "id"], name="figures_of_a_subject")]

    def __str__(self) -> str:
        """Return the words and what they count."""
        return f"{self.stated} {self.measure}"
