"""The folder of the embedded engine: whatever happens to it, readers get right answers or none, and a rebuild heals."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy

from search.engines import EngineUnavailable, RebuildNeeded, embedded, generations
from search.engines.embedded import EmbeddedEngine
from search.fields import BODY, TITLE, Fields, orders, shape
from search.nodes import Everything, Term
from search.planning import Plan
from search.query import KIND
from tests.search.contract.library import LIBRARY, document, fill, found
from tests.search.contract.test_keeping import QUESTIONS

pytestmark = pytest.mark.sqlite

PARTS = ["idx", "pos", "term", "store", "fast", "fieldnorm", "del"]
COUNTED = Plan(Everything(), scope=(), size=1000, counted=(KIND,))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an engine whose index holds the library but for one, which was removed again."""
    folder = tmp_path_factory.mktemp("original") / "search"
    engine = EmbeddedEngine(folder)
    fill(engine, LIBRARY)
    engine.write([], removed=[1])
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(original, tmp_path / "search")


def index_of(folder: Path) -> Path:
    return folder / (folder / "current").read_text()


def part_of(folder: Path, part: str) -> Path:
    """A file of the index. Whichever process holds it open keeps it: it is replaced, not written over."""
    return next(index_of(folder).glob(f"*.{part}"))


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_an_index_is_lost_and_made_again(folder: Path) -> None:
    """The story: the folder is deleted under a running site, which says so until the rebuild, and then goes on."""
    engine = EmbeddedEngine(folder)
    assert engine.answer(COUNTED).total == len(LIBRARY) - 1
    shutil.rmtree(folder)
    with pytest.raises(RebuildNeeded):
        engine.answer(COUNTED)
    fill(engine, LIBRARY)
    assert engine.answer(COUNTED).total == len(LIBRARY)


# --- Damage ---------------------------------------------------------------------------------------


def flipped(content: bytes) -> bytes:
    """One bit is another."""
    place = len(content) // 3
    return content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "without its end": lambda content: content[:-1],
    "a bit flipped": flipped,
    "zeros": lambda content: bytes(len(content)),
    "something else": lambda content: b"\xff\x00garbage\n" * 50,
    "a foot that points before its beginning": lambda content: content[:-8] + b"\xff\xff\xff\xff" + content[-4:],
}


def assert_unavailable(engine: EmbeddedEngine) -> None:
    for question in QUESTIONS.values():
        with pytest.raises(RebuildNeeded):
            question(engine)


def assert_unavailable_until_rebuilt(engine: EmbeddedEngine) -> None:
    assert_unavailable(engine)
    fill(engine, LIBRARY)
    assert engine.answer(COUNTED).total == len(LIBRARY)


@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_file_is_noticed(folder: Path, part: str) -> None:
    path = part_of(folder, part)
    whole = path.read_bytes()
    for spoil in SPOILT.values():
        replace(path, spoil(whole))
        assert_unavailable(EmbeddedEngine(folder))
    assert_unavailable_until_rebuilt(EmbeddedEngine(folder))


def test_a_file_that_is_whole_again_is_read_again(folder: Path) -> None:
    path = part_of(folder, "idx")
    whole, engine = path.read_bytes(), EmbeddedEngine(folder)
    replace(path, flipped(whole))
    assert_unavailable(engine)
    replace(path, whole)
    assert engine.answer(COUNTED).total == len(LIBRARY) - 1


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_file_is_noticed(folder: Path, part: str) -> None:
    part_of(folder, part).unlink()
    assert_unavailable_until_rebuilt(EmbeddedEngine(folder))


META: dict[str, Callable[[dict], object]] = {
    "no object": lambda meta: [],
    "nothing of ours": lambda meta: {},
    "no segments": lambda meta: {**meta, "segments": None},
    "segments of another kind": lambda meta: {**meta, "segments": [1, "two"]},
    "an unknown segment": lambda meta: {**meta, "segments": [{**meta["segments"][0], "segment_id": "0" * 32}]},
    "no fields": lambda meta: {**meta, "schema": []},
    "fields of another kind": lambda meta: {**meta, "schema": [{"name": "title", "type": "nothing"}]},
}


@pytest.mark.parametrize("spoil", META)
def test_a_damaged_list_of_files_is_noticed(folder: Path, spoil: str) -> None:
    path = index_of(folder) / "meta.json"
    replace(path, json.dumps(META[spoil](json.loads(path.read_text()))).encode())
    assert_unavailable_until_rebuilt(EmbeddedEngine(folder))


