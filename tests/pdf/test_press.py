"""The press prints what it is given from files of ours alone, within its limits, and outlives what harms it."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.pdf import jobs, pressing
from core.pdf.pressing import NotPrinted
from tests.pdf.printing import failures, flowing_text_of, fonts_of, language_of, page_of, press, tags_of

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

SECRET = "synthetic-secret-4711"
ENDS = {jobs.TOO_MANY_PAGES, jobs.OUT_OF_TIME, jobs.OUT_OF_MEMORY, jobs.BROKEN, "%PDF-"}


def reason_or_file(html: str, out: Path, **limits: Any) -> str:
    """How the file begins, or why there is none."""
    try:
        press(html, out, **{"seconds": 20, "pages": 20, **limits})
    except NotPrinted as error:
        return error.reason
    return out.read_bytes()[:5].decode()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Any]]]:
    """A server on this machine that notes who calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        called: list[Any] = []
        server.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    called.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", called
        ended.set()
        thread.join()


def test_what_is_printed_is_tagged_and_has_its_fonts(out: Path) -> None:
    done = press(page_of("<h1>Synthetic</h1><p>Şəhər ağacı, Əli. Город. مدينة</p>"), out)
    assert done["pages"] == 1
    assert failures([out]) == {"out.pdf": []}
    assert {"/H1", "/P"} <= {kind for kind, _alt, _parent in tags_of(out)}
    assert all("Asan" in font[0] for font in fonts_of(out))
    # Embedded, a subset, and with a table of its letters.
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts_of(out))
    for word in ("Şəhər", "Əli", "Город", "مدينة"):
        assert word in flowing_text_of(out)


def test_the_language_is_that_of_the_document(out: Path) -> None:
    press(page_of("<p>مدينة</p>", language="ar"), out)
    assert language_of(out) == "ar"


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    for out in (one, other):
        press(page_of("<h1>Synthetic</h1><p>Şəhər</p>"), out)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        '<img src="{server}/a.png" alt="a">',
        '<link rel="stylesheet" href="{server}/a.css">',
        '<style>@import "{server}/a.css"; p{{background:url({server}/b.png)}}</style><p>b</p>',
        "<style>@font-face{{font-family:F;src:url({server}/f.ttf)}} p{{font-family:F}}</style><p>b</p>",
        '<object data="{server}/a.svg"></object><embed src="{server}/b.svg">',
        '<link rel="attachment" href="{server}/a.txt">',
        '<svg viewBox="0 0 9 9"><title>a</title><image href="{server}/a.png" width="9" height="9"/></svg>',
        '<svg viewBox="0 0 9 9"><title>a</title><use href="{server}/a.svg#b"/></svg>',
        '<base href="{server}/"><img src="a.png" alt="a">',
    ],
)
def test_no_connection_is_opened(out: Path, listener: tuple[str, list[Any]], content: str) -> None:
    server, called = listener
    press(page_of(content.format(server=server)), out)
    assert called == []


