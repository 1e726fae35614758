"""Search rows are made of records; those that hold the words of an erasure are made anew."""

from __future__ import annotations

from collections.abc import Iterator

from core.privacy.places import register_copies
from core.privacy.words import Words
from search.models import StoredDocument

AT_ONCE = 500


@register_copies
def rows_with(words: Words) -> Iterator[int]:
    """Yield the records whose search rows hold the words."""
    rows = StoredDocument.objects.filter(content__isnull=False).values_list("record_id", "content")
    for record, content in rows.iterator(chunk_size=AT_ONCE):
        if words.without_in(content) != content:
            yield record
