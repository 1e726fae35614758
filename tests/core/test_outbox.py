"""The outbox: a killed worker loses nothing and does nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from core.models import OutboxEntry, Record, Timer
from core.outbox import operations, registry
from core.outbox.operations import LEASE, deliver_batch, enqueue, run_due_timers
from core.records.operations import Edge, register_record, set_relations, touch

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
CHANGES = 500


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
def test_a_leased_entry_is_left_alone_until_the_lease_has_passed() -> None:
    """A second worker does not take what a first one holds; after the lease it does."""
    make_topic("synthetic-topic")
    OutboxEntry.objects.update(lease_until=timezone.now() + LEASE)
    assert deliver_batch() == 0
    OutboxEntry.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_batch() == OutboxEntry.objects.count() + 1


@pytest.mark.django_db
def test_a_failing_consumer_is_put_off_and_keeps_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row stays, later each time, and says why; the others are delivered."""
    topic = make_topic("synthetic-topic")
    OutboxEntry.objects.all().delete()

    def fail(record_id: int) -> None:
        raise RuntimeError("synthetic failure")

    monkeypatch.setitem(registry.CONSUMERS, "failing", fail)
    enqueue(record_id=topic.pk)
    deliver_batch()
    entry = OutboxEntry.objects.get()
    assert (entry.consumer, entry.attempts, entry.lease_until) == ("failing", 1, None)
    assert "synthetic failure" in entry.last_error
    first_wait = entry.next_try_at - timezone.now()
    OutboxEntry.objects.update(next_try_at=timezone.now())
    deliver_batch()
    assert OutboxEntry.objects.get().next_try_at - timezone.now() > first_wait


@pytest.mark.django_db
def test_timed_work_comes_round_once_for_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers at the same time: one does it; a failure does not stop the next round."""
    done: list[str] = []
    work = registry.TimedWork("synthetic", timedelta(minutes=1), lambda: done.append("done"))
    failing = registry.TimedWork("failing", timedelta(minutes=1), lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(operations, "TIMED_WORK", {"failing": failing, "synthetic": work})
    assert run_due_timers() == ["failing", "synthetic"]
    assert run_due_timers() == []
    assert done == ["done"]
    assert "ZeroDivisionError" in Timer.objects.get(name="failing").last_error
    Timer.objects.update(next_try_at=timezone.now())
    assert run_due_timers() == ["failing", "synthetic"]


def start_worker() -> subprocess.Popen[bytes]:
    """A worker of its own process on the database of this test."""
    database = connection.settings_dict
    script = (
        "import os, django; from django.conf import settings; django.setup();"
        "from django.db import connection; connection.settings_dict['NAME'] = os.environ['TEST_DATABASE'];"
        "from core.outbox import operations; from datetime import timedelta;"
        "operations.LEASE = timedelta(seconds=0.3);"
        "from django.core.management import call_command; call_command('run_worker', pause=0.01)"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "association.settings.test",
        "TEST_DATABASE": database["NAME"],
    }
    return subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_twenty_times_loses_nothing_and_does_nothing_twice() -> None:
    """`kill -9` at random moments during 500 changes: every change was counted exactly once for the neighbour."""
    chance = random.Random(20191224)
    topic = make_topic("synthetic-topic")
    practice = make_practice("synthetic-practice", topic.key)
    while deliver_batch():
        pass
    before_topic, before_practice = generation(topic), generation(practice)
    worker = start_worker()
    kills = sorted(chance.sample(range(CHANGES), KILLS))
    try:
        for change in range(CHANGES):
            touch(record=topic, by=None)
            if kills and change == kills[0]:
                kills.pop(0)
                time.sleep(chance.uniform(0, 1.2))
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = start_worker()
        wait_until_delivered()
    finally:
        worker.kill()
        worker.wait()
    assert generation(topic) == before_topic + CHANGES
    assert generation(practice) == before_practice + CHANGES


def wait_until_delivered(seconds: float = 90) -> None:
    """Wait for the last entry, and fail where it does not go."""
    end = time.monotonic() + seconds
    while OutboxEntry.objects.exists():
        assert time.monotonic() < end, f"{OutboxEntry.objects.count()} entries were not delivered"
        time.sleep(0.1)
