"""The site behind its web server, as readers reach it: over a connection of the machine to itself."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.house.site import free_port

# The database and the folder of the process that measures; see ``benchmarks.settings``.
DATABASE, FOLDER = "BENCHMARK_DATABASE", "BENCHMARK_FOLDER"


@contextmanager
def served() -> Iterator[Callable[[str], bytes]]:
    """Serve the database that was entered, and yield a reader who keeps their connection."""
    connection.close()
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "association.wsgi", "--worker-class", "gthread", "--threads", "2"]
    command += ["--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    variables = {DATABASE: str(connection.settings_dict["NAME"]), FOLDER: str(settings.VAR_DIR)}
    environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        yield _reader(_connected(port))
    finally:
        server.terminate()
        server.wait(timeout=30)


def _connected(port: int) -> http.client.HTTPConnection:
    for _attempt in range(100):
        line = http.client.HTTPConnection("localhost", port, timeout=60)
        try:
            line.connect()
        except OSError:
            time.sleep(0.2)
        else:
            return line
    raise TimeoutError("The web server does not answer.")


def _reader(line: http.client.HTTPConnection) -> Callable[[str], bytes]:
    def read(address: str) -> bytes:
        line.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return content

    return read
