"""Whatever is logged is audited: entries of Wagtail's log and of ours come here when they are written."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from core.audit.operations import add_entry
from core.review.models import ReviewAct


def listen() -> None:
    """Hear of every entry, whoever writes it."""
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(_logged, sender=model, dispatch_uid=f"audit: {model.__name__}")
    post_save.connect(_moved, sender=ReviewAct, dispatch_uid="audit: moves of manuscripts")


def _logged(sender: type[Any], instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created or raw:
        return
    number = instance.page_id if sender is PageLogEntry else instance.object_id
    kind = instance.content_type.model if instance.content_type is not None else ""
    add_entry(
        at=instance.timestamp,
        actor=instance.user_id,
        action=instance.action,
        subject=f"{kind}:{number}",
        title=instance.label,
        data=instance.data if isinstance(instance.data, dict) else {},
    )


def _moved(sender: type[Any], instance: ReviewAct, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created or raw:
        return
    add_entry(
        at=instance.at,
        actor=instance.by_id,
        action=f"review.{instance.move.replace(' ', '_')}",
        subject=f"manuscript:{instance.manuscript_id}",
        title=str(instance.manuscript),
        data={"stage": instance.stage, "text": instance.text, "evidence": instance.evidence},
    )