@pytest.mark.parametrize("spoil", ["empty", "half", "without its end", "zeros", "something else"])
def test_a_list_of_files_that_is_cut_is_noticed_by_who_holds_it_open(folder: Path, spoil: str) -> None:
    engine = EmbeddedEngine(folder)
    engine.state()
    path = index_of(folder) / "meta.json"
    replace(path, SPOILT[spoil](path.read_text().strip().encode()))
    assert_unavailable_until_rebuilt(engine)


@pytest.mark.parametrize(
    "pointer", [b"", b"\xff\xfe", b"..", b"current", b"0" * 12, f"{shape()}-{'0' * 12}".encode(), b"x" * 100_000]
)
def test_a_pointer_to_nothing_is_noticed(folder: Path, pointer: bytes) -> None:
    replace(folder / "current", pointer)
    assert_unavailable_until_rebuilt(EmbeddedEngine(folder))


def test_an_index_of_another_shape_is_not_read(folder: Path) -> None:
    other = f"{'0' * 12}-{'1' * 12}"
    index_of(folder).rename(folder / other)
    replace(folder / "current", other.encode())
    assert_unavailable_until_rebuilt(EmbeddedEngine(folder))
    assert not (folder / other).exists()


def test_a_folder_that_is_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "search").write_text("no folder")
    engine = EmbeddedEngine(tmp_path / "search")
    with pytest.raises(RebuildNeeded):
        engine.answer(COUNTED)
    with pytest.raises(EngineUnavailable), engine.rebuild():
        pass


def test_files_of_others_are_left_alone(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / "kept").mkdir()
    fill(EmbeddedEngine(folder), [])
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "kept").is_dir()


# --- Space, locks and handles ---------------------------------------------------------------------


def test_an_engine_leaves_one_index_and_no_handle_of_another(folder: Path) -> None:
    reader, writer = EmbeddedEngine(folder), EmbeddedEngine(folder)
    for number in range(5):
        fill(writer, [document(number)])
        writer.write([document(number + 100)])
        assert found(reader, Everything()) == [number, number + 100]
    writer.answer(COUNTED)
    assert held_after_a_while(folder, {index_of(folder).name}) == {index_of(folder).name}
    assert sorted(path.name for path in folder.iterdir()) == [index_of(folder).name, "current", "rebuild.lock"]


