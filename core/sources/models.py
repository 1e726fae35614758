"""Sources, citations, contradictions and gaps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.records.models import Record, Relation


class Access(models.TextChoices):
    """How much of a source was read."""

    WHOLE = "whole text", _("whole text")
    EXCERPT = "excerpt", _("excerpt")


class TitleBasis(models.TextChoices):
    """Where the title of a source comes from."""

    SHOWN = "shown", _("shown on the source")
    DESCRIPTIVE = "descriptive", _("descriptive")
    ADDRESS = "address", _("taken from the address")


class SourceKind(models.TextChoices):
    """What a source is. A statement of an institution names who, office, date and file."""

    NEWS = "news", _("news")
    OFFICIAL_PAGE = "official page", _("official page")
    PRESS_RELEASE = "official press release", _("official press release")
    OFFICIAL_STATEMENT = "official statement", _("official statement")
    OFFICIAL_REPORT = "official report", _("official report")
    LEGAL_TEXT = "legal text", _("legal text")
    UN = "UN", _("United Nations")
    INTERNATIONAL = "international organisation", _("international organisation")
    REGIONAL = "regional organisation", _("regional organisation")
    DEVELOPMENT_BANK = "development bank", _("development bank")
    NGO = "NGO", _("non-governmental organisation")
    NETWORK = "network", _("network")
    MAGAZINE = "magazine", _("magazine")
    CASE_STUDY = "case study", _("case study")
    UNIVERSITY = "university", _("university")
    ACADEMIC = "academic", _("academic work")
    OPINION = "opinion by office-holder", _("opinion by an office-holder")
    INTERVIEW = "interview", _("interview")
    REFERENCE = "reference", _("reference work")
    BLOG = "blog", _("blog")
    LETTER = "letter", _("letter")
    INSTITUTION_STATEMENT = "statement of the institution", _("statement of the institution")


class Source(models.Model):
    """A text that says something about the record."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="source")
    title = models.CharField(_("title"), max_length=500)
    language = models.CharField(_("language"), max_length=12)
    publisher = models.CharField(_("publisher"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=40, choices=SourceKind.choices)
    access = models.CharField(_("how it was read"), max_length=20, choices=Access.choices, default=Access.EXCERPT)
    title_basis = models.CharField(
        _("where the title comes from"), max_length=20, choices=TitleBasis.choices, default=TitleBasis.SHOWN
    )
    published_earliest, published_latest, published_words = partial_date_fields()
    published = PartialDateDescriptor("published")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="source_access_is_known"),
            partial_date_constraint("source", "published"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Citation(models.Model):
    """A source that a record, or one relation of it, rests on."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(default=0)
    locator = models.CharField(_("place in the source"), max_length=120, blank=True)

    class Meta:
        """Constraints."""

        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, relation__isnull=True)
                | Q(record__isnull=True, relation__isnull=False),
                name="citation_supports_a_record_or_a_relation",
            ),
            models.UniqueConstraint(fields=["record", "source"], name="record_cites_a_source_once"),
            models.UniqueConstraint(fields=["relation", "source"], name="relation_cites_a_source_once"),
        ]

    def __str__(self) -> str:
        """Return the ids joined."""
        return f"{self.record_id or self.relation_id} ← {self.source_id}"


class Contradiction(models.Model):
    """A point on which sources disagree, with the reading chosen.

    Its record ``concerns`` the records on whose pages it stands.
    """

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="contradiction")
    topic = models.CharField(_("what the sources disagree on"), max_length=300)
    reading = models.TextField(_("reading used"))
    why = models.TextField(_("why"), blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("contradiction")
        verbose_name_plural = _("contradictions")
        constraints = [models.CheckConstraint(condition=~Q(reading=""), name="contradiction_states_the_reading_used")]

    def __str__(self) -> str:
        """Return the topic."""
        return self.topic


class Claim(models.Model):
    """What one source says on a point of contradiction."""

    contradiction = models.ForeignKey(Contradiction, on_delete=models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("claim"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")

    class Meta:
        """Order and constraints."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contradiction", "position"], name="contradiction_numbers_its_claims_once")
        ]

    def __str__(self) -> str:
        """Return the claim."""
        return self.text


class Gap(models.Model):
    """What no source says. Shown as one closing line on the pages it ``concerns``, never filled."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="gap")
    text = models.TextField(_("what is not stated"))

    class Meta:
        """Names and constraints."""

        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="gap_says_what_is_missing")]

    def __str__(self) -> str:
        """Return the text."""
        return self.text
