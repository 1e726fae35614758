"""Generations: every change counts once it can be seen, and gathering rows changes no number."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from core.generations.names import EVERYTHING
from core.generations.noting import noting, shows, shows_kinds, shows_the_moment
from core.generations.operations import count_changes, counted_as_one, gather, generations_of
from core.models import Generation
from core.outbox.operations import run_due_timers


@pytest.mark.django_db
class TestCounting:
    def test_what_never_changed_has_none(self) -> None:
        assert generations_of(["record 1"]) == {}

    def test_every_change_counts_of_its_names_and_of_everything(self) -> None:
        count_changes(["record 1", "kind term"])
        before = generations_of(["record 1", "kind term", EVERYTHING])
        count_changes(["record 1"])
        after = generations_of(["record 1", "kind term", EVERYTHING])
        assert after["record 1"] > before["record 1"]
        assert after[EVERYTHING] > before[EVERYTHING]
        assert after["kind term"] == before["kind term"]

    def test_many_changes_count_as_one_of_the_site(self) -> None:
        with counted_as_one():
            count_changes(["record 1"])
            count_changes(["record 2"])
        assert set(generations_of(["record 1", "record 2", "site", EVERYTHING])) == {"site", EVERYTHING}

    def test_what_is_only_tried_counts_nothing(self) -> None:
        with counted_as_one():
            count_changes(["record 1"])
            transaction.set_rollback(True)
        assert generations_of(["site", EVERYTHING]) == {}

    def test_gathering_leaves_every_number(self) -> None:
        for number in range(20):
            count_changes([f"record {number % 3}", "site"])
        names = ["record 0", "record 1", "record 2", "site", EVERYTHING]
        before = generations_of(names)
        assert gather() > 0
        assert generations_of(names) == before
        assert Generation.objects.count() == len(names)
        assert gather() == 0

    def test_gathering_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.generations.operations.NAMES_AT_ONCE", 2)
        monkeypatch.setattr("core.generations.operations.ROWS_AT_ONCE", 3)
        for _time in range(5):
            count_changes(f"record {number}" for number in range(7))
        gather()
        assert Generation.objects.count() == 8

    def test_the_worker_gathers(self) -> None:
        count_changes([])
        count_changes([])
        assert "generations" in run_due_timers()
        assert Generation.objects.filter(name=EVERYTHING).count() == 1

    def test_a_number_does_not_come_back_with_a_backup(self) -> None:
        """The same number of changes after it makes another number."""
        found = set()
        for _time in range(5):
            with transaction.atomic():
                count_changes(["record 1"])
                found.add(generations_of(["record 1"])["record 1"])
                transaction.set_rollback(True)
        assert len(found) == 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_the_one_that_ends_last_counts_too() -> None:
    """A change is told of when it can be seen, not when it began; and no writer waits for the other."""
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            count_changes(["kind practice"])
            began.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(10)
    count_changes(["kind practice"])
    between = generations_of(["kind practice"])
    gather()
    go_on.set()
    thread.join()
    assert generations_of(["kind practice"])["kind practice"] > between["kind practice"]


class TestNoting:
    def test_nothing_is_noted_outside(self) -> None:
        shows(["record 1"])
        with noting() as notes:
            pass
        assert notes.names == set()

    def test_who_notes_around_hears_of_it(self) -> None:
        with noting() as around:
            shows_kinds("term")
            with noting() as within:
                shows(["record 1"])
                shows_the_moment()
        assert within.names == {"record 1"}
        assert around.names == {"record 1", "kind term"}
        assert not around.is_whole
