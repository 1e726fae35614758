"""Who follows hears of what is new and public there: once, in one letter, and of nothing that is hidden by then."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.following import telling
from core.following.operations import follow, follow_search, forget, stop_following
from core.models import Following, Letter, Notice, PublicChange, Record, User
from core.notices.models import How
from core.notices.operations import choose, write_digests, write_gathered
from core.notices.wording import words_of, words_of_all
from core.records.operations import reinstate_record, set_audience, touch, withdraw_record
from knowledge.following import LibrarySearches
from knowledge.models import PracticePage
from tests.following.conftest import World, deliver, tell


def text_of(letter: Letter) -> str:
    message = email.message_from_bytes(bytes(letter.message), policy=policy.default)
    body: Any = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n")


def letters_to(person: User) -> list[Letter]:
    return list(Letter.objects.filter(to=person.email).order_by("pk"))


def change_text(page: PracticePage) -> None:
    fresh = PracticePage.objects.get(pk=page.pk)
    fresh.challenge = "<p>Synthetic, told anew.</p>"
    fresh.save_revision().publish()


def withdraw(page: PracticePage) -> None:
    withdraw_record(record=page.record, on=timezone.localdate(), reason="Synthetic.", by=None)


# --- The story ------------------------------------------------------------------------------------------


def test_a_reader_hears_of_all_that_becomes_of_a_practice(world: World) -> None:
    follow(record=world.country.record, by=world.reader)
    page = world.publish("new", title="Synthetic bus")
    tell()
    (letter,) = letters_to(world.reader)
    assert letter.subject == "Published: Synthetic bus"
    assert "You follow: Azerbaijan." in text_of(letter)
    assert f"/id/{page.record.key}" in text_of(letter)
    change_text(page)
    tell()
    assert letters_to(world.reader)[-1].subject == "New version: Synthetic bus"
    withdraw(page)
    tell()
    assert letters_to(world.reader)[-1].subject == "Withdrawn: Synthetic bus"
    reinstate_record(record=page.record, by=None)
    tell()
    assert [letter.subject.partition(":")[0] for letter in letters_to(world.reader)] == [
        "Published", "New version", "Withdrawn", "Published",
    ]  # fmt: skip
    assert letters_to(world.second) == []


@pytest.mark.parametrize("of", ["practice", "country", "topic"])
def test_whatever_is_followed_tells_of_a_practice(world: World, of: str) -> None:
    followed = {"practice": world.practice.record, "country": world.country.record, "topic": world.topic.record}[of]
    follow(record=followed, by=world.reader)
    change_text(world.practice)
    tell()
    assert letters_to(world.reader)[0].subject == "New version: Synthetic known"


def test_who_follows_another_country_hears_nothing(world: World) -> None:
    follow(record=world.other.record, by=world.reader)
    world.publish("new")
    tell()
    assert not Notice.objects.exists()


def test_nothing_is_told_that_is_no_news(world: World) -> None:
    """Neither what stands there already, nor a change of anything but the text, nor the same text published again."""
    follow(record=world.country.record, by=world.reader)
    touch(record=world.practice.record, by=None)
    PracticePage.objects.get(pk=world.practice.pk).save_revision().publish()
    page = PracticePage.objects.get(pk=world.practice.pk)
    page.unpublish()
    deliver()
    PracticePage.objects.get(pk=page.pk).save_revision().publish()
    tell()
    assert not Notice.objects.exists()


def test_what_happened_before_one_followed_is_not_told(world: World) -> None:
    world.publish("new")
    deliver()
    follow(record=world.country.record, by=world.reader)
    tell()
    assert not Notice.objects.exists()


def test_who_follows_for_several_reasons_hears_once(world: World) -> None:
    for record in (world.country.record, world.topic.record):
        follow(record=record, by=world.reader)
    follow_search(query="country=azerbaijan", language="en", by=world.reader)
    world.publish("new", title="Synthetic bus")
    tell()
    (letter,) = letters_to(world.reader)
    assert "You follow: Azerbaijan; Topic synthetic; the search: Country: Azerbaijan." in text_of(letter)


# --- Nothing restricted ------------------------------------------------------------------------------------


def test_a_practice_that_is_not_public_is_not_told_until_it_is(world: World) -> None:
    follow(record=world.country.record, by=world.reader)
    page = world.publish("hidden", title="Synthetic hidden")
    set_audience(record=page.record, tokens=["secretariat"], by=None)
    tell()
    assert not Notice.objects.exists()
    set_audience(record=page.record, tokens=["public"], by=None)
    touch(record=page.record, by=None)
    tell()
    assert letters_to(world.reader)[0].subject == "Published: Synthetic hidden"


@pytest.mark.parametrize("how", ["restricted", "taken down", "withdrawn"])
def test_what_was_hidden_between_the_change_and_the_telling_is_not_named(world: World, how: str) -> None:
    follow(record=world.country.record, by=world.reader)
    page = world.publish("new", title="Synthetic hidden")
    deliver()
    hide(page, how)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        telling.tell_followers()
    assert not Notice.objects.exists()
    assert not PublicChange.objects.exists()


@pytest.mark.parametrize("how", ["restricted", "taken down", "withdrawn"])
def test_what_was_hidden_between_the_notice_and_the_letter_is_not_named(world: World, how: str) -> None:
    choose(by=world.reader, how=How.DAILY, language="en")
    follow(record=world.country.record, by=world.reader)
    gone = world.publish("new", title="Synthetic hidden")
    world.publish("other", title="Synthetic bus")
    tell()
    assert "Synthetic hidden" in str(words_of(Notice.objects.get()))
    hide(gone, how)
    write_digests()
    (letter,) = letters_to(world.reader)
    assert "Synthetic bus" in text_of(letter)
    assert "hidden" not in text_of(letter)
    assert "hidden" not in str(words_of(Notice.objects.get()))


def test_no_letter_is_written_where_nothing_is_left_to_tell(world: World) -> None:
    choose(by=world.reader, how=How.DAILY, language="en")
    follow(record=world.country.record, by=world.reader)
    page = world.publish("new", title="Synthetic hidden")
    tell()
    hide(page, "restricted")
    write_digests()
    assert letters_to(world.reader) == []
    assert words_of(Notice.objects.get()).text == "This is no longer public."


def test_a_reason_that_is_hidden_by_then_is_not_named(world: World) -> None:
    follow(record=world.topic.record, by=world.reader)
    world.publish("new")
    set_audience(record=world.topic.record, tokens=["secretariat"], by=None)
    tell()
    assert "You follow" not in text_of(letters_to(world.reader)[0])


def hide(page: PracticePage, how: str) -> None:
    if how == "restricted":
        set_audience(record=page.record, tokens=["secretariat"], by=None)
    elif how == "taken down":
        PracticePage.objects.get(pk=page.pk).unpublish()
    else:
        withdraw(page)


# --- One letter for many, never twice ------------------------------------------------------------------------


def test_a_load_of_many_is_told_in_one_letter(world: World, django_assert_max_num_queries: Any) -> None:
    for person in (world.reader, world.second):
        follow(record=world.country.record, by=person)
    many = [Record.objects.create(key=f"many-{n}", kind="practice", slug=f"many-{n}", listed_at=timezone.now())
            for n in range(120)]  # fmt: skip
    from core.models import AudienceToken, Relation, Title

    AudienceToken.objects.bulk_create(AudienceToken(record=one, token="public") for one in many)
    Relation.objects.bulk_create(Relation(subject=one, verb="in_country", object=world.country.record) for one in many)
    Title.objects.bulk_create(
        Title(record=one, kind="practice", language="en", text=one.key, text_language="en", address="/", sort_key="s")
        for one in many
    )
    for one in many:
        touch(record=one, by=None)
    deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        with django_assert_max_num_queries(20):
            telling.tell_followers()
        write_gathered()
    assert Letter.objects.count() == 2
    (letter,) = letters_to(world.reader)
    assert letter.subject == "120 practices that you follow are new or changed"
    assert "And 70 more." in text_of(letter)
    assert text_of(letter).count("Published: many-") == 50


def test_it_is_waited_until_it_is_quiet_but_not_for_ever(world: World) -> None:
    follow(record=world.country.record, by=world.reader)
    start = timezone.now()
    for minute in range(0, 33, 1):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            world.publish(f"new-{minute}")
            deliver()
            telling.tell_followers()
            if minute < 30:
                assert not Notice.objects.exists()
    assert Notice.objects.exists()


def test_a_worker_that_dies_while_it_tells_told_nobody_and_the_next_tells_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (world.reader, world.second):
        follow(record=world.country.record, by=person)
    world.publish("new")
    deliver()

    def die(**given: Any) -> None:
        gather(**given)
        raise KeyboardInterrupt

    gather = telling.gather_notices
    monkeypatch.setattr(telling, "gather_notices", die)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        with pytest.raises(KeyboardInterrupt):
            telling.tell_followers()
        assert not Notice.objects.exists()
        monkeypatch.undo()
        for _time in range(3):
            telling.tell_followers()
            write_gathered()
    assert Notice.objects.count() == Letter.objects.count() == 2


@pytest.mark.parametrize("how", ["another tells", "restricted", "more comes"])
def test_nothing_is_held_while_searches_are_asked_and_what_happens_meanwhile_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    follow_search(query="country=azerbaijan", language="en", by=world.reader)
    page = world.publish("new")
    deliver()
    depth, found = len(connection.savepoint_ids), LibrarySearches()
    left = []

    def meanwhile(*given: Any, **named: Any) -> set[int]:
        assert len(connection.savepoint_ids) == depth
        monkeypatch.setattr(telling, "searches", lambda: found)
        if how == "another tells":
            telling.tell_followers()
        elif how == "restricted":
            hide(page, how)
        else:
            world.publish("more")
            deliver()
            left.append(PublicChange.objects.last())
        return found.matching(*given, **named)

    monkeypatch.setattr(telling, "searches", lambda: mock.Mock(matching=meanwhile))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        telling.tell_followers()
    assert Notice.objects.count() == (0 if how == "restricted" else 1)
    assert list(PublicChange.objects.all()) == left


def test_a_worker_that_dies_between_two_letters_writes_the_other_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.notices import operations

    for person in (world.reader, world.second):
        follow(record=world.country.record, by=person)
    world.publish("new")
    write, written = operations._write, []

    def die_at_the_second(person: User, *given: Any) -> None:
        write(person, *given)
        written.append(person)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(operations, "_write", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        tell()
    assert Letter.objects.count() == 1
    monkeypatch.undo()
    write_gathered()
    write_gathered()
    assert {letter.to for letter in Letter.objects.all()} == {"reader@example.org", "second@example.org"}
    assert Letter.objects.count() == 2


def test_what_comes_and_goes_before_anybody_is_told_is_told_to_nobody(world: World) -> None:
    follow(record=world.country.record, by=world.reader)
    page = world.publish("new")
    deliver()
    change_text(page)
    deliver()
    assert [one.what for one in PublicChange.objects.all()] == ["published"]
    withdraw(page)
    deliver()
    assert not PublicChange.objects.exists()


# --- How one is told --------------------------------------------------------------------------------------------


def test_who_wants_no_letters_finds_it_on_the_desk(world: World) -> None:
    choose(by=world.reader, how=How.NEVER, language="en")
    follow(record=world.country.record, by=world.reader)
    world.publish("new")
    tell()
    assert Notice.objects.count() == 1
    assert not Letter.objects.exists()


def test_a_letter_speaks_the_language_of_its_reader_and_is_stopped_by_one_click(world: World) -> None:
    choose(by=world.reader, how=How.AT_ONCE, language="az")
    follow(record=world.country.record, by=world.reader)
    world.publish("new")
    tell()
    message = email.message_from_bytes(bytes(Letter.objects.get().message), policy=policy.default)
    assert "/az/letters/stop/" in message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_stopped_left_or_was_forgotten_hears_nothing(world: World) -> None:
    stop_following(following=follow(record=world.country.record, by=world.reader), by=world.reader)
    follow(record=world.country.record, by=world.second)
    User.objects.filter(pk=world.second.pk).update(is_active=False)
    world.publish("new")
    tell()
    assert not Notice.objects.exists()
    forget(person=world.second)
    assert not Following.objects.exists()


def test_many_notices_are_read_with_as_many_queries_as_one(world: World, django_assert_num_queries: Any) -> None:
    follow(record=world.country.record, by=world.reader)
    for number in range(3):
        world.publish(f"new-{number}")
        tell()
    notices = list(Notice.objects.all())
    with django_assert_num_queries(3):
        words_of_all(notices[:1])
    with django_assert_num_queries(3):
        assert len(words_of_all(notices)) == 3
