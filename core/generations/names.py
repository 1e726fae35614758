"""What has a generation: a record, what points at it, a kind, a file, the site, everything."""

from __future__ import annotations

from collections.abc import Iterable

# Counted with every change of anything.
EVERYTHING = "everything"
# What stands on every page: languages, the address of the site, the tree of its pages.
SITE = "site"


def record(pk: int) -> str:
    """Return the name of a record: what it says, how it is called, who may see it, what it is related to."""
    return f"record {pk}"


def record_ids(names: Iterable[str]) -> set[int]:
    """Return the records among ``names``."""
    parts = (name.partition(" ") for name in names)
    return {int(pk) for what, _blank, pk in parts if what == "record"}


def about(pk: int) -> str:
    """Return the name of all that points at a record: practices of a country, figures of a practice, ..."""
    return f"about {pk}"


def kind(name: str) -> str:
    """Return the name of all records of a kind."""
    return f"kind {name}"


def picture(pk: int) -> str:
    """Return the name of a picture."""
    return f"picture {pk}"


def file(pk: int) -> str:
    """Return the name of a document."""
    return f"file {pk}"
