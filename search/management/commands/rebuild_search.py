"""Make the index of the search anew, while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.duties import Busy, LeaseLost
from search.engines import EngineUnavailable
from search.rebuilding import rebuild

SAID_EVERY = 5_000


class Command(BaseCommand):
    """Readers keep the index in use until the new one is whole."""

    help = "Write a new index from the stored documents and put it in the place of the one in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to build the documents anew too."""
        parser.add_argument("--from-records", action="store_true", help="Build the stored documents anew first.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how far it is."""
        try:
            done = rebuild(from_records=options["from_records"], say=self._say)
        except Busy as error:
            raise CommandError(f"Another process is at it: {error}. Try again when it is done.") from error
        except EngineUnavailable as error:
            raise CommandError(f"The index in use stays as it was: {error}") from error
        except LeaseLost as error:
            raise CommandError(f"It took so long that another process took over: {error}. Try again.") from error
        self.stdout.write(f"The index holds {done.documents} documents; that took {done.seconds} seconds.")

    def _say(self, step: str, done: int) -> None:
        if done % SAID_EVERY == 0:
            self.stdout.write(f"{done} documents {step}")
