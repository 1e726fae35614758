"""What the search keeps in the database: a document for each record that is found, and what is still to be done.

The rows are the truth; the index of an engine is made of them and can be made again.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox.models import LeasedQuerySet, LeasedRow


class StoredDocument(models.Model):
    """The document of a record, as the index should hold it.

    ``version`` is a number made of the content (``SearchDocument.version``), so it says the same in another database.
    ``lent`` stands for what the documents of other records take from this one; it may lend without being found itself,
    and has no content then. The record may be gone: then the row goes too, once it is taken out of the index.
    ``fields`` is what an engine writes of the content (``Fields.line``), analysed when it was built; ``shape`` says by
    which analysis, so that a later release makes it anew.
    """

    record_id = models.BigIntegerField(primary_key=True)
    content = models.JSONField(null=True)
    version = models.BigIntegerField(default=0)
    lent = models.BigIntegerField(default=0)
    fields = models.TextField(null=True)
    shape = models.CharField(max_length=12, blank=True, default="")

    objects: Any = models.Manager()

    class Meta:
        """The index that comparisons read, without the contents."""

        verbose_name = _("document of the search")
        indexes = [models.Index(fields=["record_id", "version"], name="stored_document_versions")]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=True, version=0) | Q(content__isnull=False) & ~Q(version=0),
                name="stored_document_has_a_version_with_its_content",
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=False) | ~Q(lent=0), name="stored_document_is_found_or_lends"
            ),
            models.CheckConstraint(
                condition=Q(fields__isnull=True, shape="")
                | Q(fields__isnull=False, content__isnull=False) & ~Q(shape=""),
                name="stored_document_has_a_shape_with_its_fields",
            ),
        ]

    def __str__(self) -> str:
        """Return the number of the record."""
        return str(self.record_id)


class Queued(models.Model):
    """A record in a queue, once for every change: who works rows off deletes exactly those that it read before.

    So a change during the work stays in the queue, without a lock.
    """

    record_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        """Return the number of the record."""
        return str(self.record_id)


class DueDocument(Queued):
    """A record whose document is to be built anew. ``not_before`` puts off what failed."""

    not_before = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        """The index that finds whether a record is due already."""

        indexes = [models.Index(fields=["record_id"], name="due_document_of_record")]


class WaitingDocument(Queued):
    """A record whose document the index is to take up, or to let go."""


class Task(models.TextChoices):
    """What only one process at a time may do."""

    BUILD = "build", _("building of documents")
    WRITE = "write", _("writing to the index")
    REBUILD = "rebuild", _("rebuild of the index")
    CHECK = "check", _("comparison of index and database")


class Duty(LeasedRow):
    """A task of the index: who holds it, when it was done last and with what result, and why it failed since."""

    name = models.CharField(max_length=20, choices=Task.choices, unique=True)
    holder = models.CharField(max_length=32, blank=True, default="")
    wanted_since = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    objects: ClassVar[Any] = models.Manager.from_queryset(LeasedQuerySet)()

    class Meta:
        """Constraints."""

        constraints = [models.CheckConstraint(condition=Q(name__in=Task.values), name="duty_is_a_known_task")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
