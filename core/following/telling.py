"""Followers are told: what is new is gathered, matched with what people follow, and told each of them at once.

What searches find is asked first, in no transaction: an engine may take its time, and nobody waits for it. Notices and
the deletion of what they tell are one transaction: a worker that dies in it told nobody, and the next one tells
everybody. Letters are written from notices, each in a transaction of its own (``core.notices``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from core.following.models import Following, PublicChange
from core.following.registry import SearchAwayError, searches
from core.following.tellable import tellable
from core.following.wording import FOLLOWED
from core.notices.operations import ForOne, gather_notices
from core.outbox.registry import register_timed_work
from core.records.models import Record, Relation

# What follows soon upon each other is told together: a load of many records lasts some minutes.
QUIET, LONGEST = timedelta(minutes=2), timedelta(minutes=30)
# An engine that does not answer is waited for so long; then the titles alone are compared.
SEARCH_WAITED_FOR = timedelta(hours=6)
# So much is told at one time, and of that so much is named to one person; the rest is counted.
MOST_AT_ONCE, MOST_NAMED = 5_000, 50
MOST_REASONS = 5
# What each search finds, by query and language.
Found = dict[tuple[str, str], set[int]]


@dataclass
class _Told:
    """What one person hears: what happened to which record, and why they hear of it."""

    changes: dict[int, str] = field(default_factory=dict)
    records: dict[int, None] = field(default_factory=dict)
    searches: dict[str, None] = field(default_factory=dict)


@register_timed_work("followers", every=timedelta(minutes=1))
def tell_followers() -> None:
    """Tell everybody of what is new where they follow, once it has become quiet. Safe to repeat."""
    now = timezone.now()
    waiting = PublicChange.objects.aggregate(first=Min("at"), last=Max("at"))
    if waiting["first"] is None or (waiting["last"] > now - QUIET and waiting["first"] > now - LONGEST):
        return
    try:
        _tell(may_wait=waiting["first"] > now - SEARCH_WAITED_FOR)
    except SearchAwayError:
        return  # nothing was told, and nothing is lost: it comes round in a minute


def _tell(*, may_wait: bool) -> None:
    changes = list(PublicChange.objects.order_by("pk")[:MOST_AT_ONCE])
    _tell_of([change.pk for change in changes], _found_by_searches(_news(changes), may_wait=may_wait))


def _news(changes: list[PublicChange]) -> dict[int, PublicChange]:
    """Return by record what may be told of at this moment, whatever stood there when it was noted."""
    named = tellable((change.record_id, change.what) for change in changes)
    return {change.record_id: change for change in changes if (change.record_id, change.what) in named}


@transaction.atomic
def _tell_of(pks: list[int], found: Found) -> None:
    """Tell of what is still there of the changes and may still be told: what came meanwhile has its own turn."""
    changes = list(PublicChange.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    news = _news(changes)
    heard: dict[int, _Told] = defaultdict(_Told)
    if news:
        _by_record(news, heard)
        _by_search(news, heard, found)
    _notify(heard)
    PublicChange.objects.filter(pk__in=[change.pk for change in changes]).delete()


def _by_record(news: dict[int, PublicChange], heard: dict[int, _Told]) -> None:
    """Add whoever follows a record of the news, or what it is found under."""
    edges: dict[int, list[int]] = defaultdict(list)
    for subject, found in Relation.objects.filter(subject__in=news).values_list("subject_id", "object_id"):
        edges[found].append(subject)
    followings = Following.objects.filter(record__in={*news, *edges}, user__is_active=True)
    for one in followings.order_by("user", "pk"):
        about = [one.record_id] if one.record_id in news else edges[one.record_id or 0]
        for pk in about:
            if _add(heard, one, news[pk]) and pk != one.record_id:
                heard[one.user_id].records[one.record_id or 0] = None


def _found_by_searches(news: dict[int, PublicChange], *, may_wait: bool) -> Found:
    """Return what each search finds of the news: it is asked once, whoever follows it."""
    if not news:
        return {}
    asked = _following_searches().order_by().values_list("query", "language").distinct()
    return {one: searches().matching(*one, set(news), may_wait=may_wait) for one in asked}


def _by_search(news: dict[int, PublicChange], heard: dict[int, _Told], found: Found) -> None:
    """Add whoever follows a search that found a record of the news."""
    for one in _following_searches():
        for pk in sorted(found.get((one.query, one.language), set()) & set(news)):
            if _add(heard, one, news[pk]):
                heard[one.user_id].searches[one.query] = None


def _following_searches() -> QuerySet[Following]:
    return Following.objects.exclude(query="").filter(user__is_active=True).order_by("query", "language", "user", "pk")


def _add(heard: dict[int, _Told], following: Following, change: PublicChange) -> bool:
    """Whether the person began to follow before it happened; then they hear of it."""
    if following.began_at > change.at:
        return False
    heard[following.user_id].changes[change.record_id] = change.what
    return True


def _notify(heard: dict[int, _Told]) -> None:
    keys = _keys_of_single_news(heard.values())
    told = {}
    for user_id, one in heard.items():
        key = keys.get(next(iter(one.changes))) if len(one.changes) == 1 else None
        place = ("permalink", key) if key else ("following", "")
        told[user_id] = ForOne(_as_told(one), *place)
    gather_notices(kind=FOLLOWED, told=told)


def _keys_of_single_news(heard: Iterable[_Told]) -> dict[int, str]:
    single = {next(iter(one.changes)) for one in heard if len(one.changes) == 1}
    return dict(Record.objects.filter(pk__in=single).values_list("pk", "key"))


def _as_told(one: _Told) -> dict[str, Any]:
    """Return what a notice keeps: numbers and no names, as these are asked for when it is read."""
    changes = list(one.changes.items())
    return {
        "changes": changes[:MOST_NAMED],
        "more": max(len(changes) - MOST_NAMED, 0),
        "records": list(one.records)[:MOST_REASONS],
        "searches": list(one.searches)[:MOST_REASONS],
    }
