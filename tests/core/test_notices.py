"""Notices: told once, on the desk and by letter as somebody chose, in their language."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.models import Letter, Notice, NoticeChoice, User
from core.notices.models import How
from core.notices.operations import choose, forget_old, notify, write_digests
from tests.signing_in import PASSWORD, let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
TOLD = {"title": "Synthetic <b>draft</b>", "by": "Somebody", "text": "Two\nlines.", "count": 2}


@pytest.fixture(autouse=True)
def letters_are_rows(settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("person@example.org", PASSWORD, name="Aynur Əliyeva")


def tell(*people: User, kind: str = "manuscript returned") -> None:
    notify(to=people, kind=kind, told=TOLD, view="notices")


def message(letter: Letter) -> Any:
    return email.message_from_bytes(bytes(letter.message), policy=policy.default)


def text_of(letter: Letter, kind: str = "plain") -> str:
    body = message(letter).get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n")


def test_who_chose_nothing_is_told_at_once(person: User) -> None:
    tell(person)
    letter = Letter.objects.get()
    assert letter.subject == "Returned to you: Synthetic <b>draft</b>"
    said = text_of(letter)
    assert "Dear Aynur Əliyeva," in said
    assert "Somebody asks for 2 changes." in said
    assert "Two\nlines." in said
    assert "http://testserver/en/desk/notices/" in said
    html = text_of(letter, "html")
    assert "Synthetic &lt;b&gt;draft&lt;/b&gt;" in html
    assert 'lang="en" dir="ltr"' in html


def test_a_letter_speaks_the_language_of_its_reader(person: User) -> None:
    choose(by=person, how=How.AT_ONCE, language="az")
    tell(person)
    letter = Letter.objects.get()
    assert letter.subject == "Sizə qaytarılıb: Synthetic <b>draft</b>"
    assert "/az/desk/notices/" in text_of(letter)
    assert 'lang="az"' in text_of(letter, "html")


def test_who_is_named_twice_is_told_once_and_who_left_is_not(person: User) -> None:
    gone = User.objects.create_user("gone@example.org", is_active=False)
    tell(person, gone, person)
    assert [notice.to for notice in Notice.objects.all()] == [person]
    assert Letter.objects.count() == 1


def test_what_is_undone_is_told_to_nobody(person: User) -> None:
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


class TestOnceADay:
    @pytest.fixture(autouse=True)
    def daily(self, person: User) -> None:
        choose(by=person, how=How.DAILY, language="en")

    def test_one_letter_with_everything(self, person: User) -> None:
        tell(person)
        tell(person, kind="manuscript published")
        assert not Letter.objects.exists()
        write_digests()
        write_digests()
        letter = Letter.objects.get()
        assert letter.subject == "2 notices from your desk"
        assert "Published: Synthetic" in text_of(letter)

    def test_not_more_than_once(self, person: User) -> None:
        tell(person)
        write_digests()
        tell(person)
        write_digests()
        assert Letter.objects.count() == 1
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            write_digests()
        assert Letter.objects.count() == 2

    def test_what_was_read_meanwhile_needs_no_letter(self, person: User) -> None:
        tell(person)
        Notice.objects.update(read_at=timezone.now())
        write_digests()
        assert not Letter.objects.exists()

    def test_a_long_day_is_cut_and_counted(self, person: User) -> None:
        for _number in range(33):
            tell(person)
        write_digests()
        assert "And 3 more on your desk." in text_of(Letter.objects.get())


class TestStopping:
    def link(self, person: User) -> str:
        tell(person)
        letter = Letter.objects.get()
        headers = message(letter)
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return urlsplit(headers["List-Unsubscribe"].strip(" <>")).path

    def test_one_click_of_a_mail_program_stops_them(self, person: User) -> None:
        address = self.link(person)
        answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert NoticeChoice.objects.get().how == How.NEVER
        tell(person)
        assert Letter.objects.count() == 1
        assert Notice.objects.count() == 2

    def test_to_open_the_address_stops_nothing(self, person: User) -> None:
        assert Client().get(self.link(person)).status_code == 200
        assert not NoticeChoice.objects.exists()

    def test_a_forged_one_does_nothing(self, person: User) -> None:
        address = self.link(person)
        assert Client().post(address[:-3] + "xx/").status_code == 404
        assert not NoticeChoice.objects.exists()


class TestPages:
    def test_one_reads_ones_own(self, person: User) -> None:
        other = User.objects.create_user("other@example.org", PASSWORD)
        tell(person)
        notice = Notice.objects.get()
        mine, theirs = let_in(Client(), person), let_in(Client(), other)
        assert "Synthetic &lt;b&gt;draft" in mine.get("/en/desk/notices/").content.decode()
        assert "Synthetic" not in theirs.get("/en/desk/notices/").content.decode()
        assert theirs.post(f"/en/desk/notices/{notice.pk}/").status_code == 404
        assert mine.post(f"/en/desk/notices/{notice.pk}/").status_code == 303
        assert Notice.objects.get().read_at is not None

    def test_all_are_marked_at_once(self, person: User) -> None:
        tell(person)
        tell(person)
        let_in(Client(), person).post("/en/desk/notices/read/")
        assert not Notice.objects.unread().exists()

    def test_the_choice_is_kept_and_nonsense_is_refused(self, person: User) -> None:
        asked = let_in(Client(), person)
        assert asked.post("/en/desk/notices/choice/", {"how": "by pigeon", "language": "en"}).status_code == 422
        assert asked.post("/en/desk/notices/choice/", {"how": "daily", "language": "az"}).status_code == 303
        assert (NoticeChoice.objects.get().how, NoticeChoice.objects.get().language) == ("daily", "az")

    def test_as_many_queries_for_many_as_for_few(self, person: User, django_assert_max_num_queries: Any) -> None:
        asked = let_in(Client(), person)
        counts = []
        for _time in range(2):
            for _number in range(12):
                tell(person)
            with django_assert_max_num_queries(30) as asked_for:
                asked.get("/en/desk/notices/")
            counts.append(len(asked_for))
        assert counts[0] == counts[1]


def test_a_kind_nobody_knows_any_more_is_still_shown(person: User) -> None:
    tell(person, kind="of an older release")
    assert "of an older release" in let_in(Client(), person).get("/en/desk/notices/").content.decode()


def test_what_is_older_than_a_year_is_forgotten(person: User) -> None:
    tell(person)
    tell(person)
    Notice.objects.filter(pk=Notice.objects.first().pk).update(at=timezone.now() - timedelta(days=400))
    forget_old()
    assert Notice.objects.count() == 1
