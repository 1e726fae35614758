"""Who may do what with a file on the editors' side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from core.audience.providers import tokens_of
from core.uploads.models import StoredFile

# What the addresses of Wagtail's views on documents call the document.
NAMED_BY = ("document_id", "doc_id", "pk")


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """What the collections allow, of the files whose audience the user belongs to.

    Whoever may not read a file neither finds it in lists and choosers nor changes for whom it is.
    """

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Return the files a user may act on."""
        return super().instances_user_has_any_permission_for(user, actions).filter(audience__in=tokens_of(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether a user may act on a file."""
        is_reader = instance.audience in tokens_of(user)
        return is_reader and super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether a user may do any of this with a file."""
        is_reader = instance.audience in tokens_of(user)
        return is_reader and super().user_has_any_permission_for_instance(user, actions, instance)


def refuse_hidden_files(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Let a view on the editors' side meet no file whose audience the user does not belong to.

    Raises ``Http404`` where the address names one, or one that is nowhere: a view that refuses the method before it
    looks for the file would tell the two apart. Among many that are asked for both are left out.
    """
    match = request.resolver_match
    is_bulk = match is not None and kwargs.get("model_name") == StoredFile._meta.model_name
    if match is None or not (is_bulk or match.namespace.startswith("wagtaildocs")):
        return
    named = [str(kwargs[name]) for name in NAMED_BY if name in kwargs]
    asked = request.GET.getlist("id")
    seen = _seen_among([*named, *asked], request.user)
    if not seen.issuperset(named):
        raise Http404
    # “all” asks for those that the policy of files lets the user meet.
    kept = [pk for pk in asked if pk in seen or (is_bulk and pk == "all")]
    if kept != asked:
        given = request.GET.copy()
        given.setlist("id", kept)
        request.GET = given  # type: ignore[assignment]


def _seen_among(given: Iterable[str], user: Any) -> set[str]:
    """Return those of the ids, as they were written, that are of files for the user."""
    written = {text: pk for text in given if (pk := _number(text)) is not None}
    found = StoredFile.objects.filter(pk__in=set(written.values()), audience__in=tokens_of(user))
    seen = set(found.values_list("pk", flat=True)) if written else set()
    return {text for text, pk in written.items() if pk in seen}


def _number(text: str) -> int | None:
    """Read a number as Django does, which minds neither blanks nor zeros before it."""
    try:
        number = int(text)
    except ValueError:
        return None
    return number if 0 < number < 2**63 else None
