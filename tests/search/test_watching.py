"""What operators are told of the search, and what administrators may ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import health
from core.models import User
from core.users.roles import Role
from search import indexing
from search.models import DueDocument, Duty, Task, WaitingDocument
from search.rebuilding import rebuild
from search.watching import condition
from tests.factories import knowledge as make
from tests.reading import words
from tests.search.indexing import settle
from tests.search.memory import MemoryEngine
from tests.signing_in import give, let_in

pytestmark = pytest.mark.django_db


def told(client: Client) -> dict[str, Any]:
    """What the service manager is told of the search."""
    answer = client.get("/readyz")
    assert answer.status_code == 200
    return answer.json()["search"]


def test_the_service_manager_is_told_how_the_search_is(memory: MemoryEngine, client: Client) -> None:
    """Engine, documents, and how far the index is behind."""
    make.a_concept("topic-one")
    settle()
    rebuild()
    hour = timezone.now() - timedelta(hours=1)
    WaitingDocument.objects.create(record_id=1, since=hour)
    DueDocument.objects.create(record_id=1, since=hour + timedelta(minutes=5))
    found = told(client)
    assert 3600 <= found.pop("oldest_seconds") < 3700
    done = Duty.objects.get(name=Task.REBUILD).done_at
    assert found == {
        "engine": "memory",
        "status": "ok",
        "waiting": 2,
        "documents": 1,
        "bytes": 0,
        "last_rebuild": done.isoformat(timespec="seconds"),
        "last_check": None,
    }


@pytest.mark.parametrize("trouble", ["down", "no index"])
def test_a_site_without_an_engine_is_ready(memory: MemoryEngine, client: Client, trouble: str) -> None:
    """It serves; what is wrong with the search is said."""
    memory.is_down = trouble == "down"
    memory.index = None
    found = told(client)
    assert found["status"] == "does not answer"
    assert found["documents"] is None
    assert found["oldest_seconds"] == 0


def test_a_part_that_cannot_say_how_it_is_does_not_take_the_site_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name stays, with the kind of the error and nothing else."""
    monkeypatch.setitem(health._PARTS, "search", lambda: 1 / 0)
    assert told(client) == {"status": "not known: ZeroDivisionError"}


def test_the_condition_takes_three_queries(memory: MemoryEngine, django_assert_num_queries: Any) -> None:
    """It is asked for every few seconds."""
    with django_assert_num_queries(3):
        condition()


# --- The page of the editors' side -------------------------------------------------------------------


@pytest.fixture
def browsers(memory: MemoryEngine) -> dict[str, Client]:
    """Signed-in browsers by what their owner is."""
    people = {
        "administrator": User.objects.create_superuser("administrator@example.org", "synthetic words"),
        "secretariat": User.objects.create_user("secretariat@example.org", "synthetic words"),
        "editor": User.objects.create_user("editor@example.org", "synthetic words"),
    }
    give(people["secretariat"], Role.SECRETARIAT)
    give(people["editor"], Role.EDITOR)
    found = {name: Client() for name in people}
    for name, browser in found.items():
        let_in(browser, people[name])
    return found


# Who sees the page, and who may ask for a rebuild.
RIGHTS = {"administrator": (True, True), "secretariat": (True, False), "editor": (False, False)}


@pytest.mark.parametrize("name", RIGHTS)
def test_who_sees_the_index_and_who_rebuilds_it(browsers: dict[str, Client], name: str) -> None:
    """Wagtail answers with the way home where somebody may not."""
    may_see, may_rebuild = RIGHTS[name]
    browser, address = browsers[name], reverse("search_index")
    home = words(browser.get(reverse("wagtailadmin_home")))
    assert (address in home) is may_see
    answer = browser.get(address)
    assert (answer.status_code == 200) is may_see
    assert ("Rebuild the index</button>" in answer.content.decode()) is may_rebuild
    browser.post(address)
    assert Duty.objects.filter(name=Task.REBUILD, wanted_since__isnull=False).exists() is may_rebuild


def test_the_page_says_how_the_search_is(browsers: dict[str, Client]) -> None:
    """Size, lag, last rebuild, last comparison."""
    make.a_concept("topic-one")
    settle()
    rebuild()
    indexing.note_waiting([1])
    page = words(browsers["secretariat"].get(reverse("search_index")))
    assert "memory" in page
    assert "documents: 1" in page
    assert "1, for 0 seconds" in page
    assert "never" in page.split("Last comparison")[1]


def test_the_page_says_what_failed(browsers: dict[str, Client], memory: MemoryEngine) -> None:
    """In the words of the engine, which stand there until it succeeds."""
    memory.is_down = True
    indexing.note_waiting([1])
    indexing.keep_up()
    page = words(browsers["secretariat"].get(reverse("search_index")))
    assert "Failed: writing to the index" in page
    assert page.count("It is told to be down.") == 2


def test_a_rebuild_that_was_asked_for_is_not_asked_for_twice(browsers: dict[str, Client]) -> None:
    """The page says since when instead."""
    browser, address = browsers["administrator"], reverse("search_index")
    page = words(browser.post(address, follow=True))
    assert "The worker will rebuild the index." in page
    assert "A rebuild was asked for on" in page
    assert "Rebuild the index</button>" not in page
