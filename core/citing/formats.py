"""A citation as reference managers read it: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import bibtexparser
import rispy
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from core.citing.works import CitedWork

# What means something to TeX, and how it is written as itself. A backslash comes first.
SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
TEX = str.maketrans(SIGNS)


@dataclass(frozen=True)
class Format:
    """What a format is called, the end of its files, its content type, and how a work is written in it."""

    name: str
    ending: str
    content_type: str
    write: Callable[[CitedWork], str]


def bibtex(work: CitedWork) -> str:
    """Return an entry of BibTeX. A title keeps its capitals, and an institution is one name."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.issued.year),
        "month": str(work.issued.month),
        "day": str(work.issued.day),
        "howpublished": _tex(work.container),
        "publisher": _tex(work.publisher),
        "language": work.language,
        "abstract": _tex(work.abstract),
        "version": str(work.version) if work.version else "",
        "url": work.url,
        "note": f"{_tex(work.version_words)}: {_tex(work.version_url)}" if work.version_url else "",
    }
    entry = Entry("misc", work.key, [Field(name, value) for name, value in fields.items() if value])
    return str(bibtexparser.write_string(Library([entry])))


def _tex(text: str) -> str:
    return _line(text).translate(TEX)


def _line(text: str) -> str:
    """Return a text in one line: a new line would begin another field."""
    return " ".join(text.split())


def ris(work: CitedWork) -> str:
    """Return a reference of RIS."""
    entry = {
        "type_of_reference": "ELEC",
        "id": work.key,
        "authors": [_line(name) for name in work.authors],
        "title": _line(work.title),
        "secondary_title": _line(work.container),
        "publisher": _line(work.publisher),
        "year": str(work.issued.year),
        "date": f"{work.issued:%Y/%m/%d}/",
        "language": work.language,
        "abstract": _line(work.abstract),
        "edition": work.version_words if work.version else "",
        "urls": [address for address in (work.url, work.version_url) if address],
    }
    return str(rispy.dumps([{name: value for name, value in entry.items() if value}], implementation=_Ris))


class _Ris(rispy.RisWriter):
    def set_header(self, count: int) -> str:
        """Begin with the reference: a number before it is no part of the format."""
        return ""


def csl_json(work: CitedWork) -> str:
    """Return a list of one item in CSL-JSON."""
    return json.dumps([work.csl()], ensure_ascii=False, indent=2) + "\n"


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("RIS", "ris", "application/x-research-info-systems", ris),
    Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
)
