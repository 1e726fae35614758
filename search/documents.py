"""What a record gives to the search: one document, whatever the number of its editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from core.dates import PartialDate


@dataclass(frozen=True)
class Wording:
    """What a document says in one language, as plain text.

    ``names`` are other ways to call it, or what it is about: alternative labels, its country, its topics. They are
    searched but are no text of its own, so no excerpt is made of them. Neither of ``counted``, its figures: a fact is
    not quoted without its source.
    """

    title: str = ""
    names: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    counted: tuple[str, ...] = ()

    @property
    def whole_body(self) -> str:
        """Return all that is searched beside title, names and summary."""
        return "\n".join(text for text in (self.body, *self.counted) if text)


@dataclass(frozen=True)
class SearchDocument:
    """A record as the search knows it.

    ``language`` is that of the original; ``wordings`` holds one entry per language in which there is anything, keyed
    by language. ``facets`` maps filters (``search.query.FACETS``) to values as in addresses; kind and year are
    added from the document itself. ``dated`` is when what it speaks of happened or began, as far as that is known; a
    kind that has no date has none. ``listed`` is the moment since which it stands in lists, as an ISO string in UTC.
    """

    record_id: int
    key: str
    kind: str
    language: str
    audience: tuple[str, ...]
    wordings: Mapping[str, Wording]
    listed: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dated: PartialDate | None = None

    def written(self) -> dict[str, Any]:
        """Return the document as plain values, from which ``read_document`` makes it again."""
        return {**asdict(self), "dated": _written(self.dated) if self.dated is not None else None}

    @property
    def year(self) -> int | None:
        """Return the year of a date that is known to the year."""
        dated = self.dated or PartialDate()
        if dated.earliest is None or dated.latest is None or dated.earliest.year != dated.latest.year:
            return None
        return dated.earliest.year

    @property
    def digest(self) -> str:
        """Return one value for the content: equal documents have equal digests."""
        written = json.dumps(self.written(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    @cached_property
    def version(self) -> int:
        """Return the digest as a number that databases and engines hold; never 0."""
        return number_of(self.digest)


def number_of(digest: str) -> int:
    """Return a hexadecimal digest, shortened to a positive number of 60 bits."""
    return int(digest[:15], 16) or 1


def read_document(written: Mapping[str, Any]) -> SearchDocument:
    """Return the document that ``SearchDocument.written`` wrote."""
    wordings = {
        language: Wording(**{**values, "names": tuple(values["names"]), "counted": tuple(values.get("counted", ()))})
        for language, values in written["wordings"].items()
    }
    facets = {name: tuple(values) for name, values in written["facets"].items()}
    return SearchDocument(
        **{
            **written,
            "audience": tuple(written["audience"]),
            "wordings": wordings,
            "facets": facets,
            "dated": _read(written["dated"]) if written["dated"] is not None else None,
        },
    )


def _written(dated: PartialDate) -> list[str]:
    return [*(day.isoformat() if day else "" for day in (dated.earliest, dated.latest)), dated.words]


def _read(written: list[str]) -> PartialDate:
    earliest, latest = (date.fromisoformat(day) if day else None for day in written[:2])
    return PartialDate(earliest, latest, written[2])
