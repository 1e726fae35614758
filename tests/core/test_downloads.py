"""Lists as files: nothing a spreadsheet would run, every letter kept, and cut lists that say so."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from core import downloads
from core.dates import PartialDate
from core.downloads import CHUNK, Download, dated, download_answer, downloads_at, harmless, in_chunks

pytestmark = pytest.mark.sqlite
COLUMNS = ("key", "title", "number", "topics")
FORMULAS = [
    "=1+1", "=cmd|'/c calc'!A1", "+1+1", "-2+3+cmd|' /C calc'!E0", "-A1", "+SUM(A1)", "@SUM(1)", "\t=1", "\r=1", "\n=1",
    "＝1+1", "-(1)", "+", "-",
]  # fmt: skip
WORDS = ["+50 %", "-3", "- 3 minutes", "+1,234.5 million", "1-2", "a=b", "", "ə", "'quoted"]


def a_download(rows: list[dict[str, Any]], total: int | None = None, columns: tuple[str, ...] = COLUMNS) -> Download:
    return Download("things", columns, rows, len(rows) if total is None else total)


def written(download: Download, ending: str) -> bytes:
    with override("en"):
        answer = download_answer(download, ending)
    content = answer.getvalue()
    answer.file_to_stream.close()
    return content


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[dict[str, Any]]:
    head, *lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_is_a_formula(value: str) -> None:
    assert harmless(value) == f"'{value}"
    download = a_download([{"key": value, "title": "x", "topics": (value, "y")}])
    assert read_csv(written(download, "csv"))[0]["key"] == f"'{value}"
    assert read_csv(written(download, "csv"))[0]["topics"] == f"'{value}; y"
    workbook = load_workbook(io.BytesIO(written(download, "xlsx")))
    assert {cell.data_type for cell in workbook.active[2]} <= {"s", "n"}
    assert workbook.active["A2"].value.startswith("'")
    # For programs nothing is changed.
    assert json.loads(written(download, "json"))[0]["key"] == value


@pytest.mark.parametrize("value", [*WORDS, 7, None])
def test_what_is_no_formula_stays_as_it_is(value: Any) -> None:
    assert harmless(value) == value


def test_every_letter_is_kept_in_every_format() -> None:
    title = "Vətəndaş üçün “bir pəncərə”: şəhər, ığdır; \n مراكز الخدمة 😀"
    row = {"key": "a", "title": title, "number": 5, "topics": ("Etimad", "ثقة")}
    content = written(a_download([row]), "csv")
    assert content.startswith(b"\xef\xbb\xbfkey,title,number,topics\r\n")
    assert read_csv(content) == [{"key": "a", "title": title, "number": "5", "topics": "Etimad; ثقة"}]
    assert read_xlsx(written(a_download([row]), "xlsx")) == [row | {"topics": "Etimad; ثقة"}]
    assert json.loads(written(a_download([row]), "json")) == [row | {"topics": ["Etimad", "ثقة"]}]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_whatever_stands_in_a_list_can_be_read_back(values: list[str]) -> None:
    rows = [{"key": "a", "title": value, "number": None, "topics": tuple(values)} for value in values]
    assert len(read_csv(written(a_download(rows), "csv"))) == len(values)
    assert len(read_xlsx(written(a_download(rows), "xlsx"))) == len(values)
    read = json.loads(written(a_download(rows), "json"))
    assert [row["title"] for row in read] == [value.encode("utf-8", "replace").decode() for value in values]


def test_a_very_long_text_fits_a_cell() -> None:
    download = a_download([{"title": "ə" * 40_000}])
    assert len(read_xlsx(written(download, "xlsx"))[0]["title"]) == downloads.LONGEST_CELL
    assert len(read_csv(written(download, "csv"))[0]["title"]) == 40_000


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_list_without_entries_is_a_file_all_the_same(ending: str) -> None:
    read = {"csv": read_csv, "json": json.loads, "xlsx": read_xlsx}[ending]
    assert read(written(a_download([]), ending)) == []


def test_a_file_is_called_what_it_holds_and_kept_by_no_search_engine() -> None:
    with override("az"):
        answer = download_answer(a_download([]), "xlsx")
        assert answer["Content-Disposition"].startswith('attachment; filename="things-az-20')
        assert answer["Content-Disposition"].endswith('.xlsx"')
        assert answer["X-Robots-Tag"] == "noindex"
        cut = a_download([], total=12_345)
        assert cut.called("csv").endswith("-first-10000-of-12345.csv")
    answer.file_to_stream.close()


def test_cut_lists_are_offered_as_such() -> None:
    assert downloads_at("/en/library/", total=0) is None
    whole, cut = (downloads_at("/en/library/", "topic=a", total=total) or {} for total in (10_000, 10_001))
    assert (whole["most"], cut["most"]) == (0, 10_000)
    assert [file["url"] for file in whole["files"]] == [
        f"/en/library/list.{ending}?topic=a" for ending in ("csv", "json", "xlsx")
    ]


def test_rows_are_made_in_chunks_and_end_where_a_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS", 2 * CHUNK + 1)
    asked: list[int] = []

    def rows_of(chunk: list[int]) -> Iterator[dict[str, Any]]:
        asked.append(len(chunk))
        return ({"key": number} for number in chunk)

    assert [row["key"] for row in in_chunks(range(5 * CHUNK), rows_of)] == list(range(2 * CHUNK + 1))
    assert asked == [CHUNK, CHUNK, 1]


@pytest.mark.parametrize(
    ("date", "values"),
    [
        (PartialDate.from_iso("2012-06"), ("2012-06", "month", "June 2012", "2012-06-01", "2012-06-30")),
        (
            PartialDate(PartialDate.from_iso("2013-07").earliest, PartialDate.from_iso("2013").latest),
            ("", "range", "second half of 2013", "2013-07-01", "2013-12-31"),
        ),
        (PartialDate(None, None, "April, year not visible"), ("", "words", "April, year not visible", "", "")),
        (PartialDate(None, PartialDate.from_iso("2026").latest), ("", "until", "no later than 2026", "", "2026-12-31")),
        (None, ("", "unknown", "", "", "")),
    ],
)
def test_a_date_is_never_more_exact_than_it_is_known(date: PartialDate | None, values: tuple[str, ...]) -> None:
    with override("en"):
        assert tuple(dated("begun", date).values()) == values


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_what_fails_halfway_is_no_file(ending: str) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"key": "a"}
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        download_answer(Download("things", COLUMNS, rows(), 2), ending)
    assert ALL_TEMP_FILES == []
