"""A running site for the tests that look at it from outside."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT = 60


@dataclass(frozen=True)
class Prepared:
    """Files and a database with the record, to be copied and never started itself."""

    var: Path
    database: str | None  # the name of the template, on PostgreSQL

    @property
    def accounts(self) -> str:
        return (self.var / "note").read_text()


@dataclass(frozen=True)
class RunningSite:
    url: str
    environment: dict[str, str]
    accounts: str  # what the terminal says about signing in

    def command(self, *arguments: str) -> str:
        """The output of a command of manage.py on this site."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def environment(var: Path, database: str | None, port: int = 8000) -> dict[str, str]:
    """The environment of `make run` with everything it writes in one folder."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "CI"}}
    if database:
        kept["DATABASE_URL"] = address_of(database)
        kept["DATABASE_POOL"] = "false"  # an open pool would hold the template
    return kept | {
        "DJANGO_SETTINGS_MODULE": "association.settings.development",
        "VAR_DIR": str(var),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
    }


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def address_of(database: str) -> str:
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + database


def create_database(name: str, template: str = "template0") -> None:
    import psycopg

    with psycopg.connect(address_for_psycopg(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def address_for_psycopg() -> str:
    default = settings.DATABASES["default"]
    return f"host={default['HOST']} user={default['USER']} dbname=postgres"


def prepared(shared: Path) -> Prepared:
    """What `bin/prepare` makes, made by the first who asks; the others wait."""
    var = shared / "prepared"
    database = f"record_{shared.name.replace('-', '_')}" if on_postgresql() else None
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "note").exists():
            shutil.rmtree(var, ignore_errors=True)
            var.mkdir()
            if database:
                create_database(database)
            made = subprocess.run(
                [sys.executable, "bin/prepare", str(var / "note.new")],
                cwd=ROOT,
                env=environment(var, database),
                capture_output=True,
                text=True,
                check=False,
            )
            assert made.returncode == 0, made.stdout + made.stderr
            (var / "note.new").rename(var / "note")
    return Prepared(var, database)


def copy(original: Prepared, folder: Path) -> tuple[Path, str | None]:
    var = folder / "var"
    shutil.copytree(original.var, var)
    if original.database is None:
        return var, None
    name = f"{original.database}_{os.getpid()}_{time.monotonic_ns()}"
    create_database(name, template=original.database)
    return var, name


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status == 200
    except OSError:
        return False


def wait_for(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not answers(url):
        assert process.poll() is None, "the web server ended by itself"
        assert time.monotonic() < deadline, f"{url} does not answer"
        time.sleep(0.2)


@contextmanager
def serve(
    original: Prepared, folder: Path, *, before: Callable[[Path], None] | None = None, **others: str
) -> Iterator[RunningSite]:
    """The web server on a copy of its own; ``others`` are further variables of its environment.

    ``before`` may change what the copy holds.
    """
    var, database = copy(original, folder)
    if before:
        before(var)
    with running(environment(var, database, free_port()) | others, original.accounts) as site:
        yield site


@contextmanager
def serve_beside(site: RunningSite, folder: Path) -> Iterator[RunningSite]:
    """Another web server for the readers of a site: it shares the database, and keeps everything else to itself."""
    var, port = folder / "var", free_port()
    shutil.copytree(
        Path(site.environment["VAR_DIR"]), var, ignore=shutil.ignore_patterns("*.sqlite3*", "pages", "cache")
    )
    own = {"VAR_DIR": str(var), "PORT": str(port)}
    shared = {"DATABASE_URL": f"sqlite:///{site.environment['VAR_DIR']}/association.sqlite3", **site.environment}
    with running(shared | own, site.accounts) as another:
        yield another


@contextmanager
def running(variables: dict[str, str], accounts: str) -> Iterator[RunningSite]:
    """The web server with these variables."""
    url = f"http://127.0.0.1:{variables['PORT']}"
    command = [sys.executable, "-m", "gunicorn", "association.wsgi", "--worker-class", "gthread", "--threads", "4"]
    command += ["--no-control-socket", "--log-level", "warning", "--bind", url.removeprefix("http://")]
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        wait_for(f"{url}/healthz", process)
        yield RunningSite(url, variables, accounts)
    finally:
        process.terminate()
        process.wait(timeout=30)
