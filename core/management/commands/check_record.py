"""Check what no constraint can hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.loading.rules import check_record


class Command(BaseCommand):
    """Hold the rules that cross rows to the record of the site, and count what there is."""

    help = "Check the record of the site: the rules that cross rows, and what is counted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        checked = check_record()
        for line in checked.lines():
            self.stdout.write(line)
        if checked.broken:
            lines = "\n".join(str(broken) for broken in checked.broken)
            raise CommandError(f"{lines}\n{len(checked.broken)} rule(s) broken.")
        self.stdout.write("Every rule holds.")
