"""What apps bring to following: when the newest version of a record was published, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

# The moment of the newest version of a record, or nothing where there is none.
NewestVersion = Callable[[int], datetime | None]
_versions: dict[str, NewestVersion] = {}


class Searches(Protocol):
    """Searches as addresses ask them; ``query`` is what stands behind the question mark."""

    def read(self, query: str) -> str:
        """Return the query in one form, without page and order; nothing where it asks for nothing."""
        ...

    def address(self, query: str) -> str:
        """Return the address of the list, in the language of the moment."""
        ...

    def described(self, queries: Sequence[str]) -> list[str]:
        """Return each search in words, in the language of the moment, as everybody may know them."""
        ...

    def matching(self, query: str, language: str, record_ids: Collection[int], *, may_wait: bool) -> set[int]:
        """Return those of the records that everybody finds by it.

        Raises ``core.following.registry.SearchAwayError`` where this cannot be known at the moment and ``may_wait``.
        """
        ...


class SearchAwayError(Exception):
    """The search does not answer: ask again later."""


_searches: list[Searches] = []


def register_versions(kind: str, newest: NewestVersion) -> None:
    """Let followers hear of records of a kind."""
    _versions[kind] = newest


def told_kinds() -> list[str]:
    """Return the kinds of which followers hear."""
    return list(_versions)


def newest_version(kind: str, record_id: int) -> datetime | None:
    """Return when the newest version of a record was published."""
    return _versions[kind](record_id)


def register_searches(found: Searches) -> None:
    """Let searches be followed."""
    _searches[:] = [found]


def searches() -> Searches:
    """Return what knows searches."""
    return _searches[0]
