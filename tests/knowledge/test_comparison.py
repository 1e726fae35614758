"""Practices side by side: the same fields, everything in the address, and nothing that is not for the reader."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from core.audience.providers import SECRETARIAT
from core.dates import PartialDate
from core.models import Record
from core.records.operations import set_audience, withdraw_record
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.knowledge.reading import page, queries, words
from tests.reading import HOSTILE
from tests.search.shelf import fill, of_the_secretariat
from tests.signing_in import let_in

# What is shown is the same on every database.
pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
MOST_QUERIES = 12


@pytest.fixture
def shelf(world: World) -> World:
    """A full case, short notes, and one practice with nothing but its title."""
    full = world.practice(
        "full",
        title="The full case",
        is_full=True,
        institution=world.agency,
        service_types=[world.notary],
        goals=[world.peace],
        status="running",
        started=PartialDate.from_iso("2012-06"),
        sources=[make_site.a_source() for _ in range(3)],
    )
    make.a_figure(full, stated="over 42 million")
    make_site.translated(full, title="Bütöv təcrübə")
    world.practice("bare", title="The bare note", country=world.kenya, topics=[world.trust])
    for slug in ("third", "fourth", "fifth"):
        world.practice(slug, title=f"The {slug}")
    return world


def address(*slugs: str, language: str = "en") -> str:
    asked = urlencode([("p", slug) for slug in slugs])
    return f"/{language}/library/compare/" + (f"?{asked}" if asked else "")


def table(markup: str) -> dict[str, list[str]]:
    """What each practice says, by field; the first line under nothing."""
    found: Any = html.document_fromstring(markup).xpath("//table[contains(@class, 'tbl--compare')]")[0]
    heads = [" ".join(cell.text_content().split()) for cell in found.xpath("./thead/tr/th")]
    rows = {"": heads[1:]}
    for row in found.xpath("./tbody/tr"):
        name, *cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        rows[name] = cells
    return rows


def boxes(markup: str) -> list[str]:
    """The practices that can be chosen to be compared, checked ones with a plus."""
    found = html.document_fromstring(markup).xpath("//main//input[@name='p']")
    return [box.get("value") + "+" * (box.get("checked") is not None) for box in found]


def test_two_practices_answer_the_same_questions(client: Client, shelf: World) -> None:
    rows = table(page(client, address("full", "bare")))
    assert rows[""] == ["The full case", "The bare note"]
    assert rows["Country"] == ["Azerbaijan", "Kenya"]
    assert rows["Institution"] == ["Synthetic agency", "not on record"]
    assert rows["Programme"] == ["not on record", "not on record"]
    assert rows["Status"] == ["running", "not on record"]
    assert rows["Begun"] == ["June 2012", "not on record"]
    assert rows["Topics"] == ["One-stop shop", "Trust"]
    assert rows["Service types"] == ["Notary", "not on record"]
    assert rows["Sustainable Development Goals"][0].startswith("16. Peace and Justice")
    assert rows["Figures"] == ["synthetic applications: over 42 million", "not on record"]
    assert rows["Challenge"] == ["Synthetic challenge of full.", "not on record"]
    assert rows["Cost and resources"] == ["Synthetic cost of full.", "not on record"]
    assert rows["Sources"] == ["3 sources", "1 source"]


def test_the_order_is_that_of_the_address_and_each_practice_can_be_taken_away(client: Client, shelf: World) -> None:
    markup = page(client, address("third", "full", "bare"))
    assert [name.split("Take away")[0].strip() for name in table(markup)[""]] == [
        "The third", "The full case", "The bare note",
    ]  # fmt: skip
    assert 'href="/en/library/compare/?p=third&amp;p=bare"' in markup
    # Two are as few as can be compared.
    assert "Take away" not in words(page(client, address("full", "bare")))


def test_every_cell_says_what_it_belongs_to(client: Client, shelf: World) -> None:
    found = html.document_fromstring(page(client, address("full", "bare", "third", "fourth")))
    made: Any = found.xpath("//table[contains(@class, 'tbl--compare')]")[0]
    assert {cell.get("scope") for cell in made.xpath("./thead//th")} == {"col"}
    assert {cell.get("scope") for cell in made.xpath("./tbody/tr/th")} == {"row"}
    assert {len(row.xpath("./th|./td")) for row in made.xpath(".//tr")} == {5}
    assert made.xpath("./caption")
    region = made.getparent()
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-label")
    assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_every_language_reads_its_own_edition(client: Client, shelf: World) -> None:
    markup = page(client, address("full", "bare", language="az"))
    rows = table(markup)
    assert rows[""][0].startswith("Bütöv təcrübə")
    assert rows["Ölkə"] == ["Azərbaycan", "Keniya"]
    # What there is in English only is shown so, and marked.
    assert "The bare note" in rows[""][1]
    assert 'lang="en"' in markup
    assert 'href="/en/library/compare/?p=full&amp;p=bare"' in markup


def test_facts_name_their_sources(client: Client, shelf: World) -> None:
    found = html.document_fromstring(page(client, address("full", "bare")))
    facts = found.xpath("//table//*[contains(@class, 'fact')]")
    assert len(facts) == 3
    assert all(fact.xpath(".//a[contains(@href, '/sources/')]") for fact in facts)


@pytest.mark.parametrize("slugs", [(), ("full",), ("full", "bare", "third", "fourth", "fifth")])
def test_too_few_and_too_many_keep_what_was_chosen(client: Client, shelf: World, slugs: tuple[str, ...]) -> None:
    markup = page(client, address(*slugs))
    assert "tbl--compare" not in markup
    assert boxes(markup) == [f"{slug}+" for slug in slugs]
    assert "can stand side by side" in words(markup)
    assert 'href="/en/library/"' in markup


def test_a_practice_named_twice_stands_there_once(client: Client, shelf: World) -> None:
    assert boxes(page(client, address("full", "full"))) == ["full+"]
    assert table(page(client, address("full", "bare", "full")))[""] == ["The full case", "The bare note"]


def test_what_is_not_for_the_reader_is_as_unknown_as_what_there_is_not(client: Client, shelf: World) -> None:
    set_audience(record=Record.objects.get(key="practice-third"), tokens=[SECRETARIAT], by=None)
    withdraw_record(
        record=Record.objects.get(key="practice-fourth"), on=date(2026, 2, 1), reason="It was wrong.", by=None
    )
    for others, status in (((), 404), (("full",), 200), (("full", "bare"), 200)):
        told = []
        for slug in ("third", "fourth", "never"):
            answer = client.get(address(*others, slug))
            assert answer.status_code == status
            markup = answer.content.decode().replace(answer["X-Request-ID"], "")
            assert f"<bdi>{slug}</bdi>" in markup
            assert "The third" not in markup
            assert "It was wrong" not in markup
            told.append(markup.replace(slug, "?"))
        assert len(set(told)) == 1
    assert table(page(client, address("full", "third", "bare")))[""] == ["The full case", "The bare note"]
    let_in(client, of_the_secretariat())
    assert table(page(client, address("full", "third")))[""] == ["The full case", "The third"]


def test_what_facts_name_is_hidden_with_its_record(client: Client, shelf: World) -> None:
    for record in (shelf.one_stop.record, shelf.agency.record):
        make_site.hide(record)
    for source in Record.objects.filter(kind="source", citations__record__isnull=True):
        make_site.hide(source)
    rows = table(page(client, address("full", "bare")))
    assert (rows["Topics"][0], rows["Institution"][0]) == ("not on record", "not on record")
    assert (rows["Begun"][0], rows["Status"][0], rows["Sources"][0]) == ("not on record",) * 3
    assert rows["Figures"][0] == "not on record"


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_believes_nothing(client: Client, shelf: World, value: str) -> None:
    asked = quote(value, safe="%")
    answer = client.get(f"/en/library/compare/?p=full&p=bare&p={asked}&page={asked}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_lists_offer_to_compare(client: Client, shelf: World, engine: None) -> None:
    fill()
    every = {"full", "bare", "third", "fourth", "fifth"}
    for list_of, offered in (
        ("/en/library/", every),
        ("/en/library/?q=the", every),
        ("/en/library/topics/one-stop/", every - {"bare"}),
        ("/en/library/countries/kenya/", {"bare"}),
        ("/en/search/?q=bare", {"bare"}),
    ):
        markup = page(client, list_of)
        assert set(boxes(markup)) == offered, list_of
        form = html.document_fromstring(markup).get_element_by_id("compare")
        assert (form.get("action"), form.get("method")) == ("/en/library/compare/", "get")
        choices = html.document_fromstring(markup).xpath("//main//input[@name='p']")
        assert {box.get("form") for box in choices} == {"compare"}
    # Only practices can be compared.
    nothing = page(client, "/en/search/?kind=country")
    assert boxes(nothing) == []
    assert 'id="compare"' not in nothing


def test_a_practice_leads_to_its_comparison_with_similar_ones(client: Client, shelf: World, engine: None) -> None:
    fill()
    markup = page(client, "/en/library/practices/third/")
    assert "Compare with a similar practice:" in words(markup)
    assert 'href="/en/library/compare/?p=third&amp;p=fourth"' in markup


def test_as_many_queries_whatever_is_compared(client: Client, shelf: World) -> None:
    def asked(*slugs: str) -> int:
        cache.clear()
        return queries(client, address(*slugs))

    for slug in ("one", "two"):
        rich = shelf.practice(
            slug,
            is_full=True,
            institution=shelf.agency,
            goals=[shelf.peace],
        )
        for _ in range(3):
            make.a_figure(rich)
    asked("full", "one")
    few = asked("full", "one")
    assert asked("full", "one", "two", "bare") == few
    assert few <= MOST_QUERIES


def test_no_cookie_is_set(client: Client, shelf: World) -> None:
    assert client.get(address("full", "bare")).cookies == {}
