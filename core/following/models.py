"""What somebody follows and saved, what became public, and what was noted of a record already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 500
LONGEST_NOTE = 1_000


class Following(models.Model):
    """A record or a search that somebody follows, from a moment on. Deleted when they stop.

    ``query`` is what stands in the address of the library behind the question mark; its words are read in
    ``language``, as they were typed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    record = models.ForeignKey("core.Record", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    language = models.CharField(max_length=12, blank=True)
    began_at = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    if TYPE_CHECKING:
        user_id: int
        record_id: int | None

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("what somebody follows")
        verbose_name_plural = _("what people follow")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, query="", language="")
                | (Q(record__isnull=True) & ~Q(query="") & ~Q(language="")),
                name="record_or_search_is_followed",
            ),
            models.UniqueConstraint(
                fields=["user", "record"], condition=Q(record__isnull=False), name="record_is_followed_once"
            ),
            models.UniqueConstraint(
                fields=["user", "query", "language"], condition=~Q(query=""), name="search_is_followed_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the number of the record, or the search."""
        return self.query or str(self.record_id)


class SavedRecord(models.Model):
    """A record on somebody's list, in the order they gave it, with what they noted for themselves."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_records")
    record = models.ForeignKey("core.Record", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    if TYPE_CHECKING:
        user_id: int
        record_id: int

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("saved record")
        verbose_name_plural = _("saved records")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="record_is_saved_once")]
        indexes = [models.Index(fields=["user", "position"], name="saved_in_order")]

    def __str__(self) -> str:
        """Return the number of the record."""
        return str(self.record_id)


class What(models.TextChoices):
    """What became public of a record."""

    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("new version")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublicChange(models.Model):
    """Something new that followers were not told yet: an act with its moment. Deleted when they were."""

    record = models.ForeignKey("core.Record", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    if TYPE_CHECKING:
        record_id: int

    class Meta:
        """Constraints."""

        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(what__in=What.values), name="public_change_is_known")]

    def __str__(self) -> str:
        """Return what."""
        return self.what


class NotedState(models.Model):
    """Up to which version of a record, and whether its withdrawal, was noted: nothing is told twice."""

    record = models.OneToOneField("core.Record", on_delete=models.CASCADE, related_name="+")
    version_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        """Return the day of the version."""
        return self.version_at.isoformat()
