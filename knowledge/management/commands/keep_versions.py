"""Give every published practice the first of its versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.models import PracticePage
from knowledge.operations import keep_version


class Command(BaseCommand):
    """Keep what was published before versions were kept. It may be repeated."""

    help = "Keep the text of every published practice as a version, where its last version does not say the same."

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep them and say how many."""
        live = PracticePage.objects.live().filter(record__isnull=False)
        pages = live.select_related("record", "locale").order_by("record", "locale")
        kept = sum(keep_version(page=page, by=None) is not None for page in pages.iterator())
        self.stdout.write(f"{kept} versions kept.")
