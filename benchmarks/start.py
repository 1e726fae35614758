"""The second start of the site on a machine of one's own, against starting Python with the site's code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from benchmarks.measuring import Measurement, Side, in_turn

ROOT = Path(__file__).resolve().parent.parent
SIZES: dict[str, int] = {}
ROUNDS = 3
# Fifteen seconds is what a start may take where the code is there after two and a half: three processes start one
# after another (what prepares, the web server, the worker beside it), and the first page is made.
LIMIT = 6


def measure() -> list[Measurement]:
    """Measure from the command until the terminal says where the site is."""
    site = _Site(settings.VAR_DIR / "start")
    site.prepare()
    sides = (Side("second start", site.start, site.end), Side("starting Python with the code", _set_up, site.end))
    try:
        start, floor = in_turn(*sides, rounds=ROUNDS)
    finally:
        site.end()
    return [Measurement(sides[0].name, start, sides[1].name, floor, ROUNDS, LIMIT)]


class _Site:
    """What ``make run`` starts, with everything it writes in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.running: subprocess.Popen[str] | None = None
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = str(door.getsockname()[1])
        others = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = others | {
            "DJANGO_SETTINGS_MODULE": "association.settings.development",
            "VAR_DIR": str(var),
            "PORT": port,
            "BASE_URL": f"http://127.0.0.1:{port}",
        }

    def prepare(self) -> None:
        self.var.mkdir(parents=True)
        command = [sys.executable, "bin/prepare", str(self.var / "note")]
        subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, check=True)

    def start(self) -> None:
        self.running = subprocess.Popen(
            ["bin/run"], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.running.stdout is not None
        if not any("Ctrl-C" in line for line in self.running.stdout):
            raise RuntimeError("The site did not start.")

    def end(self) -> None:
        if self.running is not None:
            self.running.send_signal(signal.SIGINT)
            self.running.communicate(timeout=30)
            self.running = None


def _set_up() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "association.settings.test"}
    subprocess.run([sys.executable, "-c", "import django; django.setup()"], cwd=ROOT, env=environment, check=True)
