"""People follow and stop, save and let go. What somebody follows and saved is theirs alone: it is not audited."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.following.models import LONGEST_QUERY, Following, SavedRecord
from core.following.permissions import can_follow, can_save
from core.following.registry import searches
from core.following.wording import FOLLOWED
from core.notices.models import Notice
from core.records.models import Record
from core.users.models import User

# What one account follows, and keeps on its list, at most.
MOST_FOLLOWED, MOST_SAVED = 200, 1_000


@transaction.atomic
def follow(*, record: Record, by: User) -> Following:
    """Follow a record from now on. Safe to repeat.

    Raises ``PermissionDenied`` where ``by`` may not see it or its kind is not followed, and ``ValidationError`` where
    they follow as much as one may.
    """
    if not can_follow(by, record):
        raise PermissionDenied
    _hold(by)
    known = Following.objects.filter(user=by, record=record).first()
    if known is None:
        _refuse_too_many_followed(by)
        known = Following.objects.create(user=by, record=record)
    return known


@transaction.atomic
def follow_search(*, query: str, language: str, by: User) -> Following:
    """Follow a search from now on: practices that everybody finds by it. Safe to repeat.

    ``query`` is what stands in the address of the library. Raises ``PermissionDenied`` where ``by`` is closed, and
    ``ValidationError`` where it asks for nothing or is too long, or they follow as much as one may.
    """
    if not by.is_active:
        raise PermissionDenied
    asked = searches().read(query)
    if not asked:
        raise ValidationError(_("This search asks for nothing. Type words or choose filters in the library first."))
    if len(asked) > LONGEST_QUERY:
        raise ValidationError(_("This search is too long to be followed. Leave out some words or filters."))
    _hold(by)
    known = Following.objects.filter(user=by, query=asked, language=language).first()
    if known is None:
        _refuse_too_many_followed(by)
        known = Following.objects.create(user=by, query=asked, language=language)
    return known


def stop_following(*, following: Following, by: User) -> None:
    """Follow something no more. Raises ``PermissionDenied`` where it is not theirs."""
    if following.user_id != by.pk:
        raise PermissionDenied
    following.delete()


@transaction.atomic
def save(*, record: Record, by: User) -> SavedRecord:
    """Put a record at the end of one's list. Safe to repeat.

    Raises ``PermissionDenied`` where ``by`` may not see it or its kind is not saved, and ``ValidationError`` where the
    list is full.
    """
    if not can_save(by, record):
        raise PermissionDenied
    _hold(by)
    mine = SavedRecord.objects.filter(user=by)
    known = mine.filter(record=record).first()
    if known is not None:
        return known
    if mine.count() >= MOST_SAVED:
        raise ValidationError(
            ngettext(
                "Your list holds %(count)s record, as many as it can. Remove some first.",
                "Your list holds %(count)s records, as many as it can. Remove some first.",
                MOST_SAVED,
            )
            % {"count": MOST_SAVED}
        )
    last = mine.aggregate(last=Max("position"))["last"]
    return SavedRecord.objects.create(user=by, record=record, position=0 if last is None else last + 1)


def let_go(*, saved: SavedRecord, by: User) -> None:
    """Take a record off one's list. Raises ``PermissionDenied`` where it is not theirs."""
    if saved.user_id != by.pk:
        raise PermissionDenied
    saved.delete()


@transaction.atomic
def move(*, saved: SavedRecord, up: bool, by: User) -> None:
    """Let a record change places with the one before it, or after it; the first and the last stay where they are.

    Raises ``PermissionDenied`` where it is not theirs.
    """
    if saved.user_id != by.pk:
        raise PermissionDenied
    _hold(by)
    here = SavedRecord.objects.filter(pk=saved.pk).first()
    if here is None:
        return
    mine = SavedRecord.objects.filter(user=by)
    before = mine.filter(position__lt=here.position).order_by("-position")
    other = before.first() if up else mine.filter(position__gt=here.position).order_by("position").first()
    if other is not None:
        here.position, other.position = other.position, here.position
        SavedRecord.objects.bulk_update([here, other], ["position"])


def write_note(*, saved: SavedRecord, note: str, by: User) -> None:
    """Keep what somebody notes for themselves. Raises ``PermissionDenied`` where it is not theirs."""
    if saved.user_id != by.pk:
        raise PermissionDenied
    SavedRecord.objects.filter(pk=saved.pk).update(note=note.strip())


@transaction.atomic
def forget(*, person: User) -> None:
    """Delete all that somebody follows and saved, and what they were told of it. Safe to repeat."""
    Following.objects.filter(user=person).delete()
    SavedRecord.objects.filter(user=person).delete()
    Notice.objects.filter(to=person, kind=FOLLOWED).delete()


def _hold(person: User) -> None:
    """Let what one person does at the same moment in two windows come one after the other."""
    User.objects.select_for_update().get(pk=person.pk)


def _refuse_too_many_followed(person: User) -> None:
    if Following.objects.filter(user=person).count() >= MOST_FOLLOWED:
        raise ValidationError(
            ngettext(
                "You follow %(count)s thing, as many as one can. Stop following some first.",
                "You follow %(count)s things, as many as one can. Stop following some first.",
                MOST_FOLLOWED,
            )
            % {"count": MOST_FOLLOWED}
        )
