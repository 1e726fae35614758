"""A picture or document that is changed changes the pages that show it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from core.generations import names
from core.generations.operations import count_changes
from core.uploads.models import Picture, Rendition, StoredFile


def _picture_changed(sender: type[Any], instance: Picture, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        count_changes({names.picture(instance.pk)})


def _file_changed(sender: type[Any], instance: StoredFile, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        count_changes({names.file(instance.pk)})


def _copy_removed(sender: type[Any], instance: Rendition, **kwargs: Any) -> None:
    """A page that is kept leads to the copies of a picture by their names."""
    count_changes({names.picture(instance.image_id)})


post_delete.connect(_copy_removed, sender=Rendition, dispatch_uid="copy of a picture removed")
for _signal in (post_save, post_delete):
    _signal.connect(_picture_changed, sender=Picture, dispatch_uid=f"picture changed: {_signal is post_save}")
    _signal.connect(_file_changed, sender=StoredFile, dispatch_uid=f"file changed: {_signal is post_save}")
