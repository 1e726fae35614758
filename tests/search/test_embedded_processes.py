"""The embedded engine in several processes, one of which may die at any moment or find no room on the disk."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from search.nodes import Everything
from search.planning import Plan
from search.query import YEAR
from tests.search.contract.library import document, fill, found, ids

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5
HELD = 300
PLAN = Plan(Everything(), scope=(), size=1000, counted=(YEAR,))

START = """
import sys
from pathlib import Path
from search.engines import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.nodes import Everything
from search.planning import Plan
from search.query import YEAR
from tests.search.contract.library import document, fill
engine = EmbeddedEngine(Path(sys.argv[1]))
plan = Plan(Everything(), scope=(), size=1000, counted=(YEAR,))
def library(year):
    return [document(number, year=year, body="words " * 200) for number in range(300)]
def tell(*words):
    print(*words, flush=True)
"""

READER = """
for line in sys.stdin:
    answer = engine.answer(plan)
    tell(answer.total, *sorted(answer.facets[YEAR].items()))
"""

WRITER = """
for year in range(2001, 3000):
    engine.write(library(year))
    tell(year)
"""

REBUILDER = """
for year in range(2001, 3000):
    fill(engine, library(year))
    tell(year)
"""

HALFWAY = """
with engine.rebuild() as rebuild:
    rebuild.add(library(2001))
    tell("added")
    sys.stdin.readline()
"""

# Every file may grow to so many bytes, as on a disk that is full; to a process that wants more, it is an error.
WITHOUT_ROOM = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def attempt(name, work):
    try:
        work()
    except EngineUnavailable as error:
        tell(name, type(error).__name__)
    else:
        tell(name, "done")
def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
for size in (0, 10, 200, 1000, 4000):
    room(size)
    attempt("write", lambda: engine.write(library(2001)))
    attempt("rebuild", lambda: fill(engine, library(2001)))
    room(resource.RLIM_INFINITY)
    tell(engine.answer(plan).total, *engine.answer(plan).facets[YEAR])
fill(engine, library(2002))
tell(engine.answer(plan).total, *engine.answer(plan).facets[YEAR])
"""


@contextmanager
def running(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own with an engine on the folder. It is killed at the end, as if by ``kill -9``."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "association.settings.test",
        "TMPDIR": str(folder.parent),
        "RUST_BACKTRACE": "0",
    }
    arguments = [sys.executable, "-c", START + script, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(arguments, **pipes, text=True, cwd=ROOT, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], question: str = "") -> str:
    """The next line of a process, after a question where it waits for one."""
    assert process.stdin
    assert process.stdout
    if question:
        process.stdin.write(f"{question}\n")
        process.stdin.flush()
    return process.stdout.readline().strip()


def assert_one_library(engine: EmbeddedEngine, *, not_before: int) -> None:
    """All documents are there, of one year, and not of one before the last that was told to be written."""
    answer = engine.answer(PLAN)
    assert ids(answer) == list(range(HELD))
    [(year, number)] = answer.facets[YEAR].items()
    assert number == HELD
    assert int(year) >= not_before
    assert len(list(engine.versions())) == HELD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an index with the library of the year 2000."""
    fill(EmbeddedEngine(tmp_path / "search"), [document(number, year=2000) for number in range(HELD)])
    return tmp_path / "search"


def test_what_one_process_writes_another_reads(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    with running(READER, folder) as reader:
        assert told(reader, "now?") == "300 ('2000', 300)"
        engine.write([document(1, year=2001), document(900, year=2001)], removed=[5])
        assert told(reader, "now?") == "300 ('2000', 298) ('2001', 2)"
        fill(engine, [document(1, year=2002)])
        assert told(reader, "now?") == "1 ('2002', 1)"
        engine.write([], removed=[1])
        assert told(reader, "now?") == "0"


@pytest.mark.slow
@pytest.mark.parametrize("script", [WRITER, REBUILDER], ids=["while it writes", "while it rebuilds"])
def test_a_process_that_is_killed_leaves_all_of_what_it_said_and_nothing_by_half(folder: Path, script: str) -> None:
    chance = random.Random(20191224)
    engine = EmbeddedEngine(folder)
    for _kill in range(KILLS):
        with running(script, folder) as process:
            assert told(process) == "2001"
            said = int(told(process))
            time.sleep(chance.uniform(0, 0.4))
        assert_one_library(engine, not_before=said)
        engine.write([document(0, year=1999)])
        fill(engine, [document(number, year=2000) for number in range(HELD)])
        assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_a_rebuild_that_is_killed_is_no_index_and_is_cleared_away_by_the_next(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    with running(HALFWAY, folder) as process:
        assert told(process) == "added"
        with pytest.raises(Exception, match="under way"), engine.rebuild():
            pass
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 2
    assert_one_library(engine, not_before=2000)
    fill(engine, [document(1)])
    assert found(engine, Everything()) == [1]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_without_room_on_the_disk_nothing_is_written_and_nothing_is_lost(folder: Path) -> None:
    with running(WITHOUT_ROOM, folder) as process:
        output, _errors = process.communicate()
    assert output.splitlines() == [
        *(["write EngineUnavailable", "rebuild EngineUnavailable", "300 2000"] * 5),
        "300 2002",
    ]
    assert_one_library(EmbeddedEngine(folder), not_before=2002)
