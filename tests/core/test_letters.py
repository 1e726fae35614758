"""Letters: kept with what caused them, sent once, and told to the operator where that is not known."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone

from core.letters import operations
from core.letters.models import Letter, LetterState
from core.letters.operations import MOST_ATTEMPTS, forget_old, send_again, send_due
from tests.core.post_office import PostOffice, post_office
from tests.signing_in import People

pytestmark = pytest.mark.django_db
SENDER = "office@example.org"


@pytest.fixture(autouse=True)
def office(settings: Any) -> Iterator[PostOffice]:
    with post_office() as opened:
        settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
        settings.LETTER_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", opened.port, 5
        yield opened


def write(subject: str = "Salam", text: str = "Əziz həmkar, مرحبا", to: str = "expert@example.org") -> Letter:
    send_mail(subject, text, SENDER, [to])
    return Letter.objects.latest("pk")


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_is_kept_sent_once_and_its_text_forgotten(office: PostOffice) -> None:
    letter = write()
    assert (letter.state, letter.to, office.taken) == (LetterState.WAITING, "expert@example.org", [])
    assert send_due() == 1
    (taken,) = office.taken
    message = email.message_from_bytes(taken, policy=policy.default)
    assert (message["Subject"], message["From"], message["To"]) == ("Salam", SENDER, "expert@example.org")
    assert "Əziz həmkar, مرحبا" in message.get_body().get_content()  # type: ignore[union-attr]
    sent = again(letter)
    assert (sent.state, bytes(sent.message)) == (LetterState.SENT, b"")
    assert sent.sent_at is not None
    assert send_due() == 0
    assert len(office.taken) == 1


def test_what_is_undone_writes_to_nobody(office: PostOffice) -> None:
    def writes_and_breaks() -> None:
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writes_and_breaks()
    assert send_due() == 0
    assert not Letter.objects.exists()


def test_text_and_html_and_hidden_addresses(office: PostOffice) -> None:
    message = EmailMultiAlternatives("S", "text", SENDER, ["a@example.org"], bcc=["b@example.org"])
    message.attach_alternative("<p>text</p>", "text/html")
    message.send()
    assert Letter.objects.get().recipients == ["a@example.org", "b@example.org"]
    send_due()
    assert b"b@example.org" not in office.taken[0]
    assert b"text/html" in office.taken[0]


def test_a_letter_to_nobody_is_none() -> None:
    EmailMultiAlternatives("S", "text", SENDER, []).send()
    assert not Letter.objects.exists()


def test_a_server_that_is_away_is_asked_again_later(office: PostOffice, settings: Any) -> None:
    letter = write()
    settings.EMAIL_PORT = 9  # nobody listens
    send_due()
    put_off = again(letter)
    assert (put_off.state, put_off.attempts) == (LetterState.WAITING, 1)
    assert "Connection" in put_off.last_error
    assert send_due() == 0, "not at once"
    settings.EMAIL_PORT = office.port
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        send_due()
    assert again(letter).state == LetterState.SENT


def test_a_busy_server_is_asked_less_and_less_often_and_in_the_end_given_up(office: PostOffice) -> None:
    office.mood = "busy"
    letter, now, waits = write(), timezone.now(), []
    for _attempt in range(MOST_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            send_due()
            after = again(letter)
            waits.append(after.next_try_at - now)
            now = max(after.next_try_at, now)
    assert again(letter).state == LetterState.REFUSED
    assert waits[0] < waits[3] < waits[6]
    assert "451" in again(letter).last_error


def test_a_refused_letter_is_told_and_not_tried_again(office: PostOffice) -> None:
    office.mood = "refusing"
    letter = write()
    send_due()
    refused = again(letter)
    assert (refused.state, refused.attempts) == (LetterState.REFUSED, 1)
    assert "550" in refused.last_error
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert send_due() == 0


def test_where_the_line_broke_nobody_knows_and_it_does_not_come_twice(office: PostOffice) -> None:
    office.mood = "hanging up"
    letter = write()
    send_due()
    assert again(letter).state == LetterState.UNKNOWN
    office.mood = "willing"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert send_due() == 0
    assert office.taken == []


def test_a_worker_that_died_in_the_middle_loses_nothing_and_sends_nothing_twice(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, other = write(), write("Another")

    def dies(letter: Letter) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(operations, "_hand_over", dies)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert again(letter).state == LetterState.SENDING
    assert send_due() == 1, "the other goes out at once"
    assert again(other).state == LetterState.SENT
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert send_due() == 0
    told = again(letter)
    assert (told.state, len(office.taken)) == (LetterState.UNKNOWN, 1)
    assert "worker" in told.last_error


def test_the_secretariat_sends_again_what_is_not_known(office: PostOffice, people: People) -> None:
    office.mood = "refusing"
    letter = write()
    send_due()
    office.mood = "willing"
    with pytest.raises(PermissionDenied):
        send_again(letter=letter, by=people.editor)
    send_again(letter=letter, by=people.secretariat)
    send_due()
    assert again(letter).state == LetterState.SENT
    send_again(letter=letter, by=people.secretariat)
    assert send_due() == 0, "what was sent is not sent again"


def test_two_workers_take_one_letter_once(office: PostOffice) -> None:
    letter = write()
    assert operations._take(letter.pk) is not None
    assert operations._take(letter.pk) is None


def test_old_letters_are_forgotten_but_for_those_that_wait(office: PostOffice) -> None:
    sent = write()
    send_due()
    waiting = write()
    Letter.objects.update(written_at=timezone.now() - timedelta(days=400))
    forget_old()
    assert list(Letter.objects.values_list("pk", flat=True)) == [waiting.pk]
    assert sent.pk != waiting.pk


def test_a_subject_of_two_lines_is_no_second_header() -> None:
    with pytest.raises(ValueError, match="newlines"):
        write("a\nBcc: x@example.org")
