"""A worker that is killed at any moment leaves the index to the next one, and that makes it equal to the database."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.core.killing.running import PATIENCE, ROOT, Site, asked, made, working
from tests.house.site import RunningSite

KILLS = 20
CHANGES = 500
AT_ONCE = 2
# The longest that a worker lives on after it was seen at work.
LAST_BREATH = 0.5
DOCUMENTS = "SELECT record_id, version FROM search_storeddocument WHERE version > 0"
# An entry of the outbox that failed, as in a moment in which the database was locked, waits for its next try.
LEFT = """
SELECT record_id, last_error FROM core_outboxentry
UNION ALL SELECT record_id, last_error FROM search_duedocument
UNION ALL SELECT record_id, '' FROM search_waitingdocument
"""


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Site:
    return made(tmp_path, tmp_path_factory.getbasetemp(), worker_id, "tests.search.killing.settings")


def command(site: Site, *words: str) -> str:
    return RunningSite("", site.variables, "").command(*words)


def finish(site: Site) -> None:
    """Workers, one after another, until nothing is due and nothing waits."""
    deadline = time.monotonic() + 3 * PATIENCE
    while True:
        site.let_a_worker_finish()
        left = site.ask(LEFT)
        if not left:
            return
        assert time.monotonic() < deadline, left


@pytest.mark.slow
def test_after_twenty_kills_the_index_is_equal_to_the_database(site: Site) -> None:
    """`kill -9` at random moments during 500 changes of titles and audiences."""
    seed = int(os.environ.get("KILLING_SEED", random.SystemRandom().randrange(2**32)))
    print("KILLING_SEED", seed)  # shown where the test fails; give it to have the same changes and waits again
    chance = random.Random(seed)
    finish(site)
    before = dict(site.ask(DOCUMENTS))
    with asked(site, "tests.search.killing.changes", str(seed)) as changes, working(site) as workers:
        assert changes.hear() == "ready"
        for _ in range(AT_ONCE):
            workers.start()
        for _ in range(KILLS):
            changes.tell(CHANGES // KILLS)
            doomed = workers.one_at_work(chance)
            time.sleep(chance.uniform(0, LAST_BREATH))
            workers.kill(doomed)
            workers.start()
            last = changes.hear()
    finish(site)

    assert int(last) == CHANGES
    after = dict(site.ask(DOCUMENTS))
    assert len(set(before.items()) ^ set(after.items())) > CHANGES // 5
    assert command(site, "check_search") == "Index and database are equal.\n"
    command(site, "rebuild_search", "--from-records")
    assert dict(site.ask(DOCUMENTS)) == after


@pytest.mark.slow
def test_a_rebuild_that_is_killed_leaves_the_index_in_use(site: Site) -> None:
    """Killed when a second index stands beside it; the next rebuild removes what was left."""
    finish(site)
    folder = site.var / "search"
    for _ in range(3):
        rebuild = subprocess.Popen([sys.executable, "manage.py", "rebuild_search"], cwd=ROOT, env=site.variables)
        while rebuild.poll() is None and len(indices(folder)) < 2:
            time.sleep(0.002)
        rebuild.send_signal(signal.SIGKILL)
        assert rebuild.wait() == -signal.SIGKILL
        assert command(site, "check_search") == "Index and database are equal.\n"
    assert len(indices(folder)) > 1
    command(site, "rebuild_search")
    assert len(indices(folder)) == 1
    assert command(site, "check_search") == "Index and database are equal.\n"


def indices(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]
