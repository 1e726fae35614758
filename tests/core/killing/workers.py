"""Starts workers: every line of the input asks for one and is answered by its process id.

Loading the site takes longer than all a worker does in its short life, so it is loaded once: each worker is a fork that
runs `manage.py run_worker`, and is then a process like any other.
"""

import os
import runpy
import signal
import sys

import django
from django.core.checks import run_checks

COMMAND = ["manage.py", "run_worker", "--lane", "short", "--pause", "0.05"]


def start() -> int:
    """The id of a new worker."""
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.argv = COMMAND
        runpy.run_path("manage.py", run_name="__main__")
        sys.exit()
    return pid


if __name__ == "__main__":
    django.setup()
    run_checks()  # every command begins with these; they load what is left to load
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    for _ in sys.stdin:
        print(start(), flush=True)
