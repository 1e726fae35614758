"""Whatever is asked, by whomever: nobody meets a word that is not for them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from core.models import Letter, ReviewAct, RoleTerm
from tests.canary.addresses import LEFT_OUT, every_address, paths_of
from tests.canary.world import ASKED_AS, MAY_MEET, SONG, World, a_world, person_of
from tests.search.shelf import fill, searching
from tests.signing_in import let_in

# What is shown to whom is the same on every database.
pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.slow,
    pytest.mark.usefixtures("nothing_kept"),
    # Wagtail leaves the file open in which it makes a rendition.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The site's search, with an index of its own."""
    with searching(tmp_path_factory.mktemp("index")):
        yield


@pytest.fixture(scope="module")
def world_of_module(module_database: None, searched: None) -> World:
    made = a_world()
    fill()
    return made


@pytest.fixture
def world(db: None, world_of_module: World) -> World:
    return deepcopy(world_of_module)


def test_every_address_has_a_row(world: World) -> None:
    without = []
    for address in every_address():
        if address.name in LEFT_OUT:
            continue
        try:
            found = paths_of(address, world)
        except KeyError as error:
            without.append(f"{address.name}: nothing to put into {error}")
        else:
            without += [] if found else [f"{address.name}: no path could be made"]
    assert without == []


@pytest.mark.parametrize("name", ASKED_AS)
def test_nobody_meets_what_is_not_for_them(world: World, name: str) -> None:
    person = person_of(world, name)
    asked = let_in(Client(raise_request_exception=False), person) if person is not None else Client()
    forbidden = {word for word, allowed in MAY_MEET.items() if name not in allowed}
    met: dict[str, list[str]] = defaultdict(list)
    broken, number = [], 0
    for path in every_path(world):
        for query in ("", f"?q={SONG}"):
            # From elsewhere each time: nobody is to be stopped for asking often.
            number += 1
            answer = asked.get(path + query, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
            if answer.status_code >= 500:
                broken.append(f"{path}{query}: {answer.status_code}")
            said = said_by(answer)
            for word in forbidden:
                if word in said:
                    met[word].append(path + query)
            if answer.status_code != 200:  # words to look for open nothing
                break
    assert not met, "\n".join(f"{word}: {path}" for word, paths in met.items() for path in paths)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("name", ["anonymous", "stranger"])
def test_who_sends_something_meets_and_changes_nothing_that_is_not_for_them(world: World, name: str) -> None:
    """Forms are sent to every address, empty and with what most forms have; each is undone afterwards."""
    person = person_of(world, name)
    asked = let_in(Client(raise_request_exception=False), person) if person is not None else Client()
    cookies = deepcopy(asked.cookies)
    forbidden = {word for word, allowed in MAY_MEET.items() if name not in allowed}
    before, told = kept(world), []
    for number, path in enumerate(every_path(world)):
        asked.cookies = deepcopy(cookies)
        with transaction.atomic():
            answer = asked.post(path, SENT, REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}")
            if answer.status_code >= 500:
                told.append(f"{path}: {answer.status_code}")
            said = said_by(answer)
            told += [f"{path}: {word}" for word in forbidden if word in said]
            told += [f"{path} changed {what}" for what, value in kept(world).items() if value != before[what]]
            transaction.set_rollback(True)
    assert not told, "\n".join(told)


# What forms ask for most; whoever may not is refused before any of it is read.
SENT = {
    **dict.fromkeys(("title", "text", "name", "reason", "evidence", "link_text", "subject"), "Sent"),
    **dict.fromkeys(("url", "external-link-chooser-url"), "https://example.org/"),
    "confirm": "yes",
    "q": SONG,
}


def kept(world: World) -> dict[str, Any]:
    """What nobody else may change: the rows of what is restricted, field by field."""
    rows = (world.draft, world.hidden, world.manuscript, world.request, world.file, world.source, world.figure,
            world.invitation, world.hidden.record)  # fmt: skip
    found = {str(row._meta.label): list(type(row)._base_manager.filter(pk=row.pk).values()) for row in rows}
    return {**found, "roles": list(RoleTerm.objects.order_by("pk").values()), "acts": ReviewAct.objects.count()}


def every_path(world: World) -> list[str]:
    """All paths that are asked."""
    return [path for one in every_address() if one.name not in LEFT_OUT for path in paths_of(one, world)]


@pytest.mark.parametrize("name", [name for name in ASKED_AS if name != "anonymous"])
def test_who_may_meets_each_word_somewhere(world: World, name: str) -> None:
    """The words can be met at all: a matrix that finds nothing may have looked at nothing."""
    person = person_of(world, name)
    assert person is not None
    asked = let_in(Client(), person)
    expected = {word for word, allowed in MAY_MEET.items() if name in allowed}
    found: set[str] = set()
    for address in every_address():
        if expected <= found:
            break
        if address.name not in LEFT_OUT and address.name.startswith(PLACES):
            for path in paths_of(address, world):
                said = said_by(asked.get(path))
                found |= {word for word in expected if word in said}
    assert found == expected


PLACES = ("manuscript", "asked-opinion", "suggestion", "notices", "wagtailadmin_pages:edit", "wagtailadmin_explore",
          "wagtailimages:", "sources:", "figures:")  # fmt: skip


def test_letters_hold_nothing_that_is_not_for_their_reader(world: World) -> None:
    people = {name: person_of(world, name) for name in ASKED_AS}
    names = {person.email: name for name, person in people.items() if person is not None}
    for letter in Letter.objects.all():
        for address in letter.recipients:
            if address in names:
                said = bytes(letter.message).decode("utf-8", "replace")
                wrong = {word for word, allowed in MAY_MEET.items() if names[address] not in allowed and word in said}
                assert wrong == set(), (letter.subject, address)


def said_by(answer: Any) -> str:
    """All that can be read of an answer: its headers, its text, that of a PDF, what is packed in a workbook."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        content = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=False).stdout
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return f"{headers} {content.decode('utf-8', 'replace')}"
