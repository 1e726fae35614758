"""Two web servers that share nothing but the database: what is published on one is read on the other at once."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.site import RunningSite, prepared, serve, serve_beside

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
TITLE = """
from knowledge.models import PracticePage
page = PracticePage.objects.get(slug={slug!r}, locale__language_code="en")
page.title = {title!r}
page.save_revision().publish()
"""
# Two practices, and the list that begins with them once they are called so.
ASKED, OTHER = "asan-xidmet", "mobile-asan"
LIST = "/en/library/?sort=title"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[tuple[RunningSite, RunningSite]]:
    """One that editors use as well, and one beside it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with (
        serve(prepared(shared), tmp_path_factory.mktemp("first")) as first,
        serve_beside(first, tmp_path_factory.mktemp("second")) as second,
    ):
        yield first, second


def page(site: RunningSite, slug: str) -> str:
    return read(site, f"/en/library/practices/{slug}/")


def read(site: RunningSite, path: str) -> str:
    with urllib.request.urlopen(site.url + path, timeout=60) as answer:
        return answer.read().decode()


def publish(site: RunningSite, slug: str, title: str) -> None:
    site.command("shell", "--no-imports", "-c", TITLE.format(slug=slug, title=title))


def kept_by(site: RunningSite) -> dict[str, int]:
    """The pages in the store of a server, with the moments in which they were written."""
    return {path.name: path.stat().st_mtime_ns for path in (Path(site.environment["VAR_DIR"]) / "pages").iterdir()}


def test_what_is_published_on_one_is_read_on_the_other_at_once(servers: tuple[RunningSite, RunningSite]) -> None:
    first, second = servers
    for number in range(2):
        title = f"Aaa synthetic {number}"
        for server in servers:  # each keeps what stands there before
            assert title not in page(server, ASKED)
            read(server, LIST)
        before = {server.url: kept_by(server) for server in servers}
        assert all(before.values())
        page(second, OTHER)
        publish(first, ASKED, title)
        for server in servers:
            assert title in page(server, ASKED)
            assert title in read(server, LIST)


def test_what_shows_nothing_of_it_stays(servers: tuple[RunningSite, RunningSite]) -> None:
    first, second = servers
    read(second, "/en/privacy/")
    before = kept_by(second)
    publish(first, ASKED, "Another synthetic title")
    read(second, "/en/privacy/")
    assert kept_by(second) == before


def test_what_is_withdrawn_is_gone_at_once(servers: tuple[RunningSite, RunningSite]) -> None:
    first, second = servers
    publish(first, OTHER, "Aaa canary")
    assert "Aaa canary" in read(second, LIST)
    first.command(
        "shell",
        "--no-imports",
        "-c",
        "import datetime\n"
        "from core.models import Record\n"
        "from core.records.operations import withdraw_record\n"
        f"withdraw_record(record=Record.objects.get(slug={OTHER!r}, kind='practice'),"
        " on=datetime.date(2020, 1, 1), reason='Synthetic.', by=None)",
    )
    assert "Aaa canary" not in read(second, LIST)
