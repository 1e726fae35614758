"""What is made of rows is made anew when names go from them: search rows, kept pages, printed files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import caches
from django.db import transaction
from modelsearch import index
from wagtail.models import Page

from core.generations.names import SITE
from core.generations.operations import count_changes
from core.opinions.models import OpinionRequest
from core.pdf.models import PrintOrder
from core.pdf.shelf import remove_all_but
from core.privacy.places import REVISIONS, Finding, copies_of
from core.privacy.words import Words
from core.records.collation import sort_key
from core.records.models import Record, Title
from core.records.operations import touch
from core.review.digests import digest_of
from core.review.models import ReviewAct
from core.review.suggestions.models import Suggestion

# Caches that may hold what stood on pages.
KEPT = ("pages", "default")


def renew(changed: Iterable[Finding], words: Words, *, everywhere: bool) -> None:
    """Make anew whatever was made of the rows that changed."""
    found = list(changed)
    for finding in found:
        _renew_row(finding)
    if not everywhere:
        return
    records = {pk for finding in found if (pk := _record_of(finding)) is not None} | copies_of(words)
    for record in Record.objects.filter(pk__in=records).order_by("pk"):
        touch(record=record, by=None)
    count_changes({SITE})
    transaction.on_commit(lambda: _clear(records))


def _clear(records: set[int]) -> None:
    """Remove kept pages, and printed files but those of volumes that show none of the records."""
    for name in KEPT:
        caches[name].clear()
    orders = PrintOrder.objects.exclude(digest="").values_list("digest", "record_ids", "shown_ids")
    remove_all_but({digest for digest, *shown in orders if not records & {pk for ids in shown for pk in ids}})


def _renew_row(finding: Finding) -> None:
    """Bring what hangs on one row up to date."""
    if finding.place.label == REVISIONS:
        _note_digest(finding)
    elif finding.place.model is Title:
        for title in Title.objects.filter(pk=finding.pk):
            Title.objects.filter(pk=title.pk).update(sort_key=sort_key(title.text, title.language))
    elif issubclass(finding.place.model, index.Indexed):
        row = finding.place.model._base_manager.filter(pk=finding.pk).first()
        if row is not None:
            index.insert_or_update_object(row.specific if isinstance(row, Page) else row)


def _note_digest(finding: Finding) -> None:
    """Let what was said of a text hold for the text without the name: whoever said it read this text and no other."""
    before, after = (digest_of(_Content(content)) for content in (finding.before, finding.after))
    for known in (
        ReviewAct.objects.filter(revision=finding.pk),
        OpinionRequest.objects.filter(revision=finding.pk),
        Suggestion.objects.filter(gate__revision=finding.pk),
    ):
        known.filter(digest=before).update(digest=after)


class _Content:
    """What a revision holds, as the review takes its digest."""

    def __init__(self, content: Any) -> None:
        self.content = content


def _record_of(finding: Finding) -> int | None:
    """Return the record that a row belongs to, itself or by the row it hangs on."""
    row: Any = finding.place.model._base_manager.filter(pk=finding.pk).first()
    if isinstance(row, Record):
        return row.pk
    if isinstance(row, Page):
        row = row.specific
    for _step in range(2):
        if row is None:
            return None
        if getattr(row, "record_id", None) is not None:
            return int(row.record_id)
        row = next((getattr(row, name) for name in ("page", "contradiction", "concept") if hasattr(row, name)), None)
        if isinstance(row, Page):
            row = row.specific
    return None
