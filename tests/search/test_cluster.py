"""The command that starts an Elasticsearch, for tests and for who develops."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.search.cluster import ROOT, read, start, wait_until

pytestmark = pytest.mark.sqlite

ASK = """
echo "$ELASTICSEARCH_FOLDER"
exec 3<>"/dev/tcp/127.0.0.1/${ELASTICSEARCH_URLS##*:}"
printf 'GET /_cluster/health HTTP/1.0\\r\\n\\r\\n' >&3
cat <&3
exit 7
"""


@pytest.fixture
def run() -> Iterator[subprocess.Popen]:
    """What a cluster may be started for."""
    process = subprocess.Popen(["sleep", "infinity"])
    yield process
    process.kill()
    process.wait()


def processes(folder: Path) -> list[str]:
    """What runs out of a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            found.append(place.read_text(errors="replace"))
    return [command for command in found if str(folder) in command]


@pytest.mark.slow
def test_it_is_there_for_a_command_and_gone_after_it() -> None:
    answer = subprocess.run(
        ["bin/elasticsearch", "bash", "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    folder, *response = answer.stdout.splitlines()
    assert answer.returncode == 7, answer.stderr
    assert '"number_of_nodes":1' in response[-1]
    assert not Path(folder).exists()
    assert processes(Path(folder)) == []


@pytest.mark.slow
def test_it_ends_with_the_run_it_was_started_for(tmp_path: Path, run: subprocess.Popen) -> None:
    started = start(tmp_path / "cluster", ends_with=run.pid)
    folder = read(tmp_path / "cluster").folder
    assert processes(folder)
    run.kill()
    run.wait()
    assert started.wait(timeout=60) == 0
    assert not folder.exists()
    assert processes(folder) == []


@pytest.mark.slow
def test_when_it_is_killed_nothing_runs_on_and_the_next_removes_what_is_left(
    tmp_path: Path, run: subprocess.Popen
) -> None:
    started = start(tmp_path / "cluster", ends_with=run.pid)
    folder = read(tmp_path / "cluster").folder
    subprocess.run(["bin/elasticsearch", "install"], cwd=ROOT, check=True)
    assert folder.exists(), "that of another that runs was removed"
    started.kill()
    started.wait()
    wait_until(lambda: processes(folder) == [])
    subprocess.run(["bin/elasticsearch", "install"], cwd=ROOT, check=True)
    assert not folder.exists()


def test_how_it_is_used_is_told() -> None:
    told = subprocess.run(["bin/elasticsearch"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "bin/elasticsearch [--nodes N] COMMAND..." in told.stderr
