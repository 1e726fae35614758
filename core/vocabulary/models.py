"""One concept, labels as rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.kinds import Kind
from core.records.models import Record


class Scheme(models.TextChoices):
    """The lists of concepts; a scheme is the kind of its concepts' records."""

    TOPIC = Kind.TOPIC.value, _("Topics")
    SERVICE_TYPE = Kind.SERVICE_TYPE.value, _("Service types")
    SDG_GOAL = Kind.SDG_GOAL.value, _("Sustainable Development Goals")
    INDICATOR = Kind.INDICATOR.value, _("Indicators")
    TERM = Kind.TERM.value, _("Terms")


class ConceptQuerySet(models.QuerySet[Any]):
    """Concepts as forms and pages ask for them."""

    def in_scheme(self, scheme: str) -> ConceptQuerySet:
        """Return the concepts of one list."""
        return self.filter(scheme=scheme)


class Concept(models.Model):
    """An idea that has a name in several languages."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="concept")
    scheme = models.CharField(_("list"), max_length=20, choices=Scheme.choices)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    broader = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader concept"),
    )
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)

    objects: Any = models.Manager.from_queryset(ConceptQuerySet)()

    class Meta:
        """Names and constraints."""

        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="concept_number_is_unique_in_its_list"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="concept_scheme_is_known"),
            models.CheckConstraint(
                condition=Q(broader__isnull=True) | ~Q(broader=models.F("pk")),
                name="concept_is_not_broader_than_itself",
            ),
        ]

    def __str__(self) -> str:
        """Return the key; titles stand in the record."""
        return self.record.key

    def label(self, language: str) -> str:
        """Return the preferred label in ``language``, else in English, else the key."""
        preferred = {label.language: label.text for label in self.labels.all() if label.is_preferred}
        return preferred.get(language) or preferred.get(settings.LANGUAGE_CODE) or self.record.key


class Label(models.Model):
    """A name of a concept in a language; one is preferred, the others are what readers may type."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=200)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Order and constraints."""

        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["language", "-is_preferred", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["concept", "language", "text"], name="concept_has_a_label_once"),
            models.UniqueConstraint(
                fields=["concept", "language"],
                condition=Q(is_preferred=True),
                name="concept_prefers_one_label_per_language",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="label_is_not_empty"),
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.text
