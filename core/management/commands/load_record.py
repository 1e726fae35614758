"""Load the association's record."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.loading.load import load_record
from core.loading.problems import RecordRefused
from core.loading.statistics import count_rows_anew


class Command(BaseCommand):
    """Load the record files, all of them or nothing; what was edited on the site is reported and kept."""

    help = "Load the record files into the site, all of them or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and whether to write."""
        parser.add_argument("--folder", type=Path, default=settings.RECORD_DIR, help="where the record files are")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        """Load and report."""
        # One line per page that is saved would drown what the loading itself has to say.
        for name in ("wagtail", "django_tasks"):
            logging.getLogger(name).setLevel(logging.WARNING)
        try:
            report = load_record(folder, dry_run=dry_run, say=self.stdout.write)
        except RecordRefused as refused:
            number = len(refused.problems)
            raise CommandError(f"{refused}\n{number} problem(s) in the record. Nothing was loaded.") from refused
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Nothing was written.")
        else:
            count_rows_anew()
