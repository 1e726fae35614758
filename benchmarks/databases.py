"""Databases of the run: migrated once, copied as often as needed, entered one at a time."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as kept
from django.core.management import call_command
from django.db import connection


@dataclass(frozen=True)
class Database:
    """A file; what is kept of its pages goes with it."""

    path: Path

    def enter(self) -> None:
        """Make it the database of the site."""
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)
        kept.key_prefix = self.path.stem

    def remove(self) -> None:
        """Take it away."""
        connection.close()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            file.unlink()


def a_database(name: str) -> Database:
    """Return a new database of this name, entered, with nothing in it but what every site begins with."""
    made = Database(settings.VAR_DIR / f"{name}.sqlite3")
    shutil.copyfile(_migrated().path, made.path)
    made.enter()
    return made


@cache
def _migrated() -> Database:
    made = Database(settings.VAR_DIR / "migrated.sqlite3")
    made.enter()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection.close()  # the last connection brings everything into the one file
    return made
