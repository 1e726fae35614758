"""Who may do what with a file on the editors' side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.permissions import policy_registry

from core.audience.providers import tokens_of
from core.uploads.models import Picture, StoredFile

# What the addresses of Wagtail's views on documents call the document.
NAMED_BY = ("document_id", "doc_id", "pk")


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


def refuse_pictures_of_others(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Let a view meet no picture on which its user may not act; Wagtail's windows ask only for their lists.

    Raises ``Http404`` where the address names one, or one that is nowhere.
    """
    match = request.resolver_match
    if match is None or not match.namespace.startswith("wagtailimages"):
        return
    named = {str(kwargs[name]) for name in ("image_id", "pk") if name in kwargs}
    if not named:
        return
    policy = policy_registry.get_by_type(Picture)
    numbers = [number for text in named if (number := _number(text)) is not None]
    met = policy.instances_user_has_any_permission_for(request.user, {"add", "change", "choose"})
    if met.filter(pk__in=numbers).count() != len(named):
        raise Http404


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
