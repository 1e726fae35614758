"""Institutions and programmes as readers meet them."""

import re
from datetime import date

import pytest
from django.test import Client

from core.records.operations import withdraw_record
from core.texts.operations import set_text
from members.operations import save_institution
from tests.factories import knowledge as library_of
from tests.factories import members as many
from tests.factories import site as make
from tests.members.conftest import World
from tests.reading import HOSTILE, main_of, queries, section, titles, words

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite

PAGE, LIST, PROGRAMME = "/en/institutions/agency/", "/en/institutions/", "/en/programmes/mobile/"


def an_institution(name: str, **fields: str) -> None:
    key = f"inst-{name.lower().replace('ə', 'e')}"
    given = {"kind": "ministry", "country": "UG", **fields}
    save_institution(key=key, name=name, source_keys=["press"], by=None, **given)


class TestList:
    def test_stands_in_the_order_of_the_language(self, client: Client, world: World) -> None:
        an_institution("Əli")
        an_institution("Zeynəb")
        an_institution("Eldar")
        assert titles(words(client.get("/az/institutions/"))) == ["Agentlik", "Eldar", "Əli", "Zeynəb"]

    def test_filters_by_kind_and_country(self, client: Client, world: World) -> None:
        an_institution("Ministry")
        an_institution("Everybody", kind="UN body", country="")
        assert titles(words(client.get(LIST, {"country": "UG"}))) == ["Ministry"]
        assert titles(words(client.get(LIST, {"country": ["UG", "none"]}))) == ["Everybody", "Ministry"]
        assert titles(words(client.get(LIST, {"kind": "government agency"}))) == ["The Agency"]
        assert titles(words(client.get(LIST, {"kind": "ministry", "country": "AZ"}))) == []

    def test_counts_what_each_filter_would_bring(self, client: Client, world: World) -> None:
        an_institution("Ministry")
        filters = words(client.get(LIST, {"country": "UG"})).split('class="facets"')[1].split("</details>")[0]
        assert 'value="government agency"' not in filters
        assert 'value="AZ"' in filters

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, world: World) -> None:
        make.hide(world.agency.record)
        page = main_of(words(client.get(LIST)))
        assert "The Agency" not in page
        assert "Government agency" not in page

    def test_says_which_value_is_not_known_and_a_hidden_one_is_not(self, client: Client, world: World) -> None:
        asked = {"kind": ["ministry", "guild"], "country": ["AZ", "XX", "none"]}
        page = words(client.get(LIST, asked))
        notice = page.split("Some of what was asked for is not known here")[1].split("</div></div>")[0]
        assert re.findall(r"<bdi>([^<]+)</bdi>", notice) == ["guild", "XX"]
        make.hide(world.azerbaijan.record)
        assert "<bdi>AZ</bdi>" in words(client.get(LIST, asked))

    @pytest.mark.parametrize("name", ["kind", "country", "sort", "page", "nothing"])
    @pytest.mark.parametrize("value", HOSTILE)
    def test_believes_nothing(self, client: Client, world: World, name: str, value: str) -> None:
        assert "<script>alert" not in words(client.get(LIST, {name: value}))

    def test_takes_the_same_queries_for_ten_and_for_a_thousand(self, client: Client, world: World) -> None:
        for address in (LIST, f"{LIST}?kind=ministry&country=AZ"):
            many.many_institutions(40, world.azerbaijan, many.many_sources(20))
            few = queries(client, address)
            many.many_institutions(1_000, world.azerbaijan, many.many_sources(20))
            assert queries(client, address) == few


