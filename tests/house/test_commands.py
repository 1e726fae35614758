"""The commands that start, check and serve."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.site import Prepared, answers, copy, environment, free_port, prepared

# They start what they need themselves, whatever database the others run on.
pytestmark = pytest.mark.sqlite

# Seconds; only so that a test ends which would wait for ever, and far from what it takes.
ENDS_WITHIN = 120
ROOT = Path(__file__).resolve().parent.parent.parent


def run(*command: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


# --- Small commands -------------------------------------------------------------------------------


def test_make_help_names_every_command() -> None:
    shown = run("make", "--no-print-directory", "help").stdout
    for target in ["run", "test", "check", "bench", "help", "messages", "requirements"]:
        assert re.search(rf"make {target} +\S", shown), target


def test_postgresql_is_there_for_a_command_and_gone_after_it() -> None:
    ask = (
        "import os, environ, psycopg\n"
        "url = environ.Env.db_url_config(os.environ['DATABASE_URL'])\n"
        "connection = psycopg.connect(host=url['HOST'], user=url['USER'], dbname=url['NAME'])\n"
        "print(connection.info.server_version, url['HOST'])"
    )
    answer = run("bin/postgresql", sys.executable, "-c", ask)
    version, folder = answer.stdout.split()
    assert int(version) >= 150000
    assert not Path(folder).exists()


def test_postgresql_gives_back_the_code_of_the_command() -> None:
    assert run("bin/postgresql", "bash", "-c", "exit 7").returncode == 7


def test_an_installed_environment_is_left_alone() -> None:
    started = time.monotonic()
    assert run("bin/environment", "runtime").returncode == 0
    assert time.monotonic() - started < 2


def test_a_system_package_that_cannot_be_installed_is_named(tmp_path: Path) -> None:
    """Without the right to install, the exact command is printed and nothing goes on."""
    for name, script in {"apt-get": "exit 1", "id": "echo 1000", "bash": 'exec /bin/bash "$@"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    refused = run("/bin/bash", "bin/system_packages", "chromium", "gettext", PATH=str(tmp_path))
    assert refused.returncode == 1
    assert "apt-get install --yes --no-install-recommends chromium gettext" in refused.stderr


# --- make run -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Prepared:
    folder = tmp_path_factory.getbasetemp()
    return prepared(folder if worker_id == "master" else folder.parent)


@contextmanager
def started(made: Prepared, folder: Path, **variables: str) -> Iterator[subprocess.Popen]:
    """`bin/run` in a session of its own, as a terminal would start it."""
    port = free_port()
    process = subprocess.Popen(
        ["bin/run"],
        cwd=ROOT,
        env={**environment(*copy(made, folder), port), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=ENDS_WITHIN)


def read_until(process: subprocess.Popen, words: str) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def address(text: str) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+/", text)[0]


def children(process: subprocess.Popen) -> dict[int, str]:
    listed = run("ps", "-o", "pid=,args=", "--ppid", str(process.pid)).stdout
    return {int(line.split()[0]): line for line in listed.splitlines() if ".venv" in line or "gunicorn" in line}


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + ENDS_WITHIN
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "a process is left over"
        time.sleep(0.1)


@pytest.mark.slow
def test_a_second_start_does_nothing_again_and_ctrl_c_ends_all(made: Prepared, tmp_path: Path) -> None:
    """How long it takes is measured by ``make bench ONLY=start``."""
    with started(made, tmp_path) as process:
        said = read_until(process, "Ctrl-C")
        assert not any(step in said for step in ("Preparing", "Collecting", "Loading"))
        for account in made.accounts.splitlines()[1:]:  # the first line names the address of another start
            assert account in said
        assert answers(address(said) + "en/")
        parts = list(children(process))
        assert len(parts) == 3
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=ENDS_WITHIN) == 0
        wait_until_gone(parts)
        assert not answers(address(said) + "healthz")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "sent", "told"),
    [
        ("run_worker", signal.SIGKILL, "The worker was ended by the signal KILL, so"),
        ("gunicorn", signal.SIGABRT, "The web server was ended by the signal ABRT, so"),
        (
            "gunicorn",
            signal.SIGTERM,
            "The web server ended without a fault (code 0), as it does on the signal TERM, so",
        ),
    ],
)
def test_when_a_part_ends_everything_ends_and_says_how(
    made: Prepared, tmp_path: Path, part: str, sent: signal.Signals, told: str
) -> None:
    with started(made, tmp_path) as process:
        read_until(process, "Ctrl-C")
        parts = children(process)
        os.kill(next(pid for pid, line in parts.items() if part in line), sent)
        assert told in process.stdout.read()
        assert process.wait(timeout=ENDS_WITHIN) != 0
        wait_until_gone(list(parts))


@pytest.mark.slow
def test_when_it_is_killed_nothing_is_left_running(made: Prepared, tmp_path: Path) -> None:
    with started(made, tmp_path) as process:
        read_until(process, "Ctrl-C")
        parts = list(children(process))
        process.kill()
        wait_until_gone(parts)


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = str(door.getsockname()[1])
        refused = run("bin/run", PORT=port)
    assert refused.returncode == 1
    assert f"Port {port} cannot be used" in refused.stderr
    assert "make run PORT=" in refused.stderr


@pytest.mark.parametrize("port", ["web", "0", "70000"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    refused = run("bin/run", PORT=port)
    assert refused.returncode == 1
    assert f"PORT={port} is not" in refused.stderr
