"""A person is erased from the versions of practices too, which nothing else may change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.models import User
from core.privacy.places import register_file_names, register_writer
from knowledge.models import PracticeVersion, WordImport
from knowledge.versions.content import digest_of


def write_version(pk: int, values: dict[str, Any], by: User | None) -> None:
    """Change a version and say when: the trigger lets content through with a new moment of an erasure alone.

    The digest follows, so that the same text is no new version when it is published again.
    """
    if "content" in values:
        values = {**values, "digest": digest_of(values["content"]), "erased_at": timezone.now()}
    PracticeVersion.objects.filter(pk=pk).update(**values)


@register_file_names
def names_of_word_files() -> Iterable[str]:
    """Return the names of the Word files that were brought into drafts."""
    return WordImport.objects.values_list("file_name", flat=True)


register_writer("knowledge.PracticeVersion", write_version)
