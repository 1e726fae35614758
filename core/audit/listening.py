"""Whatever is logged is audited: entries of Wagtail's log and of ours come here when they are written."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from core.audit.operations import add_entry

# What is about a person is told by its number alone, and what somebody wrote stands with the act itself: here nothing
# can be erased.
OF_PEOPLE = frozenset({"user", "invitation", "factorreset", "letter", "accountclosure", "dataexport", "erasure"})
WORDS = frozenset({"email", "evidence", "name", "reason", "text"})


def listen() -> None:
    """Hear of every entry, whoever writes it."""
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(_logged, sender=model, dispatch_uid=f"audit: {model.__name__}")


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
        title=instance.label if kind not in OF_PEOPLE else "",
        data=_without_words(_data_of(instance)),
    )


def _data_of(entry: Any) -> dict[str, Any]:
    return entry.data if isinstance(entry.data, dict) else {}


def _without_words(told: dict[str, Any]) -> dict[str, Any]:
    """Return what may stand in the chain; a comment is told within its entry, with its words."""
    return {
        name: _without_words(value) if isinstance(value, dict) else value
        for name, value in told.items()
        if name not in WORDS
    }
