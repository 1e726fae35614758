"""Compare the index of the search with the database and mend what differs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.checking import check
from search.duties import Busy, LeaseLost
from search.engines import EngineUnavailable


class Command(BaseCommand):
    """The worker does the same every day."""

    help = "Compare the index of the search with the stored documents, these with the records, and mend what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say what was mended."""
        try:
            found = check()
        except (Busy, LeaseLost, EngineUnavailable) as error:
            raise CommandError(f"Index and database could not be compared: {error}") from error
        if found.is_clean:
            self.stdout.write("Index and database are equal.")
            return
        numbers = ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in asdict(found).items() if number)
        self.stdout.write(f"Mended: {numbers}.")
