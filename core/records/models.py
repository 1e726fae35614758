"""The node and the edge of the graph, and how a record is called and reached in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.records.kinds import Kind, Verb, kind_name
from core.records.querysets import RecordQuerySet

if TYPE_CHECKING:
    from datetime import datetime

KEY = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*\Z", _("A key holds Latin letters, digits and hyphens only."))


class Record(models.Model):
    """A node of the graph: every set of editions and every public row has one.

    ``key`` is the permalink ``/id/<key>`` and is never reused. Written by operations only.
    """

    key = models.CharField(_("key"), max_length=120, unique=True, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=32, choices=Kind.choices)
    slug = models.SlugField(_("last part of the address"), max_length=120, allow_unicode=False)
    language = models.CharField(_("language of the original"), max_length=12, default="en")
    listed_at = models.DateTimeField(_("listed since"))
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    generation = models.PositiveIntegerField(
        _("generation"),
        default=1,
        help_text=_("Counts the changes of the record and of what its page shows of its neighbours."),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    objects: Any = models.Manager.from_queryset(RecordQuerySet)()

    if TYPE_CHECKING:
        pk: int

    class Meta:
        """Names, constraints and the indexes that lists need."""

        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="record_slug_is_unique_in_its_kind"),
            models.UniqueConstraint(Lower("key"), name="record_key_is_unique_whatever_its_case"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="record_kind_is_known"),
            models.CheckConstraint(condition=~Q(key=""), name="record_key_is_not_empty"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="withdrawn_record_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-listed_at", "-id"], name="record_newest_of_kind"),
            models.Index(fields=["changed_at"], name="record_newest_change"),
            models.Index("kind", Lower("slug"), name="record_slug_whatever_its_case"),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # the plugin of the types has Django's
        """Return what the kind is called."""
        return kind_name(self.kind)

    def listed(self) -> datetime:
        """Return the moment from which lists show it."""
        return self.listed_at


class Title(models.Model):
    """How a record is called in a language, and the address of its page there.

    Every open language has a row: where a record has no title in it, the original stands there and ``text_language``
    says so. ``sort_key`` orders titles by the alphabet of ``language``.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="titles")
    kind = models.CharField(max_length=32, choices=Kind.choices)
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    text_language = models.CharField(max_length=12)
    address = models.CharField(max_length=500)
    sort_key = models.CharField(max_length=200)

    class Meta:
        """Constraints and the index that lists by title need."""

        constraints = [
            models.UniqueConstraint(fields=["record", "language"], name="record_has_one_title_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="title_is_not_empty"),
        ]
        indexes = [models.Index(fields=["kind", "language", "sort_key", "record"], name="title_alphabet")]

    def __str__(self) -> str:
        """Return the title."""
        return self.text

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # the plugin of the types has Django's
        """Return what the kind is called."""
        return kind_name(self.kind)


class Relation(models.Model):
    """An edge of the graph: subject, verb, object, with partial dates. Written by operations only."""

    subject = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="relations")
    verb = models.CharField(max_length=32, choices=Verb.choices)
    object = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="inverse_relations")
    is_deduced = models.BooleanField(
        _("deduced"), default=False, help_text=_("Not stated by a source, but evident from the record.")
    )
    position = models.PositiveSmallIntegerField(default=0)
    since_earliest, since_latest, since_words = partial_date_fields()
    since = PartialDateDescriptor("since")

    class Meta:
        """Constraints and indexes for both directions."""

        constraints = [
            models.UniqueConstraint(fields=["subject", "verb", "object"], name="relation_is_stated_once"),
            models.CheckConstraint(condition=~Q(subject=F("object")), name="relation_joins_two_records"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="relation_verb_is_known"),
            partial_date_constraint("relation", "since"),
        ]
        indexes = [models.Index(fields=["object", "verb", "subject"], name="relation_from_its_object")]

    def __str__(self) -> str:
        """Return the relation as a sentence of keys."""
        return f"{self.subject_id} {self.verb} {self.object_id}"


class WaitingRelation(models.Model):
    """A relation to a key that has no record yet; it becomes a relation by itself when the record is made."""

    subject = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="waiting_relations")
    verb = models.CharField(max_length=32, choices=Verb.choices)
    object_key = models.CharField(max_length=120, db_index=True)
    is_deduced = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    since_earliest, since_latest, since_words = partial_date_fields()
    since = PartialDateDescriptor("since")

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(fields=["subject", "verb", "object_key"], name="waiting_relation_is_stated_once"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="waiting_relation_verb_is_known"),
            partial_date_constraint("waiting_relation", "since"),
        ]

    def __str__(self) -> str:
        """Return the relation as a sentence of keys."""
        return f"{self.subject_id} {self.verb} {self.object_key}"


class Confirmation(models.Model):
    """The dated act by which an institution confirms a record, with the source that shows it.

    ``entered_by`` made it: somebody of the institution's country, or for it who names the ``evidence``, a letter.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="confirmations")
    institution = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="confirmations_given")
    source = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="confirmations_shown")
    confirmed_on = models.DateField(_("confirmed on"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True)
    evidence = models.TextField(_("letter"), blank=True)

    class Meta:
        """Constraints, and the index by which those are found that are due."""

        constraints = [
            models.UniqueConstraint(
                fields=["record", "institution", "confirmed_on"],
                name="institution_confirms_a_record_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(evidence="") | Q(entered_by__isnull=False),
                name="confirmation_by_letter_says_who_entered_it",
            ),
        ]
        indexes = [models.Index(fields=["confirmed_on"], name="confirmation_oldest")]

    def __str__(self) -> str:
        """Return the day."""
        return self.confirmed_on.isoformat()
