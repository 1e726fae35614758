"""Lists as files: CSV, JSON and XLSX of everything that the address of a list asks for, in its order.

A download stands beside its list and takes the same parameters, but holds every page of it. Its columns have the same
English names in every language; what stands in them is in the language of the address. A file that broke off halfway
would look whole, so it is written before anything is sent: row by row, onto the disk and not into memory.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import register_converter, reverse
from django.utils import timezone
from django.utils.translation import get_language

from core.dates import PartialDate
from core.limits import limited
from core.records.models import Title
from core.shown.sources import visible_citations
from core.templatetags.dates import in_words
from core.texts.localized import LocalText

# Longer lists are cut, and their files are named so. The search gives out no more either.
MOST_ROWS = 10_000
# Rows that are asked of the database together.
CHUNK = 500
# What a spreadsheet would run as a formula. "+50 %" and "-3 minutes" are none: behind their sign stand numbers and
# words, and nothing that reckons, calls or refers.
FORMULA = re.compile(r"^(?:[=@\t\r\n＝＠]|[+\-＋－](?!\s?[\d.,][\w\s.,%]*$))")
# What XML cannot hold, and so no cell of a workbook; and how much a cell takes at most.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
BETWEEN = "; "

# For views that give such a file: to write a long list takes as long as many pages.
limited_download = limited("downloads", per_minute=20)

T = TypeVar("T")
# Values are numbers, words, or several words.
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Download:
    """A list as a file: its name without an ending, the names of its columns, and its rows.

    ``total`` is how many rows the list has; ``rows`` are its first, ``MOST_ROWS`` of them at most.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]
    total: int

    def called(self, ending: str) -> str:
        """Return the name of the file, which says where the list was cut."""
        cut = f"-first-{MOST_ROWS}-of-{self.total}" if self.total > MOST_ROWS else ""
        return f"{self.name}-{_language()}-{timezone.localdate().isoformat()}{cut}.{ending}"


def download_answer(download: Download, ending: str) -> FileResponse:
    """Return the file of a list in the format of the address, for the reader to keep and for no search engine."""
    _name, content_type, write = FORMATS[ending]
    with ExitStack() as opened:
        file: IO[bytes] = opened.enter_context(tempfile.TemporaryFile())
        write(download, file)
        file.seek(0)
        opened.pop_all()  # from here on the answer closes it
    answer = FileResponse(file, as_attachment=True, filename=download.called(ending), content_type=content_type)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def downloads_at(path: str, query: str = "", *, total: int) -> dict[str, Any] | None:
    """Return how the files of the list at ``path``, which ends with a stroke, are offered; nothing for an empty one."""
    if not total:
        return None
    asked = f"?{query}" if query else ""
    files = [
        {"name": name, "type": kind, "url": f"{path}list.{end}{asked}"} for end, (name, kind, _w) in FORMATS.items()
    ]
    return {"files": files, "most": MOST_ROWS if total > MOST_ROWS else 0}


# --- What rows are made of ------------------------------------------------------------------------------

# What every row begins and ends with.
NAMED = ("key", "permalink", "address", "title", "language")
CITED = ("sources", "first_source")


def named(title: Title) -> dict[str, Any]:
    """Return how a row names its record; ``title`` comes with it. The language is that of the title."""
    return {
        "key": title.record.key,
        "permalink": permalink(title.record.key),
        "address": absolute(title.address),
        "title": title.text,
        "language": title.text_language,
    }


def cited(record_ids: Iterable[int], *, user: Any) -> dict[int, dict[str, Any]]:
    """Return how many sources each record rests on that ``user`` may see, and the first of them: one query.

    A record without any is left out: it states nothing.
    """
    rows = visible_citations(user).filter(record__in=list(record_ids)).order_by("record", "position", "pk")
    found: dict[int, dict[str, Any]] = {}
    for record_id, key in rows.values_list("record_id", "source__record__key"):
        counted = found.setdefault(record_id or 0, {"sources": 0, "first_source": permalink(key)})
        counted["sources"] += 1
    return found


def dated(name: str, date: PartialDate | None) -> dict[str, Any]:
    """Return the columns of a date: as ISO 8601 where it is that exact, how exact, in words, and its bounds."""
    date = date or PartialDate()
    values = (
        date.iso,
        str(date.precision),
        in_words(date, _language())[0] if date else "",
        date.earliest.isoformat() if date.earliest else "",
        date.latest.isoformat() if date.latest else "",
    )
    return dict(zip(dated_columns(name), values, strict=True))


def dated_columns(name: str) -> tuple[str, ...]:
    """Return the names of the columns of a date."""
    return (name, *(f"{name}_{part}" for part in ("precision", "words", "earliest", "latest")))


def told(name: str, text: LocalText | None) -> dict[str, str]:
    """Return a text that may be in another language than its row, and that language."""
    return {name: text.text, f"{name}_language": text.language} if text else {}


def in_chunks(found: Iterable[T], rows_of: Callable[[list[T]], Iterable[Row]]) -> Iterator[Row]:
    """Return the rows of what was found, made by ``rows_of`` for so many together that its queries stay few."""
    left = iter(islice(found, MOST_ROWS))
    while chunk := list(islice(left, CHUNK)):
        yield from rows_of(chunk)


def in_order(rows: QuerySet[Any], ids: list[int]) -> list[Any]:
    """Return the rows with these primary keys, in the order of the keys: one query."""
    found = rows.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def permalink(key: str) -> str:
    """Return the whole permanent address of a record."""
    return absolute(reverse("permalink", args=[key]))


def absolute(path: str) -> str:
    """Return a path of the site as a whole address."""
    return f"{settings.BASE_URL}{path}"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


# --- How they are written -----------------------------------------------------------------------------------


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _cells(download: Download) -> Iterator[list[Any]]:
    """Return the lines of a table, the names of the columns first."""
    yield list(download.columns)
    for row in download.rows:
        yield [harmless(_cell(row.get(name))) for name in download.columns]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    words = value if isinstance(value, str) else BETWEEN.join(str(one) for one in value)
    return UNWRITABLE.sub("", words)


def _csv(download: Download, file: IO[bytes]) -> None:
    """Write UTF-8 with the mark by which spreadsheets know it, as RFC 4180 has it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        csv.writer(text).writerows(_cells(download))
    finally:
        text.detach()


def _json(download: Download, file: IO[bytes]) -> None:
    """Write an array of objects, each on a line of its own; what has no value is null."""
    separator = b"[\n"
    for row in download.rows:
        written = json.dumps({name: row.get(name) for name in download.columns}, ensure_ascii=False)
        file.write(separator + written.encode("utf-8", "replace"))
        separator = b",\n"
    file.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def _xlsx(download: Download, file: IO[bytes]) -> None:
    """Write a workbook of one sheet; openpyxl keeps its rows on the disk until it is saved."""
    from openpyxl import Workbook  # only here: it takes a while to load

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("list")
    sheet.freeze_panes = "A2"
    try:
        for line in _cells(download):
            sheet.append([value[:LONGEST_CELL] if isinstance(value, str) else value for value in line])
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # it would lie on the disk until the process ends
        raise
    workbook.save(file)


# How a format is called to readers, its content type, and who writes it.
FORMATS: dict[str, tuple[str, str, Callable[[Download, IO[bytes]], None]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", _csv),
    "json": ("JSON", "application/json", _json),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}


class DownloadEnding:
    """The end of the address of a download."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """Return it."""
        return value

    def to_url(self, value: str) -> str:
        """Return it."""
        return value


register_converter(DownloadEnding, "download")
