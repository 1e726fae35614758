"""The index can be made anew at any time, and whatever is not as it should be is mended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from core.models import AudienceToken, Record, Title
from core.outbox import operations as outbox
from core.outbox.operations import run_due_timers
from core.records.operations import touch
from search import checking, indexing, rebuilding, timers
from search.checking import Findings, check
from search.documents import SearchDocument
from search.duties import Busy, on_duty
from search.fields import Fields, fields_of
from search.indexing import keep_up
from search.models import DueDocument, Duty, StoredDocument, Task, WaitingDocument
from search.rebuilding import rebuild
from search.registry import build_documents
from tests.factories import knowledge as make
from tests.search.indexing import indexed, settle, stored, work
from tests.search.memory import MemoryEngine, MemoryRebuild

TOPICS = 12


@pytest.fixture
def topics(db: None, memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """Topics in the index, of which few make a batch."""
    monkeypatch.setattr(rebuilding, "BATCH", 5)
    monkeypatch.setattr(rebuilding, "FEW", 0)
    made = [make.a_concept(f"topic-{number:02}").record for number in range(TOPICS)]
    settle()
    assert len(memory.index) == TOPICS
    return made


def rename(record: Record, name: str) -> None:
    """A change that reaches the index."""
    Title.objects.filter(record=record, language="en").update(text=name)
    touch(record=record, by=None)


def hide(record: Record) -> None:
    """A change after which the record leaves the index."""
    record.audience.all().delete()
    touch(record=record, by=None)


# --- Rebuild -----------------------------------------------------------------------------------------


def test_a_rebuild_makes_the_index_of_the_stored_documents(topics: list[Record], memory: MemoryEngine) -> None:
    """What the index held is of no account; no builder is asked."""
    memory.index = {}
    done = rebuild()
    assert done.documents == TOPICS
    assert indexed(memory) == stored()
    assert Duty.objects.get(name=Task.REBUILD).result == vars(done)


def test_a_rebuild_analyses_nothing_that_was_analysed(
    topics: list[Record], memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: list[int] = []

    def analyse(document: SearchDocument, *, version: int) -> Fields:
        analysed.append(document.record_id)
        return fields_of(document, version=version)

    monkeypatch.setattr(indexing, "fields_of", analyse)
    before, memory.index = dict(memory.index), {}
    rebuild()
    assert (memory.index, analysed) == (before, [])


def test_after_a_change_of_the_analysis_it_is_done_once(
    topics: list[Record], memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another release stored other fields, or none."""
    first, second, *_rest = (topic.pk for topic in topics)
    before = dict(memory.index)
    StoredDocument.objects.filter(pk=first).update(fields={"texts": {"title": ["en:former"]}}, shape="former")
    StoredDocument.objects.filter(pk=second).update(fields=None, shape="")
    rebuild()
    assert memory.index == before
    monkeypatch.setattr(indexing, "fields_of", None)
    rebuild()
    assert memory.index == before
    assert not DueDocument.objects.exists()


def test_from_records_the_documents_are_made_anew_too(topics: list[Record], memory: MemoryEngine) -> None:
    """Whatever became of them: changed, lost, or left over."""
    first, second, *_rest = (topic.pk for topic in topics)
    before = stored()
    StoredDocument.objects.filter(pk=first).delete()
    StoredDocument.objects.filter(pk=second).update(version=1)
    StoredDocument.objects.create(pk=999_999, content={}, version=1)
    rebuild(from_records=True)
    assert indexed(memory) == stored() == before
    assert not DueDocument.objects.exists()
    assert not WaitingDocument.objects.exists()


# What happens while the second batch is written.
MEANWHILE: dict[str, Callable[[list[Record]], object]] = {
    "changed before": lambda topics: rename(topics[0], "Synthetic news"),
    "changed in this batch": lambda topics: rename(topics[6], "Synthetic news"),
    "changed after": lambda topics: rename(topics[11], "Synthetic news"),
    "gone before": lambda topics: hide(topics[0]),
    "gone in this batch": lambda topics: hide(topics[6]),
    "gone after": lambda topics: hide(topics[11]),
    "deleted": lambda topics: topics[0].delete(),
    "new": lambda topics: make.a_concept("topic-new"),
}


