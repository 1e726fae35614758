"""A copy of the site, processes that change its records, and workers that are killed meanwhile."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house.site import RunningSite, address_for_psycopg, copy, environment, prepared

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


@dataclass(frozen=True)
class Site:
    """The site whose workers are killed."""

    variables: dict[str, str]
    var: Path
    database: str | None

    def ask(self, question: str) -> list[Any]:
        """The rows that the database answers with, asked past the site."""
        if self.database is None:
            connection: Any = sqlite3.connect(self.var / "association.sqlite3", timeout=20)
        else:
            import psycopg

            connection = psycopg.connect(address_for_psycopg(), dbname=self.database)
        with closing(connection):
            return connection.execute(question).fetchall()

    def let_a_worker_finish(self) -> None:
        """One worker, which ends when nothing is left to do."""
        RunningSite("", self.variables, "").command("run_worker", "--once", "--lane", "short")

    def generations(self) -> dict[int, int]:
        return dict(self.ask("SELECT id, generation FROM core_record"))

    def neighbours(self) -> dict[int, set[int]]:
        """The records joined to each by any relation, in either direction."""
        found: dict[int, set[int]] = {}
        for one, other in self.ask("SELECT subject_id, object_id FROM core_relation"):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found


def made(folder: Path, shared: Path, worker_id: str, settings: str = "tests.core.killing.settings") -> Site:
    """A copy of the prepared site in ``folder``; ``shared`` is pytest's for all tests of a worker."""
    var, database = copy(prepared(shared if worker_id == "master" else shared.parent), folder)
    return Site(environment(var, database) | {"DJANGO_SETTINGS_MODULE": settings}, var, database)


class Asked:
    """A process of the site that answers every line it is told with a line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def tell(self, line: object) -> None:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        line = self.process.stdout.readline()
        assert line, f"{self.process.args} ended by itself"
        return line.strip()


@contextmanager
def asked(site: Site, *command: str) -> Iterator[Asked]:
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=site.variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Asked(process)
        finally:
            process.kill()


class Workers:
    """The workers that live."""

    def __init__(self, site: Site, starter: Asked) -> None:
        self.site, self.starter, self.alive = site, starter, set[int]()

    def start(self) -> None:
        self.starter.tell("one more")
        self.alive.add(int(self.starter.hear()))

    def one_at_work(self, chance: random.Random) -> int:
        """A worker that has dealt with something."""
        deadline = time.monotonic() + PATIENCE
        while True:
            heard = {pid for (pid,) in self.site.ask("SELECT DISTINCT worker FROM killing_heard")}
            if at_work := sorted(heard & self.alive):
                return chance.choice(at_work)
            assert all(is_running(pid) for pid in self.alive), "a worker ended by itself"
            assert time.monotonic() < deadline, "no worker does anything"
            time.sleep(0.01)

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.alive.remove(pid)
        deadline = time.monotonic() + PATIENCE
        while is_running(pid):
            assert time.monotonic() < deadline, "a killed worker lives"
            time.sleep(0.005)


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@contextmanager
def working(site: Site) -> Iterator[Workers]:
    with asked(site, "tests.core.killing.workers") as starter:
        workers = Workers(site, starter)
        try:
            yield workers
        finally:
            for pid in sorted(workers.alive):
                workers.kill(pid)
