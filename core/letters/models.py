"""A letter, from being written to being handed over to the mail server, with every attempt."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox.models import LeasedQuerySet, LeasedRow


class LetterState(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused by the mail server")
    UNKNOWN = "unknown", _("not known whether it was sent")


class Letter(LeasedRow):
    """One message to one or more addresses.

    ``message`` is the whole of it as it travels, and is forgotten once it is sent: it may hold links that open
    accounts. ``UNKNOWN`` is one whose worker died in the middle: it is not sent again by itself, lest it come twice.
    """

    to = models.TextField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    sender = models.CharField(_("sender"), max_length=320)
    recipients = models.JSONField(default=list)
    message = models.BinaryField(blank=True, default=b"")
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # The last letter to an account: with it goes the address.
    is_forgotten = models.BooleanField(default=False, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(LeasedQuerySet)()

    class Meta:
        """Constraints, and the indexes that the worker and the list read by."""

        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT) & Q(sent_at__isnull=True)),
                name="letter_that_is_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="letter_oldest_due"),
            models.Index(fields=["-written_at", "-id"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject
