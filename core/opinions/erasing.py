"""Reviewers are forgotten: some time after the text was decided on, and where they are erased from texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.letters.operations import NOWHERE
from core.opinions.models import OpinionRequest
from core.opinions.operations import withdraw_unreachable
from core.privacy.places import register_writer
from core.privacy.words import GONE
from core.users.models import User

KEPT = timedelta(days=365)
AT_ONCE = 500


def address_instead(pk: int) -> str:
    """Return what stands where the address of a reviewer stood: another for each request, which no letter reaches."""
    return f"reviewer-{pk}@{NOWHERE}"


def forget_reviewers() -> None:
    """Take name and address out of requests about texts that were decided on long ago. Safe to repeat."""
    known = OpinionRequest.objects.filter(manuscript__closed_at__lt=timezone.now() - KEPT)
    known = known.exclude(email__endswith=f"@{NOWHERE}")
    while pks := list(known.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        for pk in pks:
            OpinionRequest.objects.filter(pk=pk).update(name=GONE, email=address_instead(pk))


def write_request(pk: int, values: dict[str, Any], by: User | None) -> None:
    """Change a request; whose address goes is not asked any more, and gets no letter about it."""
    if "email" in values:
        values = {**values, "email": address_instead(pk)}
    OpinionRequest.objects.filter(pk=pk).update(**values)
    if "email" in values:
        withdraw_unreachable(request=OpinionRequest.objects.get(pk=pk), by=by)


register_writer("core.OpinionRequest", write_request)
