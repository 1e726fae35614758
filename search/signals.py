"""A record that is deleted passes no operation; the index lets go of it all the same."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from core.models import Record
from search.lending import borrowers_of
from search.models import DueDocument


@receiver(pre_delete, sender=Record, dispatch_uid="search: record deleted")
def forget_record(sender: type[Record], instance: Record, **kwargs: Any) -> None:
    """Make its document due, and those that hold its names; the relations are still there."""
    ids = [instance.pk, *borrowers_of([instance.pk])]
    DueDocument.objects.bulk_create(DueDocument(record_id=pk) for pk in ids)
