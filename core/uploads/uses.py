"""Where files are used: a file that stands only on pages a reader may not see does not exist for that reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, OuterRef
from wagtail.models import ReferenceIndex

from core.records.models import Record

Reader = Callable[[Any, type[Any], set[str], Any], bool]
_readers: list[Reader] = []


def is_open_to(file: Any, user: Any) -> bool:
    """Whether ``user`` works on the whole record, or may see a record that uses the file, or none uses it.

    A page that was never published has no record and counts as one that nobody sees but whoever works on it.
    """
    is_editor = user is not None and user.is_active and user.has_perm("core.change_record")
    return is_editor or is_shown_to(file, user)


def is_shown_to(file: Any, user: Any) -> bool:
    """Whether a record that uses the file may be seen by ``user``, or none uses it: two queries, one more per kind."""
    uses: dict[int, set[str]] = defaultdict(set)
    for content_type, object_id in ReferenceIndex.get_references_to(file).values_list("content_type", "object_id"):
        uses[content_type].add(object_id)
    return not uses or any(_is_any_seen(file, content_type, found, user) for content_type, found in uses.items())


def register_reader(reader: Reader) -> Reader:
    """Let a function say whether somebody works on one of the rows of a model that use a file."""
    _readers.append(reader)
    return reader


def _is_any_seen(file: Any, content_type: int, object_ids: set[str], user: Any) -> bool:
    """Whether any of these rows has a record that ``user`` may see; rows of a model without records are open."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is not None and user is not None and any(reader(file, model, object_ids, user) for reader in _readers):
        return True
    try:
        if model is None or model._meta.get_field("record").related_model is not Record:
            return True
    except FieldDoesNotExist:
        return True
    seen = Record.objects.visible_to(user).filter(pk=OuterRef("record"))
    return bool(model._base_manager.filter(Exists(seen), pk__in=object_ids).exists())
