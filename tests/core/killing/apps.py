"""A Django app that listens to changes."""

import os
import random
import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

LONGEST = 0.02


class KillingConfig(AppConfig):
    name = "tests.core.killing"
    label = "killing"

    def ready(self) -> None:
        from core.outbox.registry import register_consumer

        register_consumer("heard")(hear)


def begun() -> Path:
    """Where every beginning is written down; outside the database, nothing is taken back."""
    return settings.VAR_DIR / "begun"


def hear(record_id: int) -> None:
    """Write a row, and take long enough over it that a kill leaves something half done."""
    from tests.core.killing.models import Heard

    with begun().open("a") as file:
        file.write(f"{record_id}\n")
    Heard.objects.create(record_id=record_id, worker=os.getpid())
    time.sleep(random.uniform(0, LONGEST))
