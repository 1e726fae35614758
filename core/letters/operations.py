"""Letters are sent: each once, or with a word to the operator why it is not known."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from core.letters.models import Letter, LetterState
from core.letters.permissions import can_see_letters
from core.outbox.operations import reason_of, wait_after

# After so many refusals that may pass, a letter is given up: the waits between them add up to two days.
MOST_ATTEMPTS = 15
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=8)
# A worker that says nothing for so long has died; longer than any conversation with a mail server may take.
LEASE = timedelta(minutes=5)
AT_ONCE = 50
# Who was written what is kept so long; the text itself only until it is sent, and some days where it was not.
KEPT, TEXT_KEPT = timedelta(days=365), timedelta(days=3)
# No mail server takes an address there (RFC 2606): it stands where one was that is forgotten.
NOWHERE = "closed.invalid"

logger = logging.getLogger(__name__)


def reaches(address: str) -> bool:
    """Whether a letter to an address can come to anybody: whose address was forgotten is not written to any more."""
    name, _at, host = address.rpartition("@")
    return bool(name) and host != NOWHERE


def send_due() -> int:
    """Send what is due, and return how many letters were taken. Several workers may call this."""
    _note_the_dead()
    taken = 0
    due = Letter.objects.due(timezone.now()).filter(state=LetterState.WAITING)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        if (letter := _take(pk)) is None:
            continue
        taken += 1
        if not _send(letter):
            # Nobody is asked again at once: whatever else the worker does would wait with the letters.
            due.update(next_try_at=timezone.now() + FIRST_WAIT)
            break
    return taken


def send_again(*, letter: Letter, by: Any) -> None:
    """Send a letter whose fate is not known, or that was refused, once more, as long as its text is kept.

    Raises ``PermissionDenied``.
    """
    if not can_see_letters(by):
        raise PermissionDenied
    states = (LetterState.UNKNOWN, LetterState.REFUSED)
    Letter.objects.filter(pk=letter.pk, state__in=states).exclude(message=b"").update(
        state=LetterState.WAITING, attempts=0, next_try_at=timezone.now(), lease_until=None
    )


def forget_old() -> None:
    """Delete what nobody needs any more: texts first."""
    gone = Letter.objects.filter(written_at__lt=timezone.now() - TEXT_KEPT)
    gone = gone.filter(state__in=(LetterState.UNKNOWN, LetterState.REFUSED))
    gone.filter(is_forgotten=True).delete()
    gone.update(message=b"")
    Letter.objects.filter(written_at__lt=timezone.now() - KEPT).exclude(state=LetterState.WAITING).delete()


def _take(pk: int) -> Letter | None:
    """Return a letter for this worker alone; that it is being sent is written before a server hears of it."""
    now = timezone.now()
    mine = Letter.objects.due(now).filter(pk=pk, state=LetterState.WAITING)
    if not mine.update(state=LetterState.SENDING, lease_until=now + LEASE):
        return None
    return Letter.objects.get(pk=pk)


def _send(letter: Letter) -> bool:
    """Hand a letter over, and say whether there was a server to hand it to."""
    try:
        _hand_over(letter)
    except ConnectionError as error:
        _put_off(letter, error, is_final=False)
        return False
    except smtplib.SMTPResponseException as error:
        _put_off(letter, error, is_final=500 <= error.smtp_code < 600)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        _put_off(letter, error, is_final=all(500 <= code < 600 for code in codes))
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        # It may have been taken before the line broke.
        _tell(letter, LetterState.UNKNOWN, error)
    except (OSError, smtplib.SMTPException) as error:
        _put_off(letter, error, is_final=False)
    except ValueError as error:
        # No address of anybody, or none any more.
        _put_off(letter, error, is_final=True)
    else:
        Letter.objects.filter(pk=letter.pk).update(
            state=LetterState.SENT, sent_at=timezone.now(), message=b"", lease_until=None, last_error=""
        )
        Letter.objects.filter(pk=letter.pk, is_forgotten=True).delete()
    return True


def _hand_over(letter: Letter) -> None:
    connection = get_connection(settings.LETTER_BACKEND, fail_silently=False)
    # To connect is no part of sending: a server that is away has taken nothing.
    try:
        connection.open()
    except OSError as error:
        raise ConnectionError(str(error)) from error
    try:
        kept: Any = _Kept(letter)
        connection.send_messages([kept])
    finally:
        connection.close()


class _Kept:
    """A message as it was written, for Django's connections."""

    def __init__(self, letter: Letter) -> None:
        self.from_email, self.subject = letter.sender, letter.subject
        self.to, self.encoding = list(letter.recipients), None
        self._content = bytes(letter.message)

    def recipients(self) -> list[str]:
        return self.to

    def message(self, **kwargs: Any) -> _Content:
        return _Content(self._content)


class _Content:
    """The bytes of a message, which are sent as they were kept."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def as_bytes(self, *args: Any, **kwargs: Any) -> bytes:
        return self._content

    def get_charset(self) -> None:
        return None


def _put_off(letter: Letter, error: Exception, *, is_final: bool) -> None:
    attempts = letter.attempts + 1
    if is_final or attempts >= MOST_ATTEMPTS:
        _tell(letter, LetterState.REFUSED, error)
        return
    wait = wait_after(letter.attempts, first=FIRST_WAIT, longest=LONGEST_WAIT)
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.WAITING,
        attempts=attempts,
        next_try_at=timezone.now() + wait,
        lease_until=None,
        last_error=reason_of(error),
    )


def _tell(letter: Letter, state: LetterState, error: Exception) -> None:
    logger.error("The letter %s to %s is %s: %s", letter.pk, len(letter.recipients), state, type(error).__name__)
    Letter.objects.filter(pk=letter.pk).update(
        state=state, attempts=letter.attempts + 1, lease_until=None, last_error=reason_of(error)
    )


@transaction.atomic
def _note_the_dead() -> None:
    """Take letters whose worker died while it sent them for what they are: nobody knows."""
    dead = Letter.objects.filter(state=LetterState.SENDING, lease_until__lte=timezone.now())
    for letter in dead.select_for_update():
        letter.state, letter.lease_until = LetterState.UNKNOWN, None
        letter.last_error = "The worker ended while it sent this letter."
        letter.save(update_fields=["state", "lease_until", "last_error"])
