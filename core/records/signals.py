"""Wagtail's verbs on pages reach our operations here.

Publishing, unpublishing, moving and deleting a page are Wagtail's own verbs, called by its editor, its workflows and
its timer; their signals are the one place that all of them pass. See ``docs/adr``.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Locale, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.generations.names import SITE
from core.generations.operations import count_changes
from core.records.changes import count_change

# What is written of a page while its next version is a draft.
DRAFTS = frozenset({
    "comments", "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
})  # fmt: skip


class EditionOperation(Protocol):
    """An operation on the record of a page."""

    def __call__(self, *, page: Any, by: Any) -> Any:
        """Bring the record up to date."""


def connect_editions(model: type[Any], *, live: EditionOperation, dark: EditionOperation) -> None:
    """Call ``live`` whenever a page of ``model`` goes live or changes its address, ``dark`` when it goes."""

    def went_live(sender: type[Any], instance: Any, **kwargs: Any) -> None:
        if instance.live:
            live(page=instance, by=kwargs.get("user"))

    def went_dark(sender: type[Any], instance: Any, **kwargs: Any) -> None:
        dark(page=instance, by=kwargs.get("user"))

    def is_deleted(sender: type[Any], instance: Any, **kwargs: Any) -> None:
        # The row is still there; what counts is that the edition is not live any more.
        model.objects.filter(pk=instance.pk).update(live=False)
        dark(page=instance, by=None)

    def is_saved(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
        # An original that is not published is written as it is edited, and its translations show its facts. Of one
        # that is published a draft writes nothing that readers see.
        written = kwargs.get("update_fields")
        if instance.record is not None and not raw and (written is None or not DRAFTS.issuperset(written)):
            count_change(instance.record)

    def is_to_be_saved(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
        # With its address those of all below it change. Wagtail says so when it is done; pages that are kept must
        # hear of it in the same transaction.
        if not raw and sender.objects.filter(pk=instance.pk).exclude(slug=instance.slug).exists():
            count_changes({SITE})

    name = model._meta.label
    page_published.connect(went_live, sender=model, weak=False, dispatch_uid=f"{name} published")
    page_unpublished.connect(went_dark, sender=model, weak=False, dispatch_uid=f"{name} unpublished")
    pre_delete.connect(is_deleted, sender=model, weak=False, dispatch_uid=f"{name} deleted")
    pre_save.connect(is_to_be_saved, sender=model, weak=False, dispatch_uid=f"{name} to be saved")
    post_save.connect(is_saved, sender=model, weak=False, dispatch_uid=f"{name} saved")
    _OPERATIONS[model] = live


_OPERATIONS: dict[type[Any], EditionOperation] = {}


def recorded_models() -> list[type[Any]]:
    """Return the models of pages that have records."""
    return list(_OPERATIONS)


def record_again(page: Any) -> None:
    """Bring the record of a live page up to date, where its model has records."""
    operation = _OPERATIONS.get(type(page))
    if operation is not None:
        operation(page=page, by=None)


def _address_changed(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Bring the addresses of the page and of all below it up to date."""
    for page in instance.get_descendants(inclusive=True).live().specific().iterator():
        record_again(page)
    # Texts may lead to pages that have no record.
    count_changes({SITE})


page_slug_changed.connect(_address_changed, dispatch_uid="editions: slug changed")
post_page_move.connect(_address_changed, dispatch_uid="editions: moved")


def _site_changed(sender: type[Any], **kwargs: Any) -> None:
    """Count that addresses are others now; what Django loads as it stands is counted by nobody."""
    if not kwargs.get("raw"):
        count_changes({SITE})


for _model in (Locale, Site):
    for _signal in (post_save, post_delete):
        _signal.connect(_site_changed, sender=_model, dispatch_uid=f"{_model._meta.label}: {_signal is post_save}")
