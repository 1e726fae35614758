"""Whatever is asked, by whomever: nobody meets a word that is not for them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import defaultdict
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from core.models import Letter
from tests.canary.addresses import LEFT_OUT, every_address, paths_of
from tests.canary.world import ASKED_AS, MAY_MEET, SONG, World, a_world, person_of
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
def world_of_module(module_database: None) -> World:
    return a_world()


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
    for address in every_address():
        if address.name in LEFT_OUT:
            continue
        for path in paths_of(address, world):
            for query in ("", f"?q={SONG}"):
                # From elsewhere each time: nobody is to be stopped for asking often.
                number += 1
                answer = asked.get(path + query, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
                if answer.status_code >= 500 and answer.status_code != NOT_NOW:
                    broken.append(f"{path}{query}: {answer.status_code}")
                said = said_by(answer)
                for word in forbidden:
                    if word in said:
                        met[word].append(path + query)
    assert not met, "\n".join(f"{word}: {path}" for word, paths in met.items() for path in paths)
    assert not broken, "\n".join(broken)


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


# The search has no index here; what it shows to whom is tried by `tests.search`.
NOT_NOW = 503
PLACES = ("manuscript", "suggestion", "notices", "wagtailadmin_pages:edit", "wagtailadmin_explore", "wagtailimages:",
          "sources:", "figures:")  # fmt: skip


def test_letters_hold_nothing_that_is_not_for_their_reader(world: World) -> None:
    names = {getattr(world.desk, name).email: name for name in ASKED_AS if name != "anonymous"}
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
