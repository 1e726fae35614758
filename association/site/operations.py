"""Bring the records of the site's pages up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from association.site.models import NewsPage
from association.site.permissions import can_set_mentions
from core.models import Record
from core.records.editions import original_of, register_editions, take_editions_down
from core.records.kinds import Verb
from core.records.operations import Edge, set_relations, touch
from core.sources.operations import cite


def record_page(*, page: Any, by: Any, key: str = "") -> Record:
    """Bring the record of a page up to date with its live editions; ``key`` counts only where there is none yet."""
    return register_editions(page=page, key=key or f"page-{page.slug}-{page.pk}", by=by)


def take_page_down(*, page: Any, by: Any) -> None:
    """Hide the page where no edition is live any more."""
    take_editions_down(page=page, by=by, record_again=record_page)


@transaction.atomic
def record_news(*, page: NewsPage, by: Any, key: str = "", listed_at: datetime | None = None) -> Record:
    """Bring the record of a news item and its sources up to date.

    Raises ``ValidationError`` where the original names no source.
    """
    record = register_editions(page=page, key=key or f"news-{page.slug}", by=by, listed_at=listed_at)
    original = original_of(page)
    if original is not None:
        cited = [row.source.record.key for row in original.news_sources.select_related("source__record")]
        cite(record=record, source_keys=cited, by=by)
    return record


def take_news_down(*, page: NewsPage, by: Any) -> None:
    """Hide the item where no edition is live any more."""
    take_editions_down(page=page, by=by, record_again=record_news)


@transaction.atomic
def set_mentions(*, record: Record, keys: Sequence[str], by: Any) -> None:
    """Make these the records the item speaks of; keys whose kind has not landed wait.

    Those that come or go are changed with it, as the item stands on their pages. Raises ``PermissionDenied``.
    """
    if by is not None and not can_set_mentions(by, record):
        raise PermissionDenied
    before = _mentioned(record)
    set_relations(subject=record, verb=Verb.MENTIONS, edges=[Edge(key) for key in keys], by=by)
    for changed in [record, *Record.objects.filter(pk__in=before ^ _mentioned(record)).order_by("pk")]:
        touch(record=changed, by=by)
    if by is not None:
        log(instance=record, action="site.set_mentions", user=by, title=record.key, data={"keys": list(keys)})


def _mentioned(record: Record) -> set[int]:
    return set(record.relations.filter(verb=Verb.MENTIONS).values_list("object", flat=True))