@pytest.mark.parametrize("change", MEANWHILE)
@pytest.mark.parametrize("is_written", [True, False], ids=["written meanwhile", "still waiting"])
def test_a_change_during_a_rebuild_is_not_missed(
    topics: list[Record], memory: MemoryEngine, change: str, is_written: bool
) -> None:
    """Wherever the rebuild is, and whether the change reached the old index in time or not."""
    batches = []

    def meanwhile(documents: list[Fields]) -> None:
        batches.append(documents)
        if len(batches) == 2:
            MEANWHILE[change](topics)
            while outbox.deliver_batch():
                pass
            with on_duty(Task.BUILD) as lease:
                indexing.build_due(lease)
            if is_written:
                keep_up()

    memory.before_add = meanwhile
    before = stored()
    rebuild()
    assert stored() != before
    assert indexed(memory) == stored()
    assert not WaitingDocument.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_write_while_the_index_is_rebuilt(memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread changes records as fast as it can, and works off the queues, during five rebuilds."""
    monkeypatch.setattr(rebuilding, "BATCH", 5)
    topics = [make.a_concept(f"topic-{number:02}").record for number in range(TOPICS)]
    settle()
    is_over, changes = threading.Event(), []

    def change_all_the_time() -> None:
        try:
            while not is_over.is_set():
                number = len(changes)
                rename(topics[number % TOPICS], f"Synthetic {number}")
                outbox.deliver_batch()
                keep_up()
                changes.append(number)
        finally:
            connections.close_all()

    writer = threading.Thread(target=change_all_the_time)
    writer.start()
    try:
        for _rebuild in range(5):
            seen = len(changes)
            rebuild()
            while len(changes) == seen and writer.is_alive():
                pass
    finally:
        is_over.set()
        writer.join()
    Duty.objects.update(next_try_at=timezone.now())
    settle()
    assert len(changes) >= 5
    assert indexed(memory) == stored()


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(topics: list[Record], memory: MemoryEngine) -> None:
    """The engine goes down half way; readers notice nothing, operators find the reason."""
    index, batches = memory.index, []

    def fail(documents: list[Fields]) -> None:
        batches.append(documents)
        memory.is_down = len(batches) == 2

    memory.before_add = fail
    with pytest.raises(CommandError, match="stays as it was"):
        call_command("rebuild_search")
    assert memory.index is index
    assert "told to be down" in Duty.objects.get(name=Task.REBUILD).last_error


def test_who_writes_to_the_former_index_during_the_swap_is_not_missed(
    topics: list[Record], memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The swap took so long that another worker took over: index and database are compared soon."""
    run_due_timers()
    swap = MemoryRebuild.swap

    def swap_slowly(aside: MemoryRebuild) -> None:
        Duty.objects.filter(name=Task.WRITE).update(holder="", lease_until=None)
        rename(topics[0], "Synthetic news")
        while outbox.deliver_batch():
            pass
        keep_up()
        swap(aside)

    monkeypatch.setattr(MemoryRebuild, "swap", swap_slowly)
    with pytest.raises(CommandError, match="took over"):
        call_command("rebuild_search")
    assert indexed(memory) != stored()
    assert "search check" in run_due_timers()
    assert indexed(memory) == stored()


def test_one_rebuild_at_a_time(topics: list[Record]) -> None:
    """A second one is refused and says why."""
    with on_duty(Task.REBUILD), pytest.raises(CommandError, match="rebuild"):
        call_command("rebuild_search")
    with on_duty(Task.REBUILD), pytest.raises(Busy):
        rebuild()


def test_the_command_says_what_it_did(topics: list[Record]) -> None:
    """The number of documents."""
    said = StringIO()
    call_command("rebuild_search", "--from-records", stdout=said)
    assert f"The index holds {TOPICS} documents" in said.getvalue()


# --- The worker looks after it -----------------------------------------------------------------------


def test_an_index_that_is_gone_comes_back_by_itself(topics: list[Record], memory: MemoryEngine) -> None:
    """The folder was deleted, or a release came with another shape: nobody need do anything."""
    memory.index = None
    timers.look_after_index()
    assert indexed(memory) == stored()
    assert len(memory.index) == TOPICS
    timers.look_after_index()
    assert memory.rebuilds == 1


def test_a_write_that_finds_no_index_asks_for_a_rebuild(topics: list[Record], memory: MemoryEngine) -> None:
    """What could not be written is in the new index."""
    memory.index = None
    rename(topics[0], "Synthetic news")
    while outbox.deliver_batch():
        pass
    keep_up()
    assert Duty.objects.get(name=Task.REBUILD).wanted_since is not None
    timers.look_after_index()
    assert indexed(memory) == stored()
    assert Duty.objects.get(name=Task.REBUILD).wanted_since is None


def test_a_rebuild_is_made_where_it_is_asked_for_and_only_then(topics: list[Record], memory: MemoryEngine) -> None:
    """Once for each time."""
    timers.look_after_index()
    assert memory.rebuilds == 0
    indexing.want_rebuild()
    timers.look_after_index()
    timers.look_after_index()
    assert memory.rebuilds == 1


def test_a_rebuild_that_fails_is_tried_again_later(topics: list[Record], memory: MemoryEngine) -> None:
    """A full disk is not filled again at once, and is forgotten when there is room."""
    memory.index = None
    memory.before_add = lambda documents: setattr(memory, "is_down", True)
    timers.look_after_index()
    memory.is_down = False
    timers.look_after_index()
    assert memory.rebuilds == 1
    memory.before_add = lambda documents: None
    Duty.objects.update(next_try_at=timezone.now())
    timers.look_after_index()
    assert indexed(memory) == stored()


def test_while_a_worker_rebuilds_its_other_duties_go_on(topics: list[Record], memory: MemoryEngine) -> None:
    """A change made at its beginning has reached the old index before its end."""
    seen = []

    def look(documents: list[Fields]) -> None:
        if not seen:
            rename(topics[11], "Synthetic news")
        seen.append(memory.index[topics[11].pk])

    memory.before_add = look
    indexing.want_rebuild()
    timers.look_after_index()
    assert seen[0] != seen[-1]
    assert indexed(memory) == stored()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_all_this(topics: list[Record], memory: MemoryEngine) -> None:
    """One round after another, until nothing is left to do."""
    memory.index = None
    rename(topics[0], "Synthetic news")
    call_command("run_worker", "--once")
    assert indexed(memory) == stored()
    assert not DueDocument.objects.exists()
    assert Duty.objects.get(name=Task.CHECK).done_at is not None


# --- The daily check ---------------------------------------------------------------------------------


def lose(memory: MemoryEngine, pk: int) -> None:
    """Take a document out of the index, and nobody knows."""
    memory.index.pop(pk)


def spoil(memory: MemoryEngine, pk: int) -> None:
    """Let the index hold another state of a document."""
    memory.index[pk] = Fields(record_id=pk, version=1)


def bring_in(memory: MemoryEngine, pk: int) -> None:
    """Let the index hold a document of no record."""
    memory.index[999_999] = Fields(record_id=999_999, version=1)


def never_build(memory: MemoryEngine, pk: int) -> None:
    """A record has no document, in the database or in the index."""
    StoredDocument.objects.filter(pk=pk).delete()
    memory.index.pop(pk)


def leave_behind(memory: MemoryEngine, pk: int) -> None:
    """A document of a record that is gone, in the database and in the index."""
    StoredDocument.objects.create(pk=999_999, content={}, version=1)
    memory.index[999_999] = Fields(record_id=999_999, version=1)


PLANTED: dict[str, tuple[Callable[[MemoryEngine, int], None], Findings]] = {
    "missing": (lose, Findings(missing=1)),
    "outdated": (spoil, Findings(outdated=1)),
    "superfluous": (bring_in, Findings(superfluous=1)),
    "unbuilt": (never_build, Findings(unbuilt=1)),
    "left over": (leave_behind, Findings(left_over=1)),
    "nothing": (lambda memory, pk: None, Findings()),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_differs_is_counted_and_mended(topics: list[Record], memory: MemoryEngine, planted: str) -> None:
    """Whatever it is; the day after nothing is found."""
    before = indexed(memory)
    plant, expected = PLANTED[planted]
    plant(memory, topics[3].pk)
    assert check() == expected
    assert indexed(memory) == stored() == before
    assert Duty.objects.get(name=Task.CHECK).result == vars(expected)
    assert check().is_clean


def withdraw_unnoticed(pk: int) -> None:
    Record.objects.filter(pk=pk).update(withdrawn_on=timezone.localdate(), withdrawn_reason="Synthetic.")


UNNOTICED: dict[str, Callable[[int], object]] = {
    "withdrawn": withdraw_unnoticed,
    "for nobody": lambda pk: AudienceToken.objects.filter(record=pk).delete(),
    "for others": lambda pk: AudienceToken.objects.filter(record=pk).update(token="secretariat"),
}


@pytest.mark.parametrize("change", UNNOTICED)
def test_what_readers_may_no_longer_see_leaves_the_index_though_nobody_said_so(
    topics: list[Record], memory: MemoryEngine, change: str
) -> None:
    """A change that passed the operations by, or an entry of the outbox that was lost."""
    pk = topics[3].pk
    UNNOTICED[change](pk)
    assert check() == Findings(left_over=1)
    held = memory.index.get(pk)
    assert held is None or held.sets["audience"] == ["secretariat"]
    assert (held is None) is (change != "for others")
    assert check().is_clean


def test_what_cannot_be_built_for_its_readers_of_now_is_not_found_by_those_of_before(
    topics: list[Record], memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = topics[3].pk

    def build(kind_of: dict[int, str]) -> dict[int, SearchDocument]:
        if pk in kind_of:
            raise RuntimeError("synthetic failure")
        return build_documents(kind_of)

    monkeypatch.setattr(indexing, "build_documents", build)
    AudienceToken.objects.filter(record=pk).update(token="secretariat")
    touch(record=topics[3], by=None)
    settle_what_can_be()
    assert pk in memory.index
    check()
    assert pk not in memory.index
    check()
    assert DueDocument.objects.filter(record_id=pk).count() == 1, "it waits once"
    monkeypatch.undo()
    DueDocument.objects.update(not_before=timezone.now())
    work()
    assert memory.index[pk].sets["audience"] == ["secretariat"]


def settle_what_can_be() -> None:
    """Let the worker do all but what fails."""
    work()
    assert DueDocument.objects.exists()


def test_what_only_waits_is_no_difference(topics: list[Record], memory: MemoryEngine) -> None:
    """The check finishes what is in the queues before it compares."""
    rename(topics[0], "Synthetic news")
    while outbox.deliver_batch():
        pass
    assert check().is_clean
    assert indexed(memory) == stored()


def test_the_command_says_what_it_mended(topics: list[Record], memory: MemoryEngine) -> None:
    """Or that all was well."""
    spoil(memory, topics[3].pk)
    said = StringIO()
    call_command("check_search", stdout=said)
    call_command("check_search", stdout=said)
    assert said.getvalue() == "Mended: outdated: 1.\nIndex and database are equal.\n"


def test_an_engine_that_is_down_cannot_be_compared(topics: list[Record], memory: MemoryEngine) -> None:
    """The command says so, the worker goes on."""
    memory.is_down = True
    with pytest.raises(CommandError, match="could not be compared"):
        call_command("check_search")
    timers.check_daily()
    assert "told to be down" in Duty.objects.get(name=Task.CHECK).last_error


def test_a_long_comparison_renews_what_it_holds(
    topics: list[Record], memory: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or another process would take it over half way."""
    monkeypatch.setattr(checking, "RENEWED_AFTER", 2)
    renewed = []
    monkeypatch.setattr(checking.Lease, "renew", lambda lease: renewed.append(lease.name))
    check()
    assert renewed.count(Task.WRITE) >= TOPICS // 2