@pytest.mark.parametrize(
    "address",
    [
        "file://{file}",
        "own:///static/../../../../../../..{file}",
        "own:///static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{file}",
        "own://host/static/css/pdf.css",
        "{file}",
        "/media{file}",
        "data:text/plain,synthetic-secret-4711",
    ],
)
def test_no_other_file_is_brought_in(out: Path, tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    where = address.format(file=tmp_path / "secret.txt")
    press(page_of(f'<link rel="attachment" href="{where}"><a rel="attachment" href="{where}">a</a>'), out)
    assert SECRET.encode() not in out.read_bytes()
    assert b"EmbeddedFile" not in out.read_bytes()


def test_a_picture_is_brought_in_where_the_job_names_it(out: Path, tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "teal").save(tmp_path / "a.jpg")
    html = page_of('<p><img src="/media/a.jpg" alt="A synthetic picture"></p>')
    press(html, out)
    assert b"/Subtype /Image" not in out.read_bytes()
    press(html, out, files={"/media/a.jpg": str(tmp_path / "a.jpg")})
    assert b"/Subtype /Image" in out.read_bytes()
    assert ("/Figure", "A synthetic picture") in {tag[:2] for tag in tags_of(out)}
    assert failures([out]) == {"out.pdf": []}


@pytest.mark.parametrize(
    "content",
    [
        "<p>" * 400,
        "<table>" + "<tr><td>" * 60,
        "<script>alert(1)</script><iframe src='own:///static/css/pdf.css'></iframe><p>b</p>",
        '<svg viewBox="0 0 9 9" width="1e9mm" height="1e9mm"><title>a</title><rect width="9" height="9"/></svg>',
        "<svg><title>a</title><script>alert(1)</script><foreignObject><p>b</p></foreignObject></svg>",
        '<p style="font-size:1e7pt;width:1e9mm">b</p>',
        '<p style="position:absolute;top:-1e9mm">b</p>',
        "<style>p{{}}}}@page{size:1mm 1mm}</style><p>b</p>",
        "<p>\u0000\u0001\ufffe\U0010ffff</p>",
        '<svg viewBox="0 0 9 9"><defs><pattern id="p" width="1" height="1"><rect fill="url(#p)" width="9" height="9"/>'
        '</pattern></defs><title>a</title><rect fill="url(#p)" width="9" height="9"/></svg>',
    ],
)
def test_hostile_documents_end_in_a_file_or_a_reason(out: Path, content: str) -> None:
    assert reason_or_file(page_of(content), out) in ENDS
    press(page_of("<p>Well again</p>"), out)
    assert "Well again" in flowing_text_of(out)


def test_a_broken_picture_leaves_its_place_empty(out: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0broken")
    html = page_of('<p>Before</p><p><img src="/media/a.jpg" alt="Broken"></p>')
    press(html, out, files={"/media/a.jpg": str(tmp_path / "a.jpg")})
    assert "Before" in flowing_text_of(out)


def test_a_huge_picture_ends_in_a_file_or_a_reason(out: Path, tmp_path: Path) -> None:
    Image.new("1", (40_000, 40_000)).save(tmp_path / "a.png")
    html = page_of('<p><img src="/media/a.png" alt="Huge"></p>')
    assert reason_or_file(html, out, files={"/media/a.png": str(tmp_path / "a.png")}) in ENDS


def test_too_many_pages_are_refused(out: Path) -> None:
    many = "".join(f'<p style="break-after:page">{number}</p>' for number in range(12))
    with pytest.raises(NotPrinted) as refused:
        press(page_of(many), out, pages=10)
    assert refused.value.reason == jobs.TOO_MANY_PAGES
    assert not out.exists()


def test_what_takes_too_long_is_ended(out: Path) -> None:
    rows = "<tr>" + "<td>synthetic words in a cell</td>" * 30 + "</tr>"
    with pytest.raises(NotPrinted) as refused:
        press(page_of(f"<table>{rows * 3000}</table>"), out, seconds=1, pages=10_000)
    assert refused.value.reason == jobs.OUT_OF_TIME


def test_what_takes_too_much_memory_is_ended(out: Path, settings: Any) -> None:
    settings.PDF_MEMORY = 40
    rows = "<tr>" + "<td>synthetic words in a cell</td>" * 30 + "</tr>"
    with pytest.raises(NotPrinted) as refused:
        press(page_of(f"<table>{rows * 3000}</table>"), out, seconds=30, pages=10_000)
    assert refused.value.reason in {jobs.OUT_OF_MEMORY, jobs.BROKEN}


def test_pages_are_told_while_they_are_set(tmp_path: Path) -> None:
    heard: list[int] = []
    many = "".join(f'<p style="break-after:page">{number}</p>' for number in range(6))
    pressing.printed(
        page_of(many), identifier="0", files={}, seconds=30, pages=50, out=tmp_path / "a.pdf", hear=heard.append
    )
    assert heard[:6] == [1, 2, 3, 4, 5, 6]


def test_who_is_no_longer_wanted_is_ended(tmp_path: Path) -> None:
    class EnoughError(Exception):
        pass

    def stop(page: int) -> None:
        raise EnoughError

    limits = {"files": {}, "seconds": 30, "pages": 5, "out": tmp_path / "a.pdf"}
    with pytest.raises(EnoughError):
        pressing.printed(page_of("<p>a</p>"), identifier="0", hear=stop, **limits)
    press(page_of("<p>Well again</p>"), tmp_path / "b.pdf")


def test_a_press_that_was_killed_is_replaced(out: Path) -> None:
    press(page_of("<p>a</p>"), out)
    for idle in pressing._idle:
        idle._process.kill()
        idle._process.wait()
    press(page_of("<p>Well again</p>"), out)
    assert "Well again" in flowing_text_of(out)
