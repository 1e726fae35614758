"""People are told, and choose how."""

from __future__ import annotations

import logging
from collections.abc import Iterable
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
from core.notices.wording import address_of, words_of
from core.outbox.registry import register_timed_work
from core.users.models import User

# Signed with this, a number of an account may only stop its letters.
SALT = "core.notices.stop"
DIGEST_EVERY = timedelta(hours=24)
# A letter of a day shows so many notices and counts the others.
MOST_IN_A_LETTER = 30
KEPT = timedelta(days=365)

logger = logging.getLogger(__name__)


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


@register_timed_work("letters of the day", every=timedelta(minutes=30))
def write_digests() -> None:
    """Write to everybody who wants one letter a day and has something new. Safe to repeat and in several workers."""
    waiting = Notice.objects.for_a_letter().order_by().values_list("to", flat=True).distinct()
    for pk in list(waiting):
        try:
            _write_digest(pk)
        except Exception:  # of one person: the others get theirs
            logger.exception("The letter of the day to account %s was not written", pk)


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
    notices = list(Notice.objects.for_a_letter().filter(to=pk).order_by("at", "pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(is_lettered=True)
    unread = [notice for notice in notices if notice.read_at is None]
    if unread and choice.user.is_active:
        _write(choice.user, unread, language_of(choice.user, choice))


def _write(person: User, notices: list[Notice], language: str) -> None:
    with override(language):
        stop = settings.BASE_URL + reverse("stop-letters", args=[signing.dumps(person.pk, salt=SALT)])
        shown = notices[:MOST_IN_A_LETTER]
        told = {
            "name": str(person),
            "items": [{"words": words_of(one), "address": address_of(one, language)} for one in shown],
            "more": len(notices) - len(shown),
            "stop": stop,
            "choose": settings.BASE_URL + reverse("notice-choice"),
            "language": language,
        }
        letter = EmailMultiAlternatives(
            _subject(notices),
            render_to_string("emails/notice.txt", told),
            to=[person.email],
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        letter.attach_alternative(render_to_string("emails/notice.html", told), "text/html")
    letter.send()


def _subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return words_of(notices[0]).title
    count = len(notices)
    return ngettext("%(count)s notice from your desk", "%(count)s notices from your desk", count) % {"count": count}
