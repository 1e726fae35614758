"""A practice as it was published on a day, in one language: what a citation points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record


class PracticeVersion(models.Model):
    """The text of an edition as one publication left it, with the facts that stood beside it then.

    It is kept here and not in Wagtail's revisions, which an operator may purge. ``content`` is what
    ``knowledge.versions.content`` makes, ``changes`` what parts it from the version before. Number, day and content
    never change: a trigger sees to it, which lets through only that a person is erased (``knowledge.erasing``). A
    version can be withdrawn; its number is not given again.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="practice_versions")
    language = models.CharField(_("language"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"))
    digest = models.CharField(max_length=64)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    changes = models.JSONField(default=dict)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)
    # When the name of a person was put out of its text, as the law asks: the one change that the trigger lets through.
    erased_at = models.DateTimeField(_("a name was erased"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        record_id: int

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("version of a practice")
        verbose_name_plural = _("versions of practices")
        ordering = ["record", "language", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "language", "number"], name="practice_version_has_a_number_of_its_own"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="practice_versions_are_numbered_from_one"),
            models.CheckConstraint(condition=~Q(language=""), name="practice_version_has_a_language"),
            models.CheckConstraint(condition=~Q(digest=""), name="practice_version_has_a_digest"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="withdrawn_practice_version_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Return record, language and number."""
        return f"{self.record_id} {self.language} {self.number}"
