"""What tests of the index do: let the worker finish, and ask what the index holds."""

from __future__ import annotations

from core.outbox.operations import deliver_batch
from search.indexing import keep_up
from search.models import DueDocument, StoredDocument, WaitingDocument
from tests.search.memory import MemoryEngine


def work() -> None:
    """Let the worker do what it can."""
    while deliver_batch():
        pass
    keep_up()


def settle() -> None:
    """Let the worker finish what is in its queues."""
    work()
    assert not DueDocument.objects.exists()
    assert not WaitingDocument.objects.exists()


def stored() -> dict[int, int]:
    """The documents that the database wants in the index, with their versions."""
    return dict(StoredDocument.objects.filter(version__gt=0).values_list("record_id", "version"))


def indexed(engine: MemoryEngine) -> dict[int, int]:
    """The documents in the index, with their versions."""
    return dict(engine.versions())


def terms(engine: MemoryEngine, pk: int, name: str) -> set[str]:
    """What stands of a record in a field of the index; nothing where it is not there."""
    fields = (engine.index or {}).get(pk)
    if fields is None:
        return set()
    return {term for wording in fields.texts.get(name, []) for term in wording.split()} | set(fields.sets.get(name, []))
