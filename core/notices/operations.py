"""People are told, and choose how."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from core.notices.models import How, Notice, NoticeChoice
from core.notices.wording import Words, address_of, words_of_all
from core.outbox.registry import register_timed_work
from core.users.models import User

# Signed with this, a number of an account may only stop its letters.
SALT = "core.notices.stop"
DIGEST_EVERY = timedelta(hours=24)
# A letter of a day shows so many notices and counts the others.
MOST_IN_A_LETTER = 30
KEPT = timedelta(days=365)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ForOne:
    """What one of many people is told, and where it leads."""

    told: dict[str, Any]
    view: str
    argument: str = ""


@transaction.atomic
def notify(*, to: Iterable[User], kind: str, told: dict[str, Any], view: str, argument: Any = "") -> None:
    """Tell people of something that concerns them: on their desk, and by letter as they chose.

    Call it in the transaction of what happened: then either both are known or neither. Who is told twice of the same
    is told once.
    """
    people = {person.pk: person for person in to if person.is_active}
    choices = NoticeChoice.objects.select_for_update().filter(user__in=people).order_by("user")
    chosen = {choice.user_id: choice for choice in choices}
    for pk, person in sorted(people.items()):
        choice = chosen.get(pk)
        how = choice.how if choice is not None else How.AT_ONCE
        notice = Notice.objects.create(
            to=person, kind=kind, told=told, view=view, argument=str(argument), is_lettered=how != How.DAILY
        )
        if how == How.AT_ONCE:
            _write(person, [notice], language_of(person, choice))


@transaction.atomic
def gather_notices(*, kind: str, told: Mapping[int, ForOne]) -> None:
    """Tell many people, each something of their own, by number of the account.

    Whoever is told at once hears of all that was gathered for them in one letter, soon; see ``write_gathered``.
    """
    people = set(User.objects.filter(pk__in=told, is_active=True).values_list("pk", flat=True))
    never = NoticeChoice.objects.filter(user__in=people, how=How.NEVER).values_list("user", flat=True)
    unlettered = set(never)
    Notice.objects.bulk_create(
        [
            Notice(
                to_id=pk,
                kind=kind,
                told=one.told,
                view=one.view,
                argument=one.argument,
                is_lettered=pk in unlettered,
            )
            for pk, one in told.items()
            if pk in people
        ],
        batch_size=500,
    )


def language_of(person: User, choice: NoticeChoice | None = None) -> str:
    """Return the language in which somebody is written to."""
    found = choice or NoticeChoice.objects.filter(user=person).first()
    chosen = found.language if found is not None else ""
    return chosen if chosen in settings.OPEN_LANGUAGES else settings.LANGUAGE_CODE


@transaction.atomic
def choose(*, by: User, how: str, language: str) -> NoticeChoice:
    """Keep how somebody wants to be told from now on. What waited for a letter that never comes waits no more."""
    choice, _made = NoticeChoice.objects.update_or_create(user=by, defaults={"how": how, "language": language})
    if how != How.DAILY:
        Notice.objects.for_a_letter().filter(to=by).update(is_lettered=True)
    return choice


def keep_language(*, of: User, language: str) -> None:
    """Take the language in which somebody came to their account for theirs, unless they chose one."""
    if language in settings.OPEN_LANGUAGES:
        choice, made = NoticeChoice.objects.get_or_create(user=of, defaults={"language": language})
        if not made and not choice.language:
            NoticeChoice.objects.filter(pk=choice.pk).update(language=language)


def stop_letters(*, token: str) -> User | None:
    """Send no more notices by letter to whoever this was made for; nothing where it was made for nobody."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is not None:
        choose(by=person, how=How.NEVER, language=language_of(person))
    return person


def mark_read(*, by: User, notice: Notice | None = None) -> None:
    """Note that somebody read a notice, or all of theirs."""
    mine = Notice.objects.unread().filter(to=by)
    (mine.filter(pk=notice.pk) if notice is not None else mine).update(read_at=timezone.now())


@register_timed_work("gathered letters", every=timedelta(minutes=1))
def write_gathered() -> None:
    """Write to everybody who is told at once and for whom something was gathered. Safe to repeat."""
    waiting = Notice.objects.for_a_letter().exclude(to__notice_choice__how=How.DAILY)
    _write_each(waiting, _write_what_was_gathered)


@register_timed_work("letters of the day", every=timedelta(minutes=30))
def write_digests() -> None:
    """Write to everybody who wants one letter a day and has something new. Safe to repeat and in several workers."""
    _write_each(Notice.objects.for_a_letter(), _write_digest)


def _write_each(waiting: Any, write: Callable[[int], None]) -> None:
    """Write one letter to each person for whom notices wait."""
    for pk in list(waiting.order_by().values_list("to", flat=True).distinct()):
        try:
            write(pk)
        except Exception:  # of one person: the others get theirs
            logger.exception("The letter of notices to account %s was not written", pk)


def forget_old() -> None:
    """Delete what is older than a year."""
    Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def _write_digest(pk: int) -> None:
    now = timezone.now()
    # The row of the choice is the lock: whoever changes it first writes the letter.
    due = NoticeChoice.objects.filter(user=pk, how=How.DAILY).exclude(digest_at__gt=now - DIGEST_EVERY)
    if not due.update(digest_at=now):
        return
    choice = NoticeChoice.objects.select_related("user").get(user=pk)
    _write_waiting(choice.user, choice)


@transaction.atomic
def _write_what_was_gathered(pk: int) -> None:
    # The row of the account is the lock; what was chosen meanwhile counts.
    person = User.objects.select_for_update().get(pk=pk)
    choice = NoticeChoice.objects.filter(user=pk).first()
    if choice is None or choice.how == How.AT_ONCE:
        _write_waiting(person, choice)


def _write_waiting(person: User, choice: NoticeChoice | None) -> None:
    notices = list(Notice.objects.for_a_letter().filter(to=person).order_by("at", "pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(is_lettered=True)
    unread = [notice for notice in notices if notice.read_at is None]
    if unread and person.is_active:
        _write(person, unread, language_of(person, choice))


def _write(person: User, notices: list[Notice], language: str) -> None:
    with override(language):
        stop = settings.BASE_URL + reverse("stop-letters", args=[signing.dumps(person.pk, salt=SALT)])
        said = [(one, words) for one, words in zip(notices, words_of_all(notices), strict=True) if not words.is_over]
        if not said:
            return
        shown = said[:MOST_IN_A_LETTER]
        told = {
            "name": str(person),
            "items": [{"words": words, "address": address_of(one, language)} for one, words in shown],
            "more": len(said) - len(shown),
            "stop": stop,
            "choose": settings.BASE_URL + reverse("notice-choice"),
            "language": language,
        }
        letter = EmailMultiAlternatives(
            _subject([words for _one, words in said]),
            render_to_string("emails/notice.txt", told),
            to=[person.email],
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        letter.attach_alternative(render_to_string("emails/notice.html", told), "text/html")
    letter.send()


def _subject(said: list[Words]) -> str:
    if len(said) == 1:
        return said[0].title
    count = len(said)
    return ngettext("%(count)s notice from your desk", "%(count)s notices from your desk", count) % {"count": count}
