"""Home, news and standard pages as a reader meets them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from association.site.models import NewsPage, StandardPage
from association.site.operations import set_mentions
from core.dates import PartialDate
from core.models import Record
from core.records.operations import withdraw_record
from core.sources.operations import ClaimMade, cite, save_contradiction, save_gap
from knowledge.models import LibraryPage, PracticeIndexPage
from members.models.country import Role
from members.operations import save_country, save_institution
from tests.factories import knowledge as make_library
from tests.factories import site as make

# What is shown is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SIGNATORIES = {
    "AF": "Afghanistan",
    "AZ": "Azerbaijan",
    "ID": "Indonesia",
    "MA": "Morocco",
    "ME": "Montenegro",
    "TR": "Türkiye",
    "UG": "Uganda",
    "AE": "United Arab Emirates",
}


def words(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def titles(page: str) -> list[str]:
    """The linked titles of a list, in order."""
    return re.findall(r"<h3><a href=[^>]+>(.*?)</a></h3>", page)


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is kept between requests is kept now
    with CaptureQueriesContext(connection) as made:
        words(client.get(address))
    return len(made)


@pytest.fixture
def signatories(db: None) -> None:
    make.a_source("press")
    for number, (code, name) in enumerate(SIGNATORIES.items()):
        own = make.a_source(f"own-{number}")
        save_country(
            iso2=code,
            names={"en": name},
            roles=[Role.FOUNDING_SIGNATORY],
            source_keys=["press", own.record.key],
            by=None,
        )


class TestHome:
    def test_says_what_the_association_is(self, client: Client, both: Any) -> None:
        page = words(client.get("/en/"))
        assert "How a public service becomes easy" in page
        assert "An association in formation." in page
        assert "Dövlət xidməti necə asanlaşır" in words(client.get("/az/"))

    def test_shows_the_eight_rooms_in_order_with_the_sources_that_name_all(
        self, client: Client, home: Any, signatories: None
    ) -> None:
        page = words(client.get("/en/"))
        rooms = page.split('class="plan__rooms"')[1].split("</ul>")[0]
        assert re.findall(r">([^<>]+)</a>", rooms) == sorted(SIGNATORIES.values())
        assert 'href="/en/countries/uganda/"' in rooms
        caption = page.split('class="plan__cap"')[1].split("</p>")[0]
        assert "/en/sources/press/" in caption
        assert "/en/sources/own-" not in caption

    def test_draws_no_plan_of_other_than_eight(self, client: Client, home: Any, signatories: None) -> None:
        withdraw_record(record=Record.objects.get(key="UG"), on=date(2026, 1, 1), reason="a test", by=None)
        assert "plan__rooms" not in words(client.get("/en/"))

    def test_names_the_sources_of_what_it_says(self, client: Client, home: Any) -> None:
        cite(record=home.record, source_keys=[make.a_source("press").record.key], by=None)
        assert '<a href="/en/sources/press/">' in words(client.get("/en/"))

    def test_says_that_nothing_is_confirmed_only_where_something_stands(self, client: Client, home: Any) -> None:
        assert "not yet confirmed" not in words(client.get("/en/"))

    def test_shows_the_newest_dated_news(self, client: Client, home: Any) -> None:
        for day in ("2019-06-21", "2026-01-15", "", "2021-02", "2018", "2020"):
            make.a_news_item(make.news_index(), title=day or "undated", on=day)
        assert titles(words(client.get("/en/"))) == ["2026-01-15", "2021-02", "2020", "2019-06-21"]

    def test_the_number_of_countries_with_practices_leads_to_these(self, client: Client, home: Any) -> None:
        library = make_library.Library(
            (page := make.a_page(home, LibraryPage, "Library", "library")),
            make.a_page(page, PracticeIndexPage, "Practices", "practices"),
        )
        make_library.a_country("KE", "Kenya")
        make_library.a_practice(library, country=make_library.a_country("AZ", "Azerbaijan"))
        page = words(client.get("/en/"))
        label = page.split("<dt>country with practices")[1]
        assert re.search(r'<a href="#by-country">.*?1', label.split("</dd>")[0])
        section = page.split('id="by-country"')[1].split("</section>")[0]
        assert "Azerbaijan" in section
        assert "Kenya" not in section

    def test_terms_are_called_one_thing_everywhere(self, client: Client, home: Any) -> None:
        assert set(re.findall(r'<a href="/en/terms/">([^<]+)</a>', words(client.get("/en/")))) == {
            re.findall(r"<h1>([^<]+)</h1>", words(client.get("/en/terms/")))[0]
        }

    def test_marks_a_translation_that_nobody_reviewed(self, client: Client, both: Any) -> None:
        assert "Translation not yet reviewed" not in words(client.get("/en/"))
        page = words(client.get("/az/"))
        assert 'class="standing"' in page
        assert 'href="/en/" hreflang="en"' in page


class TestNewsList:
    def test_is_ordered_by_the_day_of_the_event(self, client: Client, home: Any) -> None:
        for day in ("2019-06-21", "", "2026-01-15"):
            make.a_news_item(make.news_index(), title=day or "undated", on=day)
        page = words(client.get("/en/news/"))
        assert titles(page) == ["2026-01-15", "2019-06-21", "undated"]
        assert "date not stated" in page

    def test_has_an_archive_by_year(self, client: Client, home: Any) -> None:
        for day in ("2019-06-21", "2019-12", "2026", ""):
            make.a_news_item(make.news_index(), title=day or "undated", on=day)
        archive = words(client.get("/en/news/")).split('id="archive"')[1].split("</aside>")[0]
        found = re.findall(r'href="(\?[^"]+)">([^<]+)</a><small>(\d+)', archive)
        assert found == [
            ("?year=2026", "2026", "1"),
            ("?year=2019", "2019", "2"),
            ("?year=undated", "without a date", "1"),
        ]
        assert titles(words(client.get("/en/news/?year=2019"))) == ["2019-12", "2019-06-21"]
        assert titles(words(client.get("/en/news/?year=undated"))) == ["undated"]

    def test_a_year_without_news_leads_on(self, client: Client, home: Any) -> None:
        page = words(client.get("/en/news/?year=1999"))
        assert 'class="empty"' in page

    @pytest.mark.parametrize("year", ["99", "abcd", "20200", "²019", "0000", "2019' OR 1=1"])
    def test_what_is_no_year_is_not_found(self, client: Client, home: Any, year: str) -> None:
        assert client.get("/en/news/", {"year": year}).status_code == 404

    def test_is_cut_into_pages_that_keep_the_year(self, client: Client, home: Any) -> None:
        for number in range(1, 26):
            make.a_news_item(make.news_index(), title=f"Item {number}", on=f"2019-01-{number:02}")
        first = words(client.get("/en/news/?year=2019"))
        assert len(titles(first)) == 20
        assert "year=2019&amp;page=2" in first
        second = words(client.get("/en/news/?year=2019&page=2"))
        assert titles(second) == [f"Item {number}" for number in range(5, 0, -1)]
        assert 'rel="canonical" href="http://testserver/en/news/?year=2019&amp;page=2"' in second

    def test_shows_the_original_where_there_is_no_translation(self, client: Client, both: Any) -> None:
        item = make.a_news_item(make.news_index(), title="In English", on="2019")
        page = words(client.get("/az/news/"))
        assert f'href="/en/news/{item.slug}/"' in page
        assert '<span lang="en">In English</span>' in page
        make.translated(item, title="Azərbaycanca", summary="Xülasə.")
        page = words(client.get("/az/news/"))
        assert "Azərbaycanca" in titles(page)
        assert "In English" not in page

    def test_leaves_out_what_is_not_for_this_reader(self, client: Client, home: Any) -> None:
        item = make.a_news_item(make.news_index(), title="Hidden", on="2019")
        make.hide(item.record)
        page = words(client.get("/en/news/"))
        assert "Hidden" not in page
        assert "2019" not in page

    def test_dates_a_translation_whose_original_is_not_published(self, client: Client, home: Any) -> None:
        item = make.a_news_item(
            make.news_index(), "experts", title="Experts meet", summary="Eight came.", on="2019-12-24"
        )
        make.translated(item, title="Ekspertlər", summary="Səkkizi gəldi.")
        item.unpublish()
        for language in ("en", "az"):
            page = words(client.get(f"/{language}/news/"))
            assert "Səkkizi gəldi." in page
            assert "2019-12-24" in page
            assert "Eight came." not in page
        assert "2019-12-24" in words(client.get("/az/news/experts/"))

    def test_dates_nothing_that_no_source_dates(self, client: Client, home: Any) -> None:
        item = make.a_news_item(make.news_index(), title="Without a source", on="2019-05-05")
        item.record.citations.all().delete()
        assert "5 May 2019" not in words(client.get("/en/news/"))


class TestNewsItem:
    @pytest.fixture
    def item(self, home: Any) -> NewsPage:
        sources = [make.a_source("first"), make.a_source("second")]
        return make.a_news_item(
            make.news_index(), "experts", title="Experts meet", on="2019-12-24", sources=sources, mentions=["inst-a"]
        )

    def test_cites_its_date_and_its_text(self, client: Client, item: NewsPage) -> None:
        page = words(client.get("/en/news/experts/"))
        assert '<time datetime="2019-12-24">24 December 2019</time>' in page
        assert page.count('href="#source-1"') == 2
        assert page.index('id="source-1"') < page.index('id="source-2"')
        assert "/en/sources/first/" in page

    def test_leads_to_what_it_speaks_of_when_that_is_there(self, client: Client, item: NewsPage) -> None:
        assert "What it speaks of" not in words(client.get("/en/news/experts/"))
        save_institution(key="inst-a", name="An agency", kind="government agency", source_keys=["first"], by=None)
        page = words(client.get("/en/news/experts/"))
        assert '<a href="/en/institutions/a/">An agency</a>' in page

    def test_keeps_a_permanent_address(self, client: Client, item: NewsPage) -> None:
        page = words(client.get("/en/news/experts/"))
        assert "http://testserver/id/news-experts" in page
        assert client.get("/id/news-experts")["Location"] == "/en/news/experts/"

    def test_leads_from_there_to_the_readers_language(self, client: Client, both: Any) -> None:
        # "id" stands for Indonesian too, in the address and in what a browser prefers.
        make.translated(make.a_news_item(make.news_index(), "kept", on="2019"))
        for language, address in (("az", "/az/news/kept/"), ("id", "/en/news/kept/"), ("en", "/en/news/kept/")):
            answer = client.get("/id/news-kept", headers={"Accept-Language": language})
            assert answer["Location"] == address
            assert "Accept-Language" in answer["Vary"]

    def test_is_not_mistaken_where_indonesian_is_open(self, client: Client, item: NewsPage, settings: Any) -> None:
        settings.OPEN_LANGUAGES = ["en", "az", "id"]
        assert client.get("/id/news-experts")["Location"] == "/en/news/experts/"
        assert client.get("/id/news/").status_code == 200

    def test_reads_the_facts_of_a_translation_from_the_original(self, client: Client, both: Any) -> None:
        item = make.a_news_item(make.news_index(), "kept", on="2019-12-24")
        edition = make.translated(item, title="Ekspertlər", summary="Xülasə.")
        edition.happened = PartialDate()
        make.publish(edition)
        page = words(client.get("/az/news/kept/"))
        assert 'datetime="2019-12-24"' in page
        assert 'href="/en/news/kept/" hreflang="en"' in page

    @pytest.mark.parametrize("model", [NewsPage, StandardPage])
    def test_a_translation_says_that_its_original_was_changed_since(
        self, client: Client, both: Any, model: type[Any]
    ) -> None:
        page = make.a_news_item(make.news_index(), "kept") if model is NewsPage else make.a_standard_page(both, "kept")
        address = make.translated(page, title="Ekspertlər").get_url()
        assert "2036" not in words(client.get(address))
        with time_machine.travel(datetime(2036, 1, 14, 12, tzinfo=UTC)):
            make.publish(page)
        assert '<time datetime="2036-01-14">' in words(client.get(address))
        assert "2036" not in words(client.get(page.get_url()))

    def test_says_what_is_open(self, client: Client, item: NewsPage) -> None:
        save_gap(key="gap-a", text="Nobody says who came.", about=["news-experts"], by=None)
        claims = [ClaimMade("on Monday", "first"), ClaimMade("on Tuesday", "second")]
        save_contradiction(
            key="con-a", topic="The day", claims=claims, reading="Monday", about=["news-experts"], by=None
        )
        page = words(client.get("/en/news/experts/"))
        said = ("Nobody says who came.", "on Monday", "on Tuesday")
        assert all(words_of in page for words_of in said)
        for record in Record.objects.filter(key__in=["gap-a", "con-a"]):
            withdraw_record(record=record, on=date(2026, 3, 1), reason="It was a mistake.", by=None)
        page = words(client.get("/en/news/experts/"))
        assert not any(words_of in page for words_of in said)

    def test_is_not_there_for_those_it_is_not_for(self, client: Client, item: NewsPage) -> None:
        make.hide(item.record)
        assert client.get("/en/news/experts/").status_code == 404

    @pytest.mark.parametrize(("language", "address"), [("en", "/en/news/experts/"), ("en", "/id/news-experts")])
    def test_answers_that_it_was_withdrawn(self, client: Client, item: NewsPage, language: str, address: str) -> None:
        withdraw_record(record=item.record, on=date(2026, 3, 1), reason="It was told twice.", by=None)
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.status_code == 410
        page = answer.content.decode()
        for said in ("Experts meet", "It was told twice.", "1 March 2026"):
            assert said in page
        assert "Experts meet" not in words(client.get("/en/news/"))


class TestStandardPage:
    def test_shows_its_text_sources_and_what_is_open_about_its_subject(self, client: Client, home: Any) -> None:
        make.a_source("press")
        save_institution(key="inst-a", name="The association", kind="government agency", source_keys=["press"], by=None)
        save_gap(key="gap-a", text="No source names a seat.", about=["inst-a"], by=None)
        page = make.a_standard_page(home, "about")
        cite(record=page.record, source_keys=["press"], by=None)
        set_mentions(record=page.record, keys=["inst-a"], by=None)
        shown = words(client.get("/en/about/"))
        for said in ("<h2>A heading</h2>", "/en/sources/press/", "The association", "No source names a seat."):
            assert said in shown

    @pytest.mark.parametrize("slug", ["about", "accessibility", "privacy", "contact"])
    def test_takes_few_queries(
        self, client: Client, both: Any, slug: str, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        make.translated(make.a_standard_page(both, slug), title="Səhifə")
        client.get(f"/az/{slug}/")
        with django_assert_max_num_queries(7):
            assert "Səhifə" in words(client.get(f"/az/{slug}/"))

    def test_is_looked_for_by_wagtail_where_it_is_called_otherwise(self, client: Client, home: Any) -> None:
        assert client.get("/en/about/").status_code == 404
        page = make.a_standard_page(home, "about")
        Page.objects.get(pk=page.pk).unpublish()
        assert client.get("/en/about/").status_code == 404

    def test_names_its_languages(self, client: Client, both: Any) -> None:
        page = make.a_standard_page(both, "about")
        alone = words(client.get("/en/about/"))
        assert 'hreflang="az"' not in alone
        make.translated(page)
        shown = words(client.get("/en/about/"))
        assert '<link rel="alternate" hreflang="az" href="http://testserver/az/about/">' in shown
        assert '<link rel="alternate" hreflang="x-default" href="http://testserver/en/about/">' in shown


class TestSitemapPage:
    def test_names_sections_and_lists(self, client: Client, both: Any, signatories: None) -> None:
        make.translated(make.a_standard_page(both, "about"), title="Haqqında")
        page = words(client.get("/az/sitemap/"))
        for address in ("/az/", "/az/about/", "/az/news/", "/az/library/", "/az/countries/uganda/", "/az/sources/"):
            assert f'href="{address}"' in page

    def test_leaves_out_what_is_not_public(self, client: Client, home: Any) -> None:
        page = make.a_standard_page(home, "about")
        make.hide(page.record)
        assert "<h1" in words(client.get("/en/sitemap/"))
        listed = words(client.get("/en/sitemap/")).split("<main")[1].split("</main>")[0]
        assert 'href="/en/about/"' not in listed


@pytest.mark.parametrize("address", ["/en/", "/az/", "/en/news/", "/az/news/", "/en/sitemap/"])
def test_takes_the_same_queries_however_much_there_is(
    client: Client, both: Any, signatories: None, address: str
) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            sources = [make.a_source() for _ in range(2)]
            item = make.a_news_item(make.news_index(), on="2019-12-24", sources=sources, mentions=list(SIGNATORIES))
            make.translated(item)

    more(2)
    few = queries(client, address)
    more(6)
    assert queries(client, address) == few
