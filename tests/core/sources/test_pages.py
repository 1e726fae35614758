"""Sources, open questions and terms as readers meet them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.dates import PartialDate
from core.models import Record
from core.records.kinds import Kind
from core.records.operations import withdraw_record
from core.records.places import QUESTIONS_ON_A_PAGE
from core.sources.operations import ClaimMade, save_contradiction, save_gap
from core.texts.operations import set_text
from tests.factories import knowledge as library_of
from tests.factories import members as many
from tests.factories import site as make
from tests.reading import HOSTILE, main_of, queries, section, titles, words

# What is shown is the same on every database.
pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LIST, PAGE, QUESTIONS, TERMS = "/en/sources/", "/en/sources/press/", "/en/open-questions/", "/en/terms/"


@pytest.fixture
def press(db: None) -> Any:
    return make.a_source(
        "press",
        title="Əcnəbi başlıq",
        language="az",
        titles={"en": "A foreign title"},
        publisher="The Agency",
        kind="official press release",
        url="https://example.org/press",
        access="whole text",
        note="It shows no date.",
        published=PartialDate.from_iso("2019-12-24"),
    )


class TestList:
    @pytest.fixture
    def three(self, press: Any) -> None:
        make.a_source("old", title="Old words", published=PartialDate.from_iso("2012"))
        make.a_source("undated", title="Undated words", language="fr", kind="UN")

    def test_is_sorted_by_title_or_date(self, client: Client, three: None) -> None:
        assert titles(words(client.get(LIST))) == ["A foreign title", "Old words", "Undated words"]
        newest = titles(words(client.get(LIST, {"sort": "date"})))
        assert newest == ["A foreign title", "Old words", "Undated words"]

    def test_shows_the_title_in_its_own_language(self, client: Client, press: Any) -> None:
        assert '<p lang="az">Əcnəbi başlıq</p>' in words(client.get(LIST))

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"kind": "UN"}, ["Undated words"]),
            ({"language": "az"}, ["A foreign title"]),
            ({"language": ["az", "fr"]}, ["A foreign title", "Undated words"]),
            ({"year": "2012"}, ["Old words"]),
            ({"year": ["2012", "undated"]}, ["Old words", "Undated words"]),
            ({"year": "2019", "kind": "UN"}, []),
            ({"year": "abc"}, []),
        ],
    )
    def test_filters(self, client: Client, three: None, asked: dict[str, Any], found: list[str]) -> None:
        assert titles(words(client.get(LIST, asked))) == found

    def test_counts_what_each_filter_would_bring(self, client: Client, three: None) -> None:
        filters = words(client.get(LIST, {"year": "2012"})).split('class="facets"')[1].split("</form>")[0]
        assert 'value="news"' in filters
        assert 'value="UN"' not in filters
        assert 'value="2019"' in filters

    def test_says_which_value_is_not_known(self, client: Client, three: None) -> None:
        asked = {"kind": ["UN", "nothing"], "language": ["fr", "xx"], "year": ["1999", "twelve", "undated"]}
        page = words(client.get(LIST, asked))
        notice = page.split("Some of what was asked for is not known here")[1].split("</div></div>")[0]
        assert re.findall(r"<bdi>([^<]+)</bdi>", notice) == ["nothing", "xx", "twelve"]
        assert f'href="{LIST}?kind=UN&language=fr&year=1999&year=undated"' in notice
        assert "not known here" not in words(client.get(LIST, {"kind": "blog", "language": "az"}))

    def test_leads_from_an_empty_list_to_all(self, client: Client, three: None) -> None:
        page = words(client.get(LIST, {"kind": "blog"}))
        assert 'class="empty"' in page
        assert f'href="{LIST}"' in main_of(page)

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, three: None) -> None:
        make.hide(Record.objects.get(key="undated"))
        page = main_of(words(client.get(LIST)))
        assert "Undated words" not in page
        assert 'value="UN"' not in page

    @pytest.mark.parametrize("name", ["kind", "language", "year", "sort", "page", "nothing"])
    @pytest.mark.parametrize("value", HOSTILE)
    def test_believes_nothing(self, client: Client, press: Any, name: str, value: str) -> None:
        words(client.get(LIST, {name: value}))

    @pytest.mark.parametrize("asked", ["", "?sort=date", "?kind=news&language=en&year=2000&year=2012&page=2"])
    def test_takes_the_same_queries_for_forty_and_for_two_thousand(self, client: Client, db: None, asked: str) -> None:
        many.many_sources(40)
        few = queries(client, LIST + asked)
        many.many_sources(2_000)
        assert queries(client, LIST + asked) == few


class TestPage:
    def test_says_what_it_is(self, client: Client, press: Any) -> None:
        page = words(client.get(PAGE))
        assert '<h1 lang="az">Əcnəbi başlıq</h1>' in page
        about = section(page, "about")
        for said in ("It shows no date.", "The Agency", "24 December 2019", "Official press release", "Whole text"):
            assert said in about
        assert "A foreign title" in main_of(page)
        assert 'href="https://example.org/press" rel="external nofollow noopener noreferrer"' in about

    def test_says_that_no_address_is_known(self, client: Client, db: None) -> None:
        make.a_source("silent")
        assert "No address of this source is known." in words(client.get("/en/sources/silent/"))

    def test_says_what_rests_on_it(self, client: Client, press: Any) -> None:
        library = library_of.a_library()
        practice = library_of.a_practice(library, "one-stop", title="One stop", sources=[press])
        figure = library_of.a_figure(practice, stated="over 42 million", sources=[press])
        country = library_of.a_country("UG", "Uganda")
        adoption = library_of.an_adoption(practice, country)
        many.cited([adoption.record], [press])
        claims = [ClaimMade("eight", "press"), ClaimMade("nine", make.a_source().record.key)]
        save_contradiction(key="con-a", topic="How many", claims=claims, reading="eight", about=["UG"], by=None)
        page = words(client.get(PAGE))
        assert titles(section(page, "records")) == ["One stop"]
        figures = section(page, "figures")
        assert f'href="/en/library/practices/one-stop/#{figure.record.key}">over 42 million</a>' in figures
        assert 'href="/en/library/practices/one-stop/#adoption">One stop</a>' in section(page, "adoptions")
        assert "Uganda" in section(page, "adoptions")
        assert titles(section(page, "claims")) == ["How many"]
        assert "eight" in section(page, "claims")

    def test_says_that_nothing_rests_on_it(self, client: Client, press: Any) -> None:
        assert "Nothing rests on this source yet." in words(client.get(PAGE))

    def test_shows_nothing_that_is_not_for_this_reader(self, client: Client, press: Any) -> None:
        practice = library_of.a_practice(library_of.a_library(), "one-stop", title="One stop", sources=[press])
        library_of.a_figure(practice, stated="over 42 million", sources=[press])
        many.cited([library_of.an_adoption(practice, library_of.a_country("UG", "Uganda")).record], [press])
        make.hide(practice.record)
        page = main_of(words(client.get(PAGE)))
        for hidden in ("One stop", "over 42 million", 'id="adoptions"'):
            assert hidden not in page

    def test_turns_the_pages_of_each_list_alone(self, client: Client, press: Any) -> None:
        practice = many.many_practice_records(60, [press])[0]
        many.many_figures(60, practice, [press])
        page = words(client.get(PAGE, {"page": "3", "figures": "2"}))
        assert len(titles(section(page, "records"))) == 10
        assert section(page, "figures").count("<tr") == 26
        assert "page=3&figures=3" in section(page, "figures")

    @pytest.mark.parametrize("value", HOSTILE)
    def test_minds_no_page_that_is_none(self, client: Client, press: Any, value: str) -> None:
        many.cited(many.many_records(Kind.PRACTICE, 3), [press])
        words(client.get(PAGE, dict.fromkeys(("page", "figures", "adoptions", "claims"), value)))

    def test_is_not_there_for_those_it_is_not_for(self, client: Client, press: Any) -> None:
        assert client.get("/en/sources/nothing/").status_code == 404
        assert client.get("/en/sources/a%00b/").status_code == 404
        make.hide(press.record)
        assert client.get(PAGE).status_code == 404

    def test_answers_that_it_was_withdrawn(self, client: Client, press: Any) -> None:
        withdraw_record(record=press.record, on=date(2026, 3, 1), reason="It was forged.", by=None)
        assert "It was forged." in words(client.get("/az/sources/press/"), 410)
        assert "A foreign title" not in words(client.get(LIST))

    def test_takes_the_same_queries_however_much_rests_on_it(self, client: Client, press: Any) -> None:
        def fill(number: int) -> None:
            sources = [press, *many.many_sources(19)]
            country = many.many_countries(1, sources)[0]
            practices = many.many_practice_records(number, sources)
            many.many_figures(number, practices[0], sources)
            many.many_adoptions(practices, [country], sources)
            many.many_questions(number // 10, country.record, sources[:3])

        fill(10)
        few = queries(client, PAGE)
        fill(1_000)
        assert queries(client, PAGE) == few


class TestOpenQuestions:
    @pytest.fixture
    def asked(self, press: Any) -> Any:
        country = library_of.a_country("UG", "Uganda")
        claims = [ClaimMade("eight", "press"), ClaimMade("nine", make.a_source().record.key)]
        save_contradiction(
            key="con-a", topic="How many", claims=claims, reading="Eight of them", about=["UG"], by=None, why="Listed."
        )
        save_gap(key="gap-a", text="Nobody says when.", about=["UG", "not-there-yet"], by=None)
        return country

    def test_puts_claims_side_by_side_with_the_reading_and_why(self, client: Client, asked: Any) -> None:
        page = main_of(words(client.get(QUESTIONS)))
        for said in ("How many", "eight", "nine", "Eight of them", "Listed.", "Nobody says when."):
            assert said in page
        assert 'id="con-a"' in page
        assert 'id="gap-a"' in page
        assert page.count('href="/en/countries/uganda/"') == 2
        assert 'href="/en/sources/press/"' in page

    def test_speaks_the_language_of_the_page(self, client: Client, asked: Any) -> None:
        record = Record.objects.get(key="gap-a")
        set_text(
            record=record, field="text", language="az", text="Heç kim demir.", original="Nobody says when.", by=None
        )
        assert "Heç kim demir." in words(client.get("/az/open-questions/"))

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, asked: Any) -> None:
        make.hide(asked.record)
        assert "Uganda" not in words(client.get(QUESTIONS))
        for key in ("con-a", "gap-a"):
            make.hide(Record.objects.get(key=key))
        page = words(client.get(QUESTIONS))
        assert "How many" not in page
        assert "No question is open." in page

    @pytest.mark.parametrize("value", HOSTILE)
    def test_minds_no_page_that_is_none(self, client: Client, asked: Any, value: str) -> None:
        words(client.get(QUESTIONS, {"page": value, "gaps": value}))

    def test_is_found_from_its_permanent_address(self, client: Client, asked: Any, press: Any) -> None:
        assert client.get("/id/con-a")["Location"] == "/en/open-questions/#con-a"
        many.many_questions(2 * QUESTIONS_ON_A_PAGE, asked.record, [press, make.a_source()])
        for kind in (Kind.CONTRADICTION, Kind.GAP):
            for record in Record.objects.of_kind(kind):
                place = client.get(f"/id/{record.key}")["Location"]
                assert f'id="{record.key}"' in words(client.get(place.partition("#")[0]))

    def test_takes_the_same_queries_for_ten_and_for_a_thousand(self, client: Client, asked: Any, press: Any) -> None:
        many.many_questions(10, asked.record, [press])
        few = queries(client, QUESTIONS)
        many.many_questions(1_000, asked.record, many.many_sources(3))
        assert queries(client, QUESTIONS) == few


class TestTerms:
    def test_names_each_in_every_language_with_sources_and_topics(self, client: Client, press: Any) -> None:
        topic = library_of.a_concept("one-stop").record
        term = many.many_terms(1, topic, [press])[0]
        shown = section(words(client.get(TERMS)), term.slug)
        for said in ("name", "other name", "ad", 'lang="ar" dir="rtl"', "/en/library/topics/one-stop/", PAGE):
            assert said in shown

    def test_shows_what_is_counted(self, client: Client, press: Any) -> None:
        indicator = many.many_terms(1, press.record, [], scheme=Kind.INDICATOR)[0]
        shown = section(words(client.get(TERMS)), indicator.slug)
        assert "A definition." in shown
        assert "pieces" in shown

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, press: Any) -> None:
        term = many.many_terms(1, library_of.a_concept("one-stop").record, [press])[0]
        make.hide(term)
        assert f'id="{term.slug}"' not in words(client.get(TERMS))

    def test_takes_the_same_queries_for_ten_and_for_a_thousand(self, client: Client, press: Any) -> None:
        topic = library_of.a_concept("one-stop").record
        many.many_terms(10, topic, [press])
        many.many_terms(10, topic, [], scheme=Kind.INDICATOR)
        few = queries(client, TERMS)
        many.many_terms(1_000, topic, many.many_sources(20)[:2])
        assert queries(client, TERMS) == few
