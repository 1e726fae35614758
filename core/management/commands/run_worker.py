"""The worker: delivers the outbox and does timed work until it is told to stop."""

from __future__ import annotations

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from core.outbox.operations import deliver_batch, run_due_timers
from core.outbox.registry import LONG, SHORT

# Seconds between two looks for a database that did not answer.
AWAY = 2.0


class Command(BaseCommand):
    """Run beside the web server; any number of workers may run."""

    help = "Deliver the outbox and do timed work. Ends after the current entry on SIGTERM or SIGINT."
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer one round, for tests and for a timer of the system."""
        parser.add_argument("--once", action="store_true", help="Deliver what is due and end.")
        parser.add_argument(
            "--lane",
            choices=(SHORT, LONG),
            help="Only the short work (the outbox, the search) or only the long (printing): two workers side by side.",
        )
        parser.add_argument("--pause", type=float, default=1.0, help="Seconds between two looks when nothing is due.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self.stopping:
            taken = self._round([options["lane"]] if options["lane"] else [SHORT, LONG])
            if options["once"] and not taken:
                return
            if not taken and not self.stopping:
                time.sleep(options["pause"])

    def _round(self, lanes: list[str]) -> int:
        close_old_connections()
        try:
            run_due_timers(lanes)
            if SHORT not in lanes:
                return 0
            return deliver_batch(go_on=lambda: not self.stopping)
        except (InterfaceError, OperationalError) as error:  # the database may be away for a while
            self.stderr.write(f"The database did not answer: {error}")
            time.sleep(AWAY)
            return 0

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
