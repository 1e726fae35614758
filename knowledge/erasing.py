"""A person is erased from the versions of practices too, which nothing else may change."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.privacy.places import register_writer
from knowledge.models import PracticeVersion
from knowledge.versions.content import digest_of


def write_version(pk: int, values: dict[str, Any]) -> None:
    """Change a version and say when: the trigger lets content through with a new moment of an erasure alone.

    The digest follows, so that the same text is no new version when it is published again.
    """
    if "content" in values:
        values = {**values, "digest": digest_of(values["content"]), "erased_at": timezone.now()}
    PracticeVersion.objects.filter(pk=pk).update(**values)


register_writer("knowledge.PracticeVersion", write_version)
