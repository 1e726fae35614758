"""A Word file that was brought into a draft, and what of it found no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Manuscript


class Reason(models.TextChoices):
    """Why a text found no place."""

    BEFORE = "before", _("stood before the first heading")
    UNKNOWN = "unknown", _("no section has this heading")
    FILLED = "filled", _("the section has a text already")
    NOTE = "note", _("a footnote: no section holds them")
    FACT = "fact", _("is chosen in the editor, under Facts or Sources")
    LONG = "long", _("longer than it may be: shortened there, whole here")


class WordImport(models.Model):
    """One file, when and by whom, and what it brought. The file itself is not kept."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="word_imports")
    file_name = models.CharField(_("file"), max_length=255)
    # By what the same file is known again, where it is sent twice at once.
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The parts and facts that were filled, each with the number of its words.
    placed = models.JSONField(default=list)
    # How much of each kind was not taken over, and what was done to make the rest fit.
    left_out = models.JSONField(default=dict)
    done = models.JSONField(default=dict)

    if TYPE_CHECKING:
        leftovers: Any

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("Word file")
        verbose_name_plural = _("Word files")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(file_name=""), name="word_import_names_its_file")]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name


class LeftoverQuerySet(models.QuerySet["Leftover"]):
    """Questions over what found no place."""

    def open(self) -> LeftoverQuerySet:
        """Return what nobody has dealt with yet."""
        return self.filter(dealt_with_at__isnull=True)


class Leftover(models.Model):
    """A text that found no place in a draft; it is kept until somebody dealt with it."""

    word_import = models.ForeignKey(WordImport, on_delete=models.CASCADE, related_name="leftovers")
    position = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("why"), max_length=20, choices=Reason.choices)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    # Rich text, as a section holds it.
    text = models.TextField(_("text"), blank=True)
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(LeftoverQuerySet)()

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("text without a place")
        verbose_name_plural = _("texts without a place")
        ordering = ["word_import", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="leftover_reason_is_known"),
            models.CheckConstraint(condition=~Q(heading="") | ~Q(text=""), name="leftover_says_something"),
            models.CheckConstraint(
                condition=Q(dealt_with_at__isnull=True, dealt_with_by__isnull=True)
                | Q(dealt_with_at__isnull=False, dealt_with_by__isnull=False),
                name="leftover_is_dealt_with_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return its heading."""
        return self.heading or self.get_reason_display()
