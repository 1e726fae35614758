"""What was typed into a form and not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UnsentForm(models.Model):
    """The words of one form of one page, for whom the page was made; deleted when they are sent, or after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsent_forms")
    page = models.CharField(_("address of the page"), max_length=500)
    form = models.CharField(_("form on the page"), max_length=200)
    # Name of a field to what was typed.
    words = models.JSONField(_("what was typed"), default=dict)
    kept_at = models.DateTimeField(default=timezone.now)

    if TYPE_CHECKING:
        user_id: int

    class Meta:
        """Names and constraints."""

        verbose_name = _("form that was not sent")
        verbose_name_plural = _("forms that were not sent")
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "form"], name="unsent_form_is_kept_once"),
            models.CheckConstraint(condition=~Q(page=""), name="unsent_form_stands_on_a_page"),
        ]
        indexes = [models.Index(fields=["kept_at"], name="unsent_forms_by_age")]

    def __str__(self) -> str:
        """Return where it was typed."""
        return self.page
