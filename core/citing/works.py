"""What is cited, in the terms of CSL-JSON, from which every style and format is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class CitedWork:
    """A record as an edition says it: a page of the site, by those who answer for its text.

    ``issued`` is the day of this text, ``url`` the permanent address; ``authors`` are institutions, named in the
    language ``named_in``. ``told_in`` is the language of container and publisher, in which a style has its words too.
    Where the text is one of several versions, ``version`` is its number, ``version_words`` how it is called in
    ``told_in``, and ``version_url`` the address at which just this text stays.
    """

    key: str
    title: str
    language: str
    authors: tuple[str, ...]
    container: str
    publisher: str
    issued: date
    url: str
    abstract: str = ""
    named_in: str = ""
    told_in: str = "en"
    version: int = 0
    version_words: str = ""
    version_url: str = ""

    def csl(self, *, accessed: date | None = None) -> dict[str, Any]:
        """Return the work as CSL-JSON; ``accessed`` is the day on which it was read."""
        found = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "language": self.language,
            "author": [{"literal": name} for name in self.authors],
            "container-title": self.container,
            "publisher": self.publisher,
            "issued": _day(self.issued),
            "accessed": _day(accessed) if accessed is not None else None,
            "version": str(self.version) if self.version else "",
            "URL": self.url,
            "note": f"{self.version_words}: {self.version_url}" if self.version_url else "",
            "abstract": self.abstract,
        }
        return {name: value for name, value in found.items() if value}


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
