"""The outbox: a killed worker loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections
from django.utils import timezone

from core.management.commands import run_worker
from core.models import OutboxEntry, Record, Timer
from core.outbox import operations, registry
from core.outbox.operations import LONGEST_WAIT, deliver_batch, enqueue, run_due_timers
from core.records.operations import Edge, register_record, set_relations, touch


@pytest.fixture(autouse=True)
def only_consumers_of_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps above listen too; here one entry is made for every change."""
    monkeypatch.delitem(registry.CONSUMERS, "search")
    monkeypatch.delitem(registry.CONSUMERS, "print")
    monkeypatch.delitem(registry.CONSUMERS, "followers")


def make_topic(key: str) -> Record:
    """A public synthetic record."""
    return register_record(
        key=key, kind="topic", slug=key, language="en", titles={"en": key}, address=lambda language: "/", by=None
    )


def make_practice(key: str, *topics: str) -> Record:
    """A public synthetic practice that is about topics."""
    practice = register_record(
        key=key, kind="practice", slug=key, language="en", titles={"en": key}, address=lambda language: "/", by=None
    )
    set_relations(subject=practice, verb="about", edges=[Edge(topic) for topic in topics], by=None)
    return practice


def generation(record: Record) -> int:
    """The generation as it stands in the database."""
    return Record.objects.get(pk=record.pk).generation


@pytest.mark.django_db
def test_a_change_is_a_change_of_every_neighbour() -> None:
    """A topic renamed changes the pages of its practices, and of nothing else."""
    topic, alone = make_topic("synthetic-topic"), make_topic("synthetic-alone")
    practice = make_practice("synthetic-practice", topic.key)
    while deliver_batch():
        pass
    before = generation(practice), generation(topic), generation(alone)
    touch(record=topic, by=None)
    assert deliver_batch() == 1
    assert (generation(practice), generation(topic), generation(alone)) == (before[0] + 1, before[1] + 1, before[2])
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_a_leased_entry_is_left_alone_until_the_lease_has_passed(settings: LazySettings) -> None:
    """A second worker does not take what a first one holds; after the lease it does."""
    make_topic("synthetic-topic")
    OutboxEntry.objects.update(lease_until=timezone.now() + settings.OUTBOX_LEASE)
    assert deliver_batch() == 0
    OutboxEntry.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_batch() == OutboxEntry.objects.count() + 1


def fail(record_id: int) -> None:
    """A consumer that never succeeds."""
    raise RuntimeError("synthetic failure")


@pytest.mark.django_db
def test_a_failing_consumer_is_put_off_and_keeps_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row stays, later each time up to an hour, and says why."""
    topic = make_topic("synthetic-topic")
    OutboxEntry.objects.all().delete()
    monkeypatch.setitem(registry.CONSUMERS, "failing", fail)
    enqueue(record_id=topic.pk)
    waits = []
    with time_machine.travel(datetime(2026, 1, 14, 12, tzinfo=timezone.get_default_timezone()), tick=False) as clock:
        OutboxEntry.objects.update(next_try_at=timezone.now())
        for attempt in range(1, 13):
            deliver_batch()
            entry = OutboxEntry.objects.get()
            assert (entry.consumer, entry.attempts, entry.lease_until) == ("failing", attempt, None)
            assert entry.last_error == "RuntimeError: synthetic failure"
            waits.append(entry.next_try_at - timezone.now())
            clock.move_to(entry.next_try_at)
    assert [wait.total_seconds() for wait in waits[:4]] == [10, 20, 40, 80]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


@pytest.mark.django_db
def test_a_failing_entry_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes behind it in the queue is delivered in the same round, and in the rounds after."""
    poisonous = make_topic("synthetic-poison")
    OutboxEntry.objects.all().delete()
    heard: list[int] = []

    def hear(record_id: int) -> None:
        if record_id == poisonous.pk:
            Record.objects.filter(pk=record_id).update(slug="half-done")
            raise RuntimeError("synthetic failure")
        heard.append(record_id)

    monkeypatch.setattr(operations, "CONSUMERS", {"hearing": hear})
    touch(record=poisonous, by=None)
    others = [make_topic(f"synthetic-{number}").pk for number in range(3)]
    deliver_batch()
    assert heard == others
    touch(record=Record.objects.get(pk=others[0]), by=None)
    deliver_batch()
    assert heard == [*others, others[0]]
    assert OutboxEntry.objects.get().record_id == poisonous.pk
    assert Record.objects.get(pk=poisonous.pk).slug == "synthetic-poison"  # nothing of a failed attempt stays


