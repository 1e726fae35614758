"""What editors read for a record, in the language of their screen, without a query per line."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language

from core.records.models import Record, Title


def with_titles(queryset: Any, *paths: str) -> Any:
    """Return ``queryset`` with the titles of its rows, or of the records at ``paths``, loaded in one query each."""
    return queryset.prefetch_related(
        *(Prefetch(f"{path}__titles" if path else "titles", queryset=Title.objects.all()) for path in paths or ("",))
    )


def title_of(record: Record | None) -> str:
    """Return the title in the language of the screen, else that of the original, else the key."""
    if record is None:
        return ""
    titles = {title.language: title.text for title in record.titles.all()}
    return titles.get(get_language() or "") or titles.get(record.language) or next(iter(titles.values()), record.key)