def test_an_engine_lets_go_of_an_index_that_was_deleted(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    engine.answer(COUNTED)
    assert len(held(folder)) == 1
    shutil.rmtree(folder)
    with pytest.raises(RebuildNeeded):
        engine.answer(COUNTED)
    assert held_after_a_while(folder, set()) == set()


def held_after_a_while(folder: Path, expected: set[str]) -> set[str]:
    """What is held once a thread that the library begins with every opening has come to its end."""
    deadline = time.monotonic() + 60
    while (names := held(folder)) != expected and time.monotonic() < deadline:
        time.sleep(0.01)
    return names


def held(folder: Path) -> set[str]:
    """The indices whose files this process holds open or in memory."""
    paths = Path("/proc/self/maps").read_text() + "\n".join(map(os.readlink, _descriptors()))
    return set(re.findall(rf"{re.escape(str(folder))}/([0-9a-f]+-[0-9a-f]+)", paths))


def _descriptors() -> list[Path]:
    return [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink() and path.exists()]


def test_merges_keep_the_files_few(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    for number in range(30):
        engine.write([document(1000 + number)])
    assert len(list(index_of(folder).glob("*.term"))) < 12
    assert engine.answer(COUNTED).total == len(LIBRARY) - 1 + 30


def test_only_one_writes_and_the_other_may_try_again(folder: Path) -> None:
    writer = tantivy.Index.open(str(index_of(folder))).writer(15_000_000, 1)
    engine = EmbeddedEngine(folder)
    with pytest.raises(EngineUnavailable) as failure:
        engine.write([document(2, version=9)])
    assert not isinstance(failure.value, RebuildNeeded)
    writer.wait_merging_threads()
    engine.write([document(2, version=9)])
    assert (2, 9) in set(engine.versions())


def test_a_write_that_fails_lets_go_and_leaves_nothing(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    before = sorted(engine.versions())
    broken = Fields(70, 1, sets={"words": [7]})  # type: ignore[list-item]
    with pytest.raises(EngineUnavailable):
        engine.write([document(69), broken])
    assert sorted(engine.versions()) == before
    engine.write([document(69)])
    assert (69, 1) in set(engine.versions())


def test_writes_that_fail_do_not_fill_the_disk(folder: Path) -> None:
    """What one left behind is cleared away before the next, not only after one that succeeds."""
    engine = EmbeddedEngine(folder)
    sizes = []
    for _time in range(4):
        with pytest.raises(EngineUnavailable):
            engine.write([*LIBRARY, Fields(70, 1, sets={"words": [7]})])  # type: ignore[list-item]
        sizes.append(sum(path.stat().st_size for path in index_of(folder).iterdir()))
    assert max(sizes) < sizes[0] * 1.5


def test_a_panic_of_the_library_is_one_of_its_failures(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineUnavailable):
        EmbeddedEngine(folder).answer(Plan(Everything(), (), order=("no such field", True), start=2**63))
    with pytest.raises(EngineUnavailable, match="more than one term"), embedded._answering():
        tantivy.Query.phrase_query(embedded.schema(), TITLE, ["one"])
    assert "panicked" in capfd.readouterr().err


def test_what_is_no_failure_of_the_library_is_not_hidden() -> None:
    with pytest.raises(KeyboardInterrupt), embedded._answering():
        raise KeyboardInterrupt
    with pytest.raises(TypeError), embedded._answering():
        raise TypeError


# --- What happens in between ----------------------------------------------------------------------


def once(happening: Callable[[], object], then: Callable) -> Callable:
    """``then``, before which something happens, the first time."""
    waiting = [happening]

    def called(*args: object, **kwargs: object) -> object:
        if waiting:
            waiting.pop()()
        return then(*args, **kwargs)

    return called


def test_who_reads_while_the_index_is_replaced_reads_the_old_one_to_its_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = EmbeddedEngine(folder)
    monkeypatch.setattr(embedded, "_facets", once(lambda: fill(other, []), embedded._facets))
    engine = EmbeddedEngine(folder)
    answer = engine.answer(COUNTED)
    assert answer.total == sum(answer.facets[KIND].values()) == len(LIBRARY) - 1
    assert engine.answer(COUNTED).total == 0


@pytest.mark.parametrize("is_open", [True, False], ids=["another held open", "none held open"])
def test_who_opens_an_index_while_it_is_replaced_opens_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_open: bool
) -> None:
    engine, other = EmbeddedEngine(folder), EmbeddedEngine(folder)
    if is_open:
        engine.state()
        other.write([document(99)])
    monkeypatch.setattr(embedded, "check", once(lambda: fill(other, [document(7)]), generations.check))
    assert found(engine, Everything()) == [7]


def test_who_opens_an_index_while_it_is_removed_opens_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, other = EmbeddedEngine(folder), EmbeddedEngine(folder)
    monkeypatch.setattr(generations, "_stamp", once(lambda: fill(other, [document(7)]), generations._stamp))
    assert found(engine, Everything()) == [7]


def test_what_is_written_into_an_index_that_is_just_replaced_is_written_into_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, other = EmbeddedEngine(folder), EmbeddedEngine(folder)
    write = engine._write

    def written_too_late(documents: list[Fields], removed: list[int]) -> None:
        write(documents, removed)
        monkeypatch.undo()
        fill(other, [document(1), document(3)])

    monkeypatch.setattr(engine, "_write", written_too_late)
    engine.write([document(2)], removed=[3])
    assert found(engine, Everything()) == [1, 2]


def test_a_write_that_fails_because_the_index_is_replaced_is_written_into_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, other = EmbeddedEngine(folder), EmbeddedEngine(folder)
    delete = embedded._delete
    happening = once(lambda: fill(other, [document(1)]), delete)
    happened = threading.Event()

    def replaced_meanwhile(writer: tantivy.IndexWriter, record_id: int) -> None:
        if record_id == 2 and not happened.is_set():
            happened.set()
            happening(writer, record_id)
        else:
            delete(writer, record_id)

    monkeypatch.setattr(embedded, "_delete", replaced_meanwhile)
    engine.write([document(2)])
    assert found(engine, Everything()) == [1, 2]


def test_equal_scores_are_told_apart_by_number_over_more_than_the_library_looks_at(folder: Path) -> None:
    """More of one score than are looked at beside the page, and of another before and behind them."""
    engine = EmbeddedEngine(folder)
    many = embedded.SPARE * 3
    fill(engine, [document(number, body="alike " * (1 + (number % many == 0))) for number in range(2 * many, 0, -1)])
    pages = [engine.answer(Plan(Term(BODY, "alike"), (), start=start, size=50)) for start in range(0, 2 * many, 50)]
    numbers = [hit.record_id for page in pages for hit in page.hits]
    assert numbers == [many, 2 * many, *(number for number in range(1, 2 * many) if number != many)]


def test_the_shape_follows_the_fields(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    before = shape()
    shape.cache_clear()
    monkeypatch.setattr("search.fields.VERSION", 0)
    assert shape() != before
    monkeypatch.undo()
    shape.cache_clear()
    assert shape() == before
    assert len(orders()) == 9
