"""A practice is cited as it is read: this edition, by those who answer for its text, under the permanent address."""

import json
from datetime import UTC, date, datetime
from typing import Any

import bibtexparser
import pytest
import rispy
import time_machine
from django.test import Client

from core.records.operations import confirm_record, withdraw_record
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.reading import main_of, section, words

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite

ADDRESS = "/en/library/practices/centres/"
ENDINGS = ["bib", "ris", "json"]


@pytest.fixture
def centres(world: World) -> Any:
    with time_machine.travel(datetime(2026, 1, 14, 22, tzinfo=UTC)):
        page = world.practice("centres", title="Service centres", institution=world.agency)
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC)):
        make_site.translated(page, title="Xidmət mərkəzləri")
    return page


def confirm(page: Any, institution: Any) -> None:
    """A letter of the institution confirms what is said of the practice."""
    letter = make_site.a_source().record
    confirm_record(record=page.record, institution=institution.record, source=letter, on=date(2026, 3, 1), by=None)


def authors(client: Client, address: str = ADDRESS) -> list[str]:
    (item,) = json.loads(client.get(f"{address}cite.json").content)
    return [name["literal"] for name in item["author"]]


def test_the_page_says_how_to_cite_it(client: Client, centres: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        box = section(words(client.get(ADDRESS)), "cite")
    assert "ASAN INTERNATIONAL ASSOCIATION, 2026. Service centres. Version 1. <i>Library of practices</i>." in box
    assert "15 January 2026" in box, "where the Association is, it was the next day"
    assert "[Accessed 27 November 2026]" in box.replace("\xa0", " ")
    assert box.count("http://testserver/id/practice-centres") == 3
    assert f'href="http://testserver{ADDRESS}versions/1/"' in box
    assert f'href="{ADDRESS}versions/"' in box
    for ending in ENDINGS:
        assert f'href="{ADDRESS}cite.{ending}"' in box


def test_every_edition_is_cited_in_its_own_words(client: Client, centres: Any) -> None:
    box = section(words(client.get(ADDRESS.replace("/en/", "/az/"))), "cite")
    assert "Xidmət mərkəzləri" in box
    assert "ASAN BEYNƏLXALQ ASSOSİASİYASI, 2026. " in box
    assert "1 fevral 2026. Elektron ünvanı: http" in box
    assert not {"Online", "Available", "Accessed", "February"} & set(box.replace(".", " ").replace("[", " ").split())
    assert ' lang="' not in box, "it is in the language of the page"
    (read,) = rispy.loads(client.get(f"{ADDRESS.replace('/en/', '/az/')}cite.ris").content.decode())
    assert (read["title"], read["language"], read["date"]) == ("Xidmət mərkəzləri", "az", "2026/02/01/")
    assert "1 nömrəli versiya" in box
    assert "Version" not in box
    (entry,) = bibtexparser.parse_string(
        client.get(f"{ADDRESS.replace('/en/', '/az/')}cite.bib").content.decode()
    ).entries
    assert entry.key == "practice-centres-az", "another text than the original, in the same file of references"


def test_reference_managers_read_what_is_taken_away(client: Client, centres: Any) -> None:
    answers = {ending: client.get(f"{ADDRESS}cite.{ending}") for ending in ENDINGS}
    for ending, answer in answers.items():
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="practice-centres.{ending}"'
        assert "charset=utf-8" in answer["Content-Type"]
    (entry,) = bibtexparser.parse_string(answers["bib"].content.decode()).entries
    assert entry.fields_dict["author"].value == "{ASAN International Association}"
    (reference,) = rispy.loads(answers["ris"].content.decode())
    (item,) = json.loads(answers["json"].content)
    assert reference["title"] == item["title"] == "Service centres"
    assert item["URL"] == entry.fields_dict["url"].value == "http://testserver/id/practice-centres"
    assert reference["urls"] == [item["URL"], f"http://testserver{ADDRESS}versions/1/"]
    assert (item["version"], reference["edition"], entry.fields_dict["version"].value) == ("1", "Version 1", "1")
    assert item["issued"] == {"date-parts": [[2026, 1, 15]]}


@pytest.mark.parametrize("address", ["cite.txt", "cite.BIB", "cite."])
def test_other_endings_are_not_there(client: Client, centres: Any, address: str) -> None:
    assert client.get(f"{ADDRESS}{address}").status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_citation_is_seen_by_whom_the_practice_is_seen(client: Client, centres: Any, ending: str) -> None:
    address = f"{ADDRESS}cite.{ending}"
    unknown = client.get(address.replace("centres", "nowhere"))
    make_site.hide(centres.record)
    hidden = client.get(address)
    assert (hidden.status_code, unknown.status_code) == (404, 404)


def test_a_withdrawn_practice_is_cited_no_more(client: Client, centres: Any) -> None:
    withdraw_record(record=centres.record, on=date(2026, 2, 1), reason="It was wrong.", by=None)
    assert client.get(f"{ADDRESS}cite.bib").status_code == 410


def test_what_the_association_compiled_is_its_work(client: Client, centres: Any) -> None:
    assert authors(client) == ["ASAN International Association"]
    assert authors(client, ADDRESS.replace("/en/", "/az/")) == ["ASAN Beynəlxalq Assosiasiyası"]
    assert "ynthetic agency" not in section(words(client.get(ADDRESS)), "cite").casefold()


def test_what_its_institution_confirmed_is_the_work_of_the_institution(
    client: Client, world: World, centres: Any
) -> None:
    confirm(centres, world.agency)
    assert authors(client) == ["Synthetic agency"]
    box = section(words(client.get(ADDRESS)), "cite")
    assert "SYNTHETIC AGENCY, 2026. Service centres. Version 1." in box
    assert "ASAN International Association" in box, "the publisher"


def test_what_another_institution_confirmed_stays_the_work_of_the_association(
    client: Client, world: World, centres: Any
) -> None:
    confirm(centres, make.an_institution("inst-other", name="Another ministry"))
    assert authors(client) == ["ASAN International Association"]
    assert "MINISTRY" not in section(words(client.get(ADDRESS)), "cite")


def test_an_institution_that_is_not_for_this_reader_is_not_named(client: Client, world: World, centres: Any) -> None:
    confirm(centres, world.agency)
    make_site.hide(world.agency.record)
    assert "ynthetic agency" not in main_of(words(client.get(ADDRESS)))
    assert "ynthetic agency" not in client.get(f"{ADDRESS}cite.bib").content.decode()
    assert authors(client) == ["ASAN International Association"]


def test_a_practice_without_an_institution_is_cited_all_the_same(client: Client, world: World) -> None:
    world.practice("alone", title="Alone")
    assert authors(client, ADDRESS.replace("centres", "alone")) == ["ASAN International Association"]
