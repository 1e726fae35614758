"""Something that somebody is told, and how they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """How somebody hears of what is on their desk, beside the desk itself."""

    AT_ONCE = "at once", _("by e-mail, at once")
    DAILY = "daily", _("by e-mail, once a day")
    NEVER = "never", _("on the desk only")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions over notices."""

    def unread(self) -> NoticeQuerySet:
        """Return those that were not read."""
        return self.filter(read_at__isnull=True)

    def for_a_letter(self) -> NoticeQuerySet:
        """Return those that are still to be told by letter."""
        return self.filter(is_lettered=False)


class Notice(models.Model):
    """One thing that one person is told. ``kind`` has its words, which are written in the language of the moment.

    ``told`` holds what the words name; ``address`` has no language, the page is reached in that of its reader.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    told = models.JSONField(default=dict)
    view = models.CharField(max_length=60)
    argument = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # Whether it needs no letter any more: it was sent, or nobody wants one.
    is_lettered = models.BooleanField(default=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(NoticeQuerySet)()

    if TYPE_CHECKING:
        to_id: int

    class Meta:
        """Names, order and the indexes that desk and worker read by."""

        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["to", "-at", "-id"], name="notice_newest_of_person"),
            models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(is_lettered=False), name="notice_for_a_letter"),
        ]

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class NoticeChoice(models.Model):
    """How a person wants to be told, and in which language; who chose nothing is told at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choice")
    how = models.CharField(_("how you are told"), max_length=10, choices=How.choices, default=How.AT_ONCE)
    language = models.CharField(_("language of the letters"), max_length=12, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints."""

        constraints = [models.CheckConstraint(condition=Q(how__in=How.values), name="way_of_being_told_is_known")]

    def __str__(self) -> str:
        """Return how."""
        return str(self.get_how_display())
