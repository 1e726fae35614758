"""The list of practices: filters, counts, order, pages, and whatever an address may hold."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from core.dates import PartialDate
from core.models import Record
from core.records.operations import set_audience, withdraw_record
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.knowledge.conftest import World
from tests.knowledge.reading import count, links, page, titles, words

pytestmark = pytest.mark.django_db
LIBRARY = "/en/library/"


def listed(client: Client, **asked: Any) -> list[str]:
    return titles(page(client, f"{LIBRARY}?{urlencode(asked, doseq=True)}"))


@pytest.fixture
def library(world: World) -> World:
    """Four practices: two of Azerbaijan, one of Kenya, one of no country."""
    begun = PartialDate.from_iso
    world.practice("asan", title="Asan", started=begun("2012"), topics=[world.one_stop, world.trust])
    world.practice("bus", title="Bus", started=begun("2015-03"), service_types=[world.notary])
    world.practice("huduma", title="Huduma", country=world.kenya, started=begun("2012-06-01"), goals=[world.peace])
    world.practice("award", title="Award", country=None, topics=[world.trust])
    return world


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"country": "azerbaijan"}, ["Bus", "Asan"]),
    ({"country": ["azerbaijan", "kenya"]}, ["Huduma", "Bus", "Asan"]),
    ({"topic": "trust"}, ["Award", "Asan"]),
    ({"topic": "trust", "country": "azerbaijan"}, ["Asan"]),
    ({"service": "notary"}, ["Bus"]),
    ({"sdg": "sdg-16"}, ["Huduma"]),
    ({"year": "2012"}, ["Huduma", "Asan"]),
    ({"year": ["2012", "2015"]}, ["Huduma", "Bus", "Asan"]),
    ({"year": "not-stated"}, ["Award"]),
    ({"language": "en"}, ["Award", "Huduma", "Bus", "Asan"]),
    ({"language": "az"}, []),
    ({"country": "kenya", "sdg": "sdg-16", "year": "2012", "topic": "one-stop"}, ["Huduma"]),
    ({"country": "nowhere"}, []),
    ({"country": ["nowhere", "kenya"]}, ["Huduma"]),
    ({"year": "twelve"}, []),
]


class TestFilters:
    def test_without_any_all_are_listed_newest_first(self, client: Client, library: World) -> None:
        assert listed(client) == ["Award", "Huduma", "Bus", "Asan"]
        assert "4 practices" in words(page(client, LIBRARY))

    def test_bring_what_they_say(self, client: Client, library: World) -> None:
        assert [(asked, listed(client, **asked)) for asked, _found in FILTERS] == FILTERS

    def test_a_span_of_years_is_in_none_of_them(self, client: Client, world: World) -> None:
        started = PartialDate(PartialDate.from_iso("2013").earliest, PartialDate.from_iso("2015").latest)
        world.practice(title="Slow", started=started)
        assert listed(client, year="2013") == []
        assert listed(client, year="not-stated") == ["Slow"]

    def test_numbers_say_what_each_value_would_bring_the_others_held(self, client: Client, library: World) -> None:
        markup = page(client, f"{LIBRARY}?country=azerbaijan")
        # Its own filter does not count: another country could be added.
        assert count(markup, "country", "azerbaijan") == "2"
        assert count(markup, "country", "kenya") == "1"
        # All others do.
        assert count(markup, "topic", "one-stop") == "2"
        assert count(markup, "topic", "trust") == "1"
        assert count(markup, "year", "2012") == "1"
        assert count(markup, "language", "en") == "2"
        assert 'value="sdg-16"' not in markup

    def test_values_in_use_are_ticked_and_stand_as_chips(self, client: Client, library: World) -> None:
        markup = page(client, f"{LIBRARY}?country=azerbaijan&topic=trust&sort=title")
        assert 'value="azerbaijan" checked' in markup
        chips = markup.split('class="chips"')[1].split("</ul>")[0]
        assert "Country Azerbaijan" in words(chips)
        assert f"{LIBRARY}?topic=trust&sort=title" in links(chips)
        assert f"{LIBRARY}?sort=title" in links(chips)
        assert 'name="sort" value="title"' in markup

    def test_a_value_that_names_nothing_can_be_taken_away(self, client: Client, library: World) -> None:
        markup = page(client, f"{LIBRARY}?country=atlantis")
        assert "Country atlantis" in words(markup)
        assert "No practice matches all of these filters" in words(markup)
        assert LIBRARY in links(markup.split('class="chips"')[1])

    def test_changes_are_counted_at_once(self, client: Client, library: World) -> None:
        assert count(page(client, LIBRARY), "country", "kenya") == "1"
        library.practice(title="New", country=library.kenya)
        assert count(page(client, LIBRARY), "country", "kenya") == "2"
        withdraw_record(
            record=Record.objects.get(slug="huduma"),
            on=PartialDate.from_iso("2026-01-01").earliest,
            reason="x",
            by=None,
        )
        assert count(page(client, LIBRARY), "country", "kenya") == "1"


class TestEmpty:
    def test_says_what_was_asked_and_offers_ways_on(self, client: Client, library: World) -> None:
        markup = page(client, f"{LIBRARY}?country=kenya&topic=trust")
        text = words(markup)
        assert "Asked for: Country: Kenya; Topic: Trust." in text
        ways = markup.split('class="empty"')[1]
        assert {f"{LIBRARY}?topic=trust", f"{LIBRARY}?country=kenya", LIBRARY, "/en/library/topics/"} <= set(
            links(ways)
        )

    def test_a_library_without_a_practice(self, client: Client, world: World) -> None:
        assert "The library holds no practice yet" in words(page(client, LIBRARY))


class TestOrder:
    def test_by_title_follows_the_alphabet_of_the_language(self, client: Client, world: World) -> None:
        azerbaijani = make.in_azerbaijani(world.library)
        for number, name in enumerate(("Zirvə", "Əmək", "Elan", "Çevik", "Cari", "İş", "Işıq", "Fayda")):
            make.a_practice(azerbaijani, f"p{number}", title=name)
        markup = page(client, "/az/library/?sort=title")
        assert titles(markup) == ["Cari", "Çevik", "Elan", "Əmək", "Fayda", "Işıq", "İş", "Zirvə"]

    def test_by_year_begins_with_the_latest_and_ends_with_what_is_not_stated(
        self, client: Client, library: World
    ) -> None:
        assert listed(client, sort="year") == ["Bus", "Huduma", "Asan", "Award"]

    def test_by_the_day_of_listing_every_line_says_that_day(self, client: Client, library: World) -> None:
        Record.objects.filter(key="practice-bus").update(listed_at=datetime(2036, 1, 14, 22, tzinfo=UTC))
        lines = page(client, LIBRARY).split('<li class="entry">')[1:]
        assert [("Added on" in words(line)) for line in lines] == [True] * 4
        assert "Added on 15 January 2036" in words(lines[0]), "where the Association is, it was the next day"
        assert "Bus" in lines[0]
        assert "Added on" not in words(page(client, f"{LIBRARY}?sort=title"))
        assert "Added on 15 January 2036" in words(page(client, "/en/library/countries/azerbaijan/"))

    def test_the_order_in_use_is_marked(self, client: Client, library: World) -> None:
        sorts = page(client, f"{LIBRARY}?sort=year").split('class="sorts"')[1].split("</ul>")[0]
        assert words(sorts.split('aria-current="true"')[1].split("</a>")[0]) in {"> Year begun", "Year begun"} or (
            "Year begun" in sorts.split('aria-current="true"')[1].split("</a>")[0]
        )


class TestPages:
    @pytest.fixture
    def many(self, world: World) -> World:
        source = site_make.a_source()
        for number in range(45):
            world.practice(f"p{number}", title=f"Practice {number:02}", sources=[source])
        return world

    @pytest.mark.parametrize("sort", ["newest", "title", "year"])
    def test_show_every_practice_once(self, client: Client, many: World, sort: str) -> None:
        found = [title for number in (1, 2, 3) for title in listed(client, sort=sort, page=number)]
        assert len(found) == 45
        assert len(set(found)) == 45
        if sort == "title":
            assert found == sorted(found)

    def test_keep_filters_and_order(self, client: Client, many: World) -> None:
        markup = page(client, f"{LIBRARY}?country=azerbaijan&sort=title")
        pages = markup.split('class="pages"')[1].split("</nav>")[0]
        assert f"{LIBRARY}?country=azerbaijan&sort=title&page=2" in links(pages)

    def test_beyond_the_end_the_last_is_shown_with_a_word(self, client: Client, many: World) -> None:
        markup = page(client, f"{LIBRARY}?page=99")
        assert len(titles(markup)) == 5
        assert "There is no page 99: the list has 3 pages, and this is the last." in words(markup)


class TestLine:
    def test_names_country_beginning_with_its_source_topics_and_languages(self, client: Client, world: World) -> None:
        world.practice(
            "asan", title="Asan", sources=[site_make.a_source("first")], started=PartialDate.from_iso("2012")
        )
        entry = page(client, LIBRARY).split('<li class="entry">')[1].split("</li>\n")[0]
        assert "Azerbaijan" in words(entry)
        assert "2012" in words(entry)
        assert "/en/sources/first/" in links(entry)
        assert "/en/library/topics/one-stop/" in links(page(client, LIBRARY))
        assert "A synthetic summary of asan." in words(page(client, LIBRARY))

    def test_what_has_no_edition_stands_in_the_original(self, client: Client, world: World) -> None:
        make.in_azerbaijani(world.library)
        world.practice("asan", title="Only English")
        markup = page(client, "/az/library/")
        entry = markup.split('<li class="entry">')[1]
        assert 'lang="en"' in entry
        assert "/en/library/practices/asan/" in links(entry)

    def test_says_that_nothing_is_confirmed(self, client: Client, library: World) -> None:
        assert "not yet confirmed by the institution" in words(page(client, LIBRARY))


class TestWhoMaySee:
    def test_the_hidden_are_neither_listed_nor_counted(self, client: Client, library: World) -> None:
        set_audience(record=Record.objects.get(slug="huduma"), tokens=["secretariat"], by=None)
        Record.objects.get(slug="asan").save()  # whatever changes makes the numbers new
        markup = page(client, LIBRARY)
        assert "Huduma" not in markup
        assert 'value="kenya"' not in markup
        assert "3 practices" in words(markup)


HOSTILE = [
    "%00%01%1b",
    "'; DROP TABLE core_record; --",
    "<script>alert(1)</script>",
    "\u202e\u200f\u2066",
    "x" * 10_000,
    "((((*?\"'[",
    "𝕬𐀀😀",
    "../../etc/passwd",
    "%ff%fe",
    "-1",
    "9" * 400,
    " ",
]


class TestAnything:
    def test_in_the_address_is_answered_with_a_page(self, client: Client, library: World) -> None:
        for name in ("country", "topic", "sdg", "service", "year", "language", "sort", "page", "q"):
            for value in HOSTILE:
                markup = page(client, f"{LIBRARY}?{name}={quote(value, safe='%')}")
                assert "<script>alert" not in markup

    @pytest.mark.parametrize("address", ["/en/library/topics/trust/", "/en/library/countries/kenya/"])
    def test_on_other_lists_too(self, client: Client, library: World, address: str) -> None:
        for value in HOSTILE:
            page(client, f"{address}?page={quote(value, safe='%')}&country={quote(value, safe='%')}")

    def test_thousands_of_values_are_bounded(self, client: Client, library: World) -> None:
        query = "&".join(f"country=c{number}&year={number}" for number in range(2_000))
        assert page(client, f"{LIBRARY}?{query}")


def test_says_which_value_is_not_known_and_leads_on_without_it(client: Client, library: World) -> None:
    markup = page(client, f"{LIBRARY}?country=nowhere&country=kenya&year=twelve&language=xx")
    notice = markup.split("Some of what was asked for is not known here")[1].split("</div></div>")[0]
    assert [value for value in ("nowhere", "kenya", "twelve", "xx") if f"<bdi>{value}</bdi>" in notice] == [
        "nowhere",
        "twelve",
        "xx",
    ]
    assert f"{LIBRARY}?country=kenya" in links(notice)
    assert "not known here" not in page(client, f"{LIBRARY}?country=kenya&year=not-stated&language=az")


def test_a_hidden_value_is_as_unknown_as_one_that_never_was(client: Client, library: World) -> None:
    record = library.kenya.record
    set_audience(record=record, tokens=["secretariat"], by=None)
    assert "<bdi>kenya</bdi>" in page(client, f"{LIBRARY}?country=kenya")
