"""The files of signed approvals: they go with their rows, and their names may name a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from core.approvals.models import SignedApproval
from core.privacy.places import register_file_names


@register_file_names
def names_of_approvals() -> Iterable[str]:
    """Return the names under which papers came."""
    return SignedApproval.objects.values_list("name", flat=True)


def _row_gone(sender: type[Any], instance: SignedApproval, **kwargs: Any) -> None:
    """Remove the file when it is certain that the row is gone."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))


post_delete.connect(_row_gone, sender=SignedApproval, dispatch_uid="file of a signed approval removed")
