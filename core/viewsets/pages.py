"""Pages that have a record: where they are edited, which acts are open, and that they are not deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from core.records.models import Record
from core.records.pages import EditionMixin, EditionState
from core.viewsets.acts import act_buttons
from core.viewsets.beginnings import Beginning


def page_address(model: Any) -> Callable[[Record], str]:
    """Return a function that finds the editor of the original page of a record."""

    def find(record: Record) -> str:
        pages = model.objects.filter(record=record).order_by("edition_state")
        original = pages.filter(edition_state=EditionState.ORIGINAL).first() or pages.first()
        return reverse("wagtailadmin_pages:edit", args=[original.pk]) if original is not None else ""

    return find


def buttons_of_page(page: Any, user: Any) -> Iterator[Button]:
    """Give the acts on the record of ``page`` that are open to ``user``; they are taken on the original."""
    specific = page.specific
    if isinstance(specific, EditionMixin) and specific.record is not None:
        yield from act_buttons(specific.record, user)


def was_published(page: Any) -> bool:
    """Whether readers could ever see ``page`` or one below it."""
    return bool(page.get_descendants(inclusive=True).filter(first_published_at__isnull=False).exists())


def refuse_to_delete(request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
    """Answer that what was published is withdrawn or taken down, never deleted; let drafts pass."""
    kept = [page for page in pages if was_published(page)]
    if not kept:
        return None
    messages.error(
        request,
        _("“%(title)s” was published and is not deleted: withdraw it with a reason, or unpublish it.")
        % {"title": kept[0].get_admin_display_title()},
    )
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


def refuse_to_copy(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer that a page with a record is not copied: the copy would be a second page of the same record."""
    if not isinstance(page.specific, EditionMixin):
        return None
    messages.error(request, _("Pages are not copied here. Make a new page, or translate this one."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def mark_as_translation(page: Any) -> None:
    """Say of a page just made from another one that it is a translation nobody has reviewed."""
    if not isinstance(page, EditionMixin):
        return
    edition: Any = page
    type(edition).objects.filter(pk=edition.pk).update(edition_state=EditionState.TRANSLATED)
    revision = edition.get_latest_revision()
    if revision is not None:
        revision.content["edition_state"] = EditionState.TRANSLATED.value
        revision.save(update_fields=["content"])


def beginning_under(parent: Any, model: Any, label: Any, user: Any) -> list[Beginning]:
    """Offer a new page of ``model`` under the first page of ``parent`` in the language of the originals."""
    page = parent.objects.filter(edition_state=EditionState.ORIGINAL).order_by("pk").first()
    if page is None or not page.permissions_for_user(user).can_add_subpage():
        return []
    url = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, page.pk])
    return [Beginning(label, url)]
