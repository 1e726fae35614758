"""Countries as readers meet them."""

from datetime import date

import pytest
from django.test import Client

from core.models import Record
from core.records.operations import confirm_record, withdraw_record
from core.sources.operations import ClaimMade, save_contradiction, save_gap
from core.texts.operations import set_text
from members.models.country import Role
from tests.factories import knowledge as library_of
from tests.factories import members as many
from tests.factories import site as make
from tests.members.conftest import World, a_country
from tests.reading import HOSTILE, main_of, queries, section, titles, words

PAGE = "/en/countries/azerbaijan/"


class TestList:
    def test_groups_by_role_in_the_order_of_the_language(self, client: Client, world: World) -> None:
        a_country("AE", "United Arab Emirates", Role.FOUNDING_SIGNATORY, Role.PARTNER, az="Birləşmiş Ərəb Əmirlikləri")
        a_country("ET", "Ethiopia", Role.REPLICATION, az="Efiopiya")
        a_country("AF", "Afghanistan", Role.REPLICATION, az="Əfqanıstan")
        a_country("LT", "Lithuania", az="Litva")
        english, azerbaijani = words(client.get("/en/countries/")), words(client.get("/az/countries/"))
        assert _names(section(english, "signatories")) == ["Azerbaijan", "Uganda", "United Arab Emirates"]
        assert _names(section(english, "partners")) == ["United Arab Emirates"]
        assert _names(section(english, "centres")) == ["Afghanistan", "Ethiopia", "Uganda"]
        assert _names(section(azerbaijani, "centres")) == ["Efiopiya", "Əfqanıstan", "Uqanda"]
        assert _names(section(english, "others")) == ["Lithuania"]

    def test_says_that_nobody_is_a_member_by_being_listed(self, client: Client, world: World) -> None:
        assert "not thereby a member" in words(client.get("/en/countries/"))

    def test_names_the_sources_of_every_role(self, client: Client, world: World) -> None:
        listed = section(words(client.get("/en/countries/")), "signatories")
        assert listed.count('href="/en/sources/press/"') == 2

    def test_puts_nobody_under_a_role_that_no_source_states(self, client: Client, world: World) -> None:
        world.uganda.record.citations.all().delete()
        page = words(client.get("/en/countries/"))
        assert _names(section(page, "signatories")) == ["Azerbaijan"]
        assert _names(section(page, "others")) == ["Uganda"]

    def test_counts_what_each_brings(self, client: Client, world: World) -> None:
        world.practice()
        row = _row(words(client.get("/en/countries/")), "Azerbaijan")
        assert 'href="/en/institutions/?country=AZ">1</a>' in row
        assert 'href="/en/library/countries/azerbaijan/">1</a>' in row

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, world: World) -> None:
        make.hide(world.uganda.record)
        make.hide(world.agency.record)
        page = words(client.get("/en/countries/"))
        assert "Uganda" not in page
        assert "?country=AZ" not in page

    def test_takes_the_same_queries_for_ten_and_for_six_hundred(self, client: Client, world: World) -> None:
        many.many_countries(10, many.many_sources(20))
        few = queries(client, "/en/countries/")
        many.many_countries(600, many.many_sources(20))
        assert queries(client, "/en/countries/") == few


