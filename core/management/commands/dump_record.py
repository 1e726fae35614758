"""Write the association's record back as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.loading.dump import dump_record
from core.loading.problems import RecordRefused
from core.loading.replacing import FolderRefused


class Command(BaseCommand):
    """Write the record files anew from the site, all of them or nothing; only what everybody may see."""

    help = "Write the record of the site into record files, in place of those that stand there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--folder", type=Path, default=settings.RECORD_DIR, help="where the record files go")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write and report."""
        try:
            dumped = dump_record(folder, say=self.stdout.write)
        except RecordRefused as refused:
            number = len(refused.problems)
            message = f"{refused}\n{number} problem(s) in the record of the site. Nothing was written."
            raise CommandError(message) from refused
        except FolderRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}") from error
        for line in dumped.lines():
            self.stdout.write(line)
