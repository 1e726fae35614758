"""Give every record a title and an address in every open language."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.loading.languages import open_languages


class Command(BaseCommand):
    """Make the titles that are missing after ``OPEN_LANGUAGES`` was changed. It may be repeated."""

    help = "Make the titles and addresses that records lack in the languages of OPEN_LANGUAGES."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how many."""
        self.stdout.write(f"{open_languages()} titles made.")