class TestPage:
    def test_states_every_role_with_its_sources(self, client: Client, world: World) -> None:
        page = words(client.get(PAGE))
        brief = section(page, "brief")
        assert "Founding signatory of the Declaration of Intent" in brief
        assert "The origin." in brief
        assert brief.count('href="#source-1"') == 2
        assert "not thereby a member" in brief
        assert 'id="source-1"' in section(page, "sources")

    def test_shows_institutions_programmes_and_practices(self, client: Client, world: World) -> None:
        world.practice()
        page = words(client.get(PAGE))
        assert titles(section(page, "institutions")) == ["The Agency"]
        assert titles(section(page, "programmes")) == ["Mobile units"]
        assert '<time datetime="2013">2013</time>' in section(page, "programmes")
        assert titles(section(page, "practices")) == ["One stop"]

    def test_shows_the_first_twenty_practices_and_leads_to_all(self, client: Client, world: World) -> None:
        records = many.many_practice_records(20, [world.press], in_country=world.azerbaijan.record)
        assert len(titles(section(words(client.get(PAGE)), "practices"))) == len(records) == 20
        assert "All practices" not in section(words(client.get(PAGE)), "practices")
        world.practice()
        shown = section(words(client.get(PAGE)), "practices")
        assert len(titles(shown)) == 20
        assert 'href="/en/library/countries/azerbaijan/">All practices' in shown

    def test_shows_adoptions_from_both_sides(self, client: Client, world: World) -> None:
        original = world.practice()
        result = world.practice("centre", title="The centre", country=world.uganda, institution=None, programme=None)
        library_of.an_adoption(original, world.uganda, result.record.key, on="2023-07", note="The first one.")
        for address in (PAGE, "/en/countries/uganda/"):
            table = section(words(client.get(address)), "adoptions")
            for said in ("One stop", "The centre", 'datetime="2023-07"', "The first one.", 'class="map"'):
                assert said in table
        assert "Took up its practices" in section(words(client.get(PAGE)), "brief")
        assert "Whose practices it took up" in section(words(client.get("/en/countries/uganda/")), "brief")

    def test_shows_the_news_that_mention_it(self, client: Client, world: World) -> None:
        make.a_news_item(make.news_index(), title="It opens", on="2026-01-14", mentions=["AZ"])
        make.a_news_item(make.news_index(), title="Elsewhere", on="2026-01-15", mentions=["UG"])
        told = section(words(client.get(PAGE)), "news")
        assert titles(told) == ["It opens"]
        assert "14 January 2026" in told

    def test_says_what_is_open(self, client: Client, world: World) -> None:
        save_gap(key="gap-a", text="Nobody says when.", about=["AZ"], by=None)
        claims = [ClaimMade("eight", "press"), ClaimMade("nine", "press")]
        save_contradiction(key="con-a", topic="How many", claims=claims, reading="eight", about=["AZ"], by=None)
        page = words(client.get(PAGE))
        assert "How many" in section(page, "open")
        assert page.count("Nobody says when.") == 1

    def test_shows_no_question_that_is_not_for_this_reader(self, client: Client, world: World) -> None:
        save_gap(key="gap-a", text="Nobody says when.", about=["AZ"], by=None)
        make.hide(Record.objects.get(key="gap-a"))
        assert "Nobody says when." not in words(client.get(PAGE))

    def test_shows_nothing_that_is_not_for_this_reader(self, client: Client, world: World) -> None:
        original = world.practice()
        library_of.an_adoption(original, world.uganda)
        for record in (world.agency.record, world.mobile.record, original.record):
            make.hide(record)
        page = main_of(words(client.get(PAGE)))
        for hidden in ("The Agency", "Mobile units", "One stop", 'id="adoptions"', "Uganda"):
            assert hidden not in page

    def test_leaves_empty_sections_out(self, client: Client, world: World) -> None:
        page = words(client.get("/en/countries/uganda/"))
        for anchor in ("institutions", "programmes", "practices", "adoptions", "news", "open"):
            assert f'id="{anchor}"' not in page

    def test_says_whether_it_is_confirmed(self, client: Client, world: World) -> None:
        assert "not yet confirmed" in words(client.get(PAGE))
        confirm_record(
            record=world.azerbaijan.record,
            institution=world.agency.record,
            source=world.press.record,
            on=date(2026, 3, 1),
            by=None,
        )
        page = words(client.get(PAGE))
        assert "not yet confirmed" not in page
        assert "1 March 2026" in page

    def test_marks_its_translation(self, client: Client, world: World) -> None:
        page = words(client.get("/az/countries/azerbaijan/"))
        assert "Azərbaycan" in page
        assert 'lang="en"' in main_of(page)
        set_text(
            record=world.azerbaijan.record, field="note", language="az", text="Mənşə.", original="The origin.", by=None
        )
        page = words(client.get("/az/countries/azerbaijan/"))
        assert "Mənşə." in page
        assert 'href="/en/countries/azerbaijan/" hreflang="en"' in page.split('class="standing"')[1]

    def test_tells_its_languages_and_permanent_address(self, client: Client, world: World) -> None:
        page = words(client.get(PAGE))
        assert '<link rel="alternate" hreflang="az" href="http://testserver/az/countries/azerbaijan/">' in page
        assert "http://testserver/id/AZ" in page
        assert '"@type": "Country"' in page

    def test_is_not_there_for_those_it_is_not_for(self, client: Client, world: World) -> None:
        unknown = client.get("/en/countries/nowhere/")
        make.hide(world.azerbaijan.record)
        hidden = client.get(PAGE)
        assert hidden.status_code == unknown.status_code == 404
        assert "Azerbaijan" not in main_of(words(hidden, 404))

    @pytest.mark.parametrize("address", [PAGE, "/az/countries/azerbaijan/", "/id/AZ"])
    def test_answers_that_it_was_withdrawn(self, client: Client, world: World, address: str) -> None:
        withdraw_record(record=world.azerbaijan.record, on=date(2026, 3, 1), reason="Entered twice.", by=None)
        assert "Entered twice." in words(client.get(address), 410)

    @pytest.mark.parametrize("value", HOSTILE)
    def test_minds_no_page_that_is_none(self, client: Client, world: World, value: str) -> None:
        asked = dict.fromkeys(("institutions", "programmes", "practices", "adoptions", "news"), value)
        words(client.get(PAGE, asked))

    def test_only_reads(self, client: Client, world: World) -> None:
        assert client.post(PAGE).status_code == 405
        assert client.head(PAGE).status_code == 200

    def test_takes_the_same_queries_however_much_there_is(self, client: Client, world: World) -> None:
        world.practice()
        many.many_countries(30, [])
        _fill(world, 10)
        few = queries(client, PAGE)
        _fill(world, 1_000)
        assert queries(client, PAGE) == few


