"""A signed approval."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.review.models import ReviewAct
from core.uploads.content import extension_of
from core.uploads.models import private_storage

LONGEST_NAME = 200


def place_of(instance: Any, name: str) -> str:
    """Return where a file lies: under a name that tells nothing and is no address of anything."""
    return f"approvals/{uuid.uuid4().hex}.{extension_of(name)}"


class SignedApproval(models.Model):
    """A paper that somebody of the institution signed: a scan, tied to the endorsement that it belongs to.

    Rows are added, never changed: where a better scan comes, it stands beside the first. The file is kept as it came,
    byte for byte, so that its digest is that of the file which the country has.
    """

    act = models.ForeignKey(ReviewAct, on_delete=models.CASCADE, related_name="approvals")
    file = models.FileField(_("file"), upload_to=place_of, storage=private_storage)
    name = models.CharField(_("name of the file"), max_length=LONGEST_NAME)
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("digest"), max_length=64)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        act_id: int

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("signed approval")
        verbose_name_plural = _("signed approvals")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(name="") & ~Q(sha256="") & Q(size__gt=0), name="signed_approval_is_a_file"
            ),
            models.UniqueConstraint(fields=["act", "sha256"], name="signed_approval_is_added_once"),
        ]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name
