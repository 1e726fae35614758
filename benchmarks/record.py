"""Loading the record, against reading its files and doing nothing with them."""

from __future__ import annotations

from itertools import count

from django.conf import settings

from benchmarks.databases import a_database
from benchmarks.measuring import Measurement, Side, in_turn
from core.loading.load import load_record
from core.loading.yaml_text import read_yaml

ROUNDS = 3
# The first load publishes every page as an editor does, with revision, reference index and search index: most of it is
# Wagtail's. The limit is twice of what that took when it was written, so that it shows a step that goes over everything
# once more.
FIRST_LIMIT = 300
# The second finds nothing to write: it reads the files, checks them, reads the site and compares.
SECOND_LIMIT = 6

_numbers = count(1)
SIZES = {"files": len([*settings.RECORD_DIR.rglob("*.yaml")])}


def measure() -> list[Measurement]:
    """Measure the load into an empty site, and the load of what is there already."""
    files = Side("reading the files", _read_files)
    sides = (Side("load", _load, _empty_site), Side("load again", _load), files)
    first, second, floor = in_turn(*sides, rounds=ROUNDS, is_warmed=False)
    return [
        Measurement("load into an empty site", first, files.name, floor, ROUNDS, FIRST_LIMIT),
        Measurement("load again, nothing changed", second, files.name, floor, ROUNDS, SECOND_LIMIT),
    ]


def _empty_site() -> None:
    a_database(f"record-{next(_numbers)}")


def _load() -> None:
    load_record(settings.RECORD_DIR, say=lambda line: None)


def _read_files() -> None:
    for file in settings.RECORD_DIR.rglob("*.yaml"):
        read_yaml(file)