@pytest.mark.django_db
def test_an_entry_whose_record_goes_while_it_fails_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason has no row left to stand in, and the worker goes on."""
    topic = make_topic("synthetic-topic")
    OutboxEntry.objects.all().delete()
    monkeypatch.setitem(registry.CONSUMERS, "failing", fail)
    enqueue(record_id=topic.pk)
    put_off = operations._put_off

    def gone_before(pk: int, error: Exception) -> None:
        topic.delete()
        put_off(pk, error)

    monkeypatch.setattr(operations, "_put_off", gone_before)
    deliver_batch()
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_timed_work_comes_round_once_for_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers at the same time: one does it; a failure does not stop the next round."""
    done: list[str] = []
    work = registry.TimedWork("synthetic", timedelta(minutes=1), lambda: done.append("done"), registry.SHORT)
    fails: Any = lambda: 1 / 0  # noqa: E731
    failing = registry.TimedWork("failing", timedelta(minutes=1), fails, registry.LONG)
    monkeypatch.setattr(operations, "TIMED_WORK", {"failing": failing, "synthetic": work})
    assert run_due_timers() == ["failing", "synthetic"]
    assert run_due_timers() == []
    Timer.objects.update(next_try_at=timezone.now())
    assert run_due_timers([registry.LONG]) == ["failing"]
    assert done == ["done"]
    assert "ZeroDivisionError" in Timer.objects.get(name="failing").last_error
    Timer.objects.update(next_try_at=timezone.now())
    assert run_due_timers() == ["failing", "synthetic"]


# --- The process ----------------------------------------------------------------------------------


@pytest.fixture
def signals() -> Iterator[None]:
    """The worker listens to signals; after it, the tests do again."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker keeps the connection in whose transaction the test runs."""
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the worker would have slept."""
    taken: list[float] = []
    monkeypatch.setattr(run_worker.time, "sleep", taken.append)
    return taken


def ending(number: signal.Signals, heard: list[int], after: int) -> Callable[[int], None]:
    """A consumer during whose last turn the process is told to end."""

    def hear(record_id: int) -> None:
        heard.append(record_id)
        if len(heard) == after:
            os.kill(os.getpid(), number)
            heard.append(-record_id)  # the rest of its work

    return hear


@pytest.mark.django_db
@pytest.mark.usefixtures("signals", "one_connection")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_finishes_the_entry_and_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """What was not begun is free for another worker, without a lease."""
    monkeypatch.setattr(operations, "CONSUMERS", {})
    topics = [make_topic(f"synthetic-{number}") for number in range(5)]
    heard: list[int] = []
    operations.CONSUMERS["hearing"] = ending(number, heard, after=2)
    for topic in topics:
        touch(record=topic, by=None)
    call_command("run_worker")
    assert heard == [topics[0].pk, topics[1].pk, -topics[1].pk]
    left = OutboxEntry.objects.order_by("pk").values_list("record_id", "lease_until", "attempts")
    assert list(left) == [(topic.pk, None, 0) for topic in topics[2:]]


@pytest.mark.django_db
@pytest.mark.usefixtures("signals", "one_connection")
@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_while_the_database_is_away_it_waits_and_then_goes_on(
    monkeypatch: pytest.MonkeyPatch, naps: list[float], error: Exception
) -> None:
    """Three rounds fail, the fourth delivers."""
    topic, heard = make_topic("synthetic-topic"), list[int]()
    monkeypatch.setattr(operations, "CONSUMERS", {"hearing": ending(signal.SIGTERM, heard, after=1)})
    OutboxEntry.objects.all().delete()
    enqueue(record_id=topic.pk)
    away, deliver = [error] * 3, run_worker.deliver_batch

    def deliver_unless_away(**options: Callable[[], bool]) -> int:
        if away:
            raise away.pop()
        return deliver(**options)

    monkeypatch.setattr(run_worker, "deliver_batch", deliver_unless_away)
    call_command("run_worker", pause=1.0)
    assert heard == [topic.pk, -topic.pk]
    assert not OutboxEntry.objects.exists()
    assert naps == [run_worker.AWAY, 1.0] * 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals", "naps")
def test_a_connection_cut_in_the_middle_of_an_entry_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when PostgreSQL restarts: the entry is put off, the next one delivered."""
    first, second = make_topic("synthetic-first"), make_topic("synthetic-second")
    OutboxEntry.objects.all().delete()
    heard: list[int] = []

    def cut(record_id: int) -> None:
        if record_id == first.pk:
            other = connections.create_connection("default")
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
            other.close()
            Record.objects.filter(pk=record_id).update(slug="half-done")
        ending(signal.SIGTERM, heard, after=1)(record_id)

    monkeypatch.setattr(operations, "CONSUMERS", {"hearing": cut})
    for topic in (first, second):
        enqueue(record_id=topic.pk)
    call_command("run_worker")
    assert heard == [second.pk, -second.pk]
    entry = OutboxEntry.objects.get()
    assert (entry.record_id, entry.lease_until) == (first.pk, None)
    assert "OperationalError" in entry.last_error