def _fill(world: World, number: int) -> None:
    sources = many.many_sources(20)
    institutions = many.many_institutions(number, world.azerbaijan, sources)
    many.many_programmes(number, institutions[0], sources)
    topic = many.many_records(many.Kind.TOPIC, 1)[0]
    given = many.many_practice_records(number, sources, in_country=world.azerbaijan.record, about=topic)
    taken = many.many_practice_records(number, sources, in_country=world.uganda.record)
    many.many_adoptions(given, list(many.Country.objects.exclude(iso2="AZ")), sources)
    many.many_adoptions(taken, [world.azerbaijan], sources)
    many.many_questions(number // 10, world.azerbaijan.record, sources[:3])


def _names(table: str) -> list[str]:
    return [row.split("</a>")[0].split(">")[-1] for row in table.split('<th scope="row"><a')[1:]]


def _row(page: str, name: str) -> str:
    return page.split(f">{name}</a></th>")[1].split("</tr>")[0]


def test_a_renamed_country_keeps_its_address(client: Client, world: World) -> None:
    a_country("AZ", "Republic of Azerbaijan", Role.FOUNDING_SIGNATORY, az="Azərbaycan")
    assert "Republic of Azerbaijan" in words(client.get(PAGE))


def test_a_figure_that_moves_counts_a_change_of_both_subjects(world: World) -> None:
    before, after = world.practice(), world.practice("another")
    library_of.a_figure(before, key="fig-moving")
    counted = [Record.objects.get(pk=practice.record_id).generation for practice in (before, after)]
    library_of.a_figure(after, key="fig-moving")
    now = [Record.objects.get(pk=practice.record_id).generation for practice in (before, after)]
    assert [new - old for old, new in zip(counted, now, strict=True)] == [1, 1]
