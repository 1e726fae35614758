"""Printed files are kept by their content, made one at a time, and few at once."""

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from core.pdf import making, shelf
from core.pdf.jobs import BROKEN
from core.pdf.publications import DIGEST, Part, Printable, Publication, printable

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("empty_shelf")]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that writes the HTML as it is, after a moment; what it printed."""
    taken: list[str] = []

    def printed(html: str, *, out: Path, **limits: Any) -> dict[str, Any]:
        taken.append(html)
        time.sleep(0.2)
        out.write_text(html)
        return {}

    monkeypatch.setattr(making, "printed", printed)
    return taken


def ready(name: str) -> Printable:
    return Printable(name, (name * 64)[:64], {})


def test_a_file_is_made_once(press: list[str]) -> None:
    first, again = making.in_request(ready("a")), making.in_request(ready("a"))
    assert first == again
    assert first.read_text() == "a"
    assert press == ["a"]


def test_who_asks_meanwhile_waits_for_the_same_file(press: list[str]) -> None:
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(making.in_request(ready("a")))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert press == ["a"]


def test_only_a_few_threads_wait(press: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go on answering readers."""
    monkeypatch.setattr(making, "_waiting", threading.BoundedSemaphore(1))
    with making._waiting, pytest.raises(making.Busy):
        making.in_request(ready("a"))
    making.in_request(ready("a"))


def test_what_cannot_be_printed_is_not_tried_for_every_reader(
    press: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fails(html: str, **limits: Any) -> None:
        tried.append(html)
        raise making.NotPrinted("pages")

    monkeypatch.setattr(making, "printed", fails)
    for _time in range(3):
        with pytest.raises(making.NotPrinted) as error:
            making.in_request(ready("a"))
        assert error.value.reason == "pages"
    assert tried == ["a"]
    monkeypatch.setattr(shelf, "TRIED_AGAIN", 0)
    with pytest.raises(making.NotPrinted):
        making.in_request(ready("a"))
    assert tried == ["a", "a"]


def test_two_are_printed_at_once_and_the_others_are_told_so(press: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SECONDS_OF_A_REQUEST", 0.15)
    told: list[str] = []

    def ask(name: str) -> None:
        try:
            making.in_request(ready(name))
        except making.Busy:
            told.append("busy")

    threads = [threading.Thread(target=ask, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(press) == making.IN_REQUESTS
    assert told == ["busy"] * 2


def test_the_worker_does_not_wait_for_requests(press: list[str]) -> None:
    with making._one_of(1, time.monotonic() + 1), making._one_of(making.IN_REQUESTS, time.monotonic() + 1):
        assert making.by_worker(ready("a"), seconds=1, pages=1).read_text() == "a"


def test_what_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(html: str, *, out: Path, **limits: Any) -> dict[str, Any]:
        out.write_text("half")
        raise making.NotPrinted(BROKEN)

    monkeypatch.setattr(making, "printed", fails)
    with pytest.raises(making.NotPrinted):
        making.in_request(ready("a"))
    assert list(shelf.table().iterdir()) == []
    assert shelf.find(ready("a").digest) is None


def test_what_nobody_reads_is_removed_after_a_month(press: list[str]) -> None:
    old, read = making.in_request(ready("a")), making.in_request(ready("b"))
    long_ago = time.time() - shelf.KEPT.total_seconds() - 60
    for file in (old, read):
        os.utime(file, (long_ago, long_ago))
    shelf.find(ready("b").digest)
    (shelf.table() / "unfinished.pdf").write_text("half")
    os.utime(shelf.table() / "unfinished.pdf", (long_ago, long_ago))
    for lock in shelf.locks().iterdir():
        os.utime(lock, (long_ago, long_ago))
    shelf.tidy()
    assert [lock.name for lock in shelf.locks().iterdir()] == [shelf.TIDIED]
    assert not old.exists()
    assert read.exists()
    assert list(shelf.table().iterdir()) == []


# --- Content -----------------------------------------------------------------------------------------


def publication(html: str, **changes: Any) -> Printable:
    given = {"title": "Synthetic", "language": "en", "description": "", "modified": "2026-01-01", **changes}
    return printable(Publication(parts=[Part(html)], **given))  # type: ignore[arg-type]


def test_the_digest_is_that_of_the_content_and_stands_in_it() -> None:
    one, same, other = publication(f"<p>{DIGEST}</p>"), publication(f"<p>{DIGEST}</p>"), publication("<p>b</p>")
    assert one == same
    assert one.digest != other.digest != publication("<p>b</p>", language="az").digest
    assert f"<p>{one.digest[:16]}</p>" in one.html


def test_links_name_the_site(settings: Any) -> None:
    made = publication(
        '<a class="a" href="/en/library/">a</a><a href="#b">b</a><a href="https://c.example/">c</a>'
    ).html
    assert f'href="{settings.BASE_URL}/en/library/"' in made
    assert 'href="#b"' in made
    assert 'href="https://c.example/"' in made


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ('<a href="#a"><bdi lang="az">Ad</bdi></a>', '<bdi lang="az"><a href="#a">Ad</a></bdi>'),
        ('<a href="#a">One <b>two</b> <i>three</i></a>', '<a href="#a">One two three</a>'),
        ('<a href="#a">One</a>', '<a href="#a">One</a>'),
    ],
)
def test_links_hold_words_alone(link: str, told: str) -> None:
    """Every element in a link would be a link of its own in the tags."""
    assert told in publication(link).html


def test_letters_that_no_face_has_are_told_as_such() -> None:
    made = publication("<p>ASAN 大統領 xidmət, Қазақстан, الإمارات</p>").html
    assert "<p>ASAN […] xidmət, Қазақстан, الإمارات</p>" in made