class TestPage:
    def test_gives_every_name_in_its_language(self, client: Client, world: World) -> None:
        page = words(client.get(PAGE))
        assert "<h1>The Agency</h1>" in page
        assert '<p class="byline mt-2" lang="az">Dövlət Agentliyi</p>' in page
        assert "<h1>Agentlik</h1>" in words(client.get("/az/institutions/agency/"))

    def test_cites_what_it_states(self, client: Client, world: World) -> None:
        brief = section(words(client.get(PAGE)), "brief")
        for said in ("It runs the centres.", "Government agency", "SA", 'href="/en/countries/azerbaijan/"'):
            assert said in brief
        assert brief.count('href="#source-1"') == 4

    def test_shows_what_it_runs(self, client: Client, world: World) -> None:
        library_of.an_adoption(world.practice(), world.uganda)
        page = words(client.get(PAGE))
        assert titles(section(page, "programmes")) == ["Mobile units"]
        assert titles(section(page, "practices")) == ["One stop"]
        assert "Uganda" in section(page, "adoptions")

    def test_says_how_its_text_stands(self, client: Client, world: World) -> None:
        assert "not yet reviewed" not in words(client.get(PAGE))
        set_text(
            record=world.agency.record,
            field="description",
            language="az",
            text="Mərkəzləri idarə edir.",
            original="It runs the centres.",
            by=None,
        )
        page = words(client.get("/az/institutions/agency/"))
        assert "Mərkəzləri idarə edir." in page
        assert 'href="/en/institutions/agency/" hreflang="en"' in page.split('class="standing"')[1]

    def test_is_not_there_for_those_it_is_not_for(self, client: Client, world: World) -> None:
        make.hide(world.agency.record)
        assert client.get(PAGE).status_code == 404

    def test_answers_that_it_was_withdrawn(self, client: Client, world: World) -> None:
        withdraw_record(record=world.agency.record, on=date(2026, 3, 1), reason="It was merged.", by=None)
        assert "It was merged." in words(client.get(PAGE), 410)
        assert "The Agency" not in main_of(words(client.get("/en/countries/azerbaijan/")))

    def test_takes_the_same_queries_however_much_there_is(self, client: Client, world: World) -> None:
        def fill(number: int) -> None:
            sources = many.many_sources(20)
            many.many_programmes(number, world.agency, sources)
            practices = many.many_practice_records(number, sources, run_by=world.agency.record)
            many.many_adoptions(practices, [world.uganda], sources)
            many.many_questions(number // 10, world.agency.record, sources[:3])

        world.practice()
        fill(10)
        few = queries(client, PAGE)
        fill(1_000)
        assert queries(client, PAGE) == few


class TestProgramme:
    def test_says_who_runs_it_since_when(self, client: Client, world: World) -> None:
        brief = section(words(client.get(PROGRAMME)), "brief")
        for said in ("Buses and a train.", 'href="/en/institutions/agency/"', '<time datetime="2013">'):
            assert said in brief

    def test_says_that_its_beginning_is_not_stated(self, client: Client, world: World) -> None:
        world.mobile.started = None
        world.mobile.save()
        assert "not stated" in section(words(client.get(PROGRAMME)), "brief")

    def test_shows_its_practices(self, client: Client, world: World) -> None:
        world.practice()
        assert titles(section(words(client.get(PROGRAMME)), "practices")) == ["One stop"]

    def test_is_not_there_for_those_it_is_not_for(self, client: Client, world: World) -> None:
        make.hide(world.mobile.record)
        assert client.get(PROGRAMME).status_code == 404

    def test_answers_that_it_was_withdrawn(self, client: Client, world: World) -> None:
        withdraw_record(record=world.mobile.record, on=date(2026, 3, 1), reason="It never began.", by=None)
        assert "It never began." in words(client.get("/az/programmes/mobile/"), 410)

    def test_takes_the_same_queries_however_much_there_is(self, client: Client, world: World) -> None:
        def fill(number: int) -> None:
            practices = many.many_practice_records(number, [world.press], part_of=world.mobile.record)
            many.many_adoptions(practices, [world.uganda], [world.press])

        world.practice()
        fill(10)
        few = queries(client, PROGRAMME)
        fill(1_000)
        assert queries(client, PROGRAMME) == few
