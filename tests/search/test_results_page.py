"""The page of results: what was found, why, what else could be asked, and everything in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory

from core.limits import is_limited
from core.models import Record
from core.records.kinds import Kind
from core.records.operations import set_audience
from search.views import PER_MINUTE
from tests.factories import bulk
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.keeping import passing_site
from tests.knowledge.reading import links, page, queries, titles, words
from tests.search.shelf import Shelf, fill, of_the_secretariat, searching
from tests.signing_in import let_in

# The databases answer the same simple questions here.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SEARCH = "/en/search/"
MOST_QUERIES = 8


Asked = Callable[..., str]


@pytest.fixture
def asked(shelf: Shelf, client: Client) -> Asked:
    """The page of results for what is asked, in English unless ``lang`` says otherwise."""

    def answer(lang: str = "en", **what: Any) -> str:
        return page(client, f"/{lang}/search/?{urlencode(what, doseq=True)}")

    return answer


def count(markup: str, name: str, value: str) -> str:
    """The number beside a value of a filter."""
    return words(markup.split(f'name="{name}" value="{value}"')[1].split("</label>")[0]).split()[-1]


def entry(markup: str, title: str) -> str:
    """The hit of this title."""
    return next(one for one in markup.split('<li class="entry">')[1:] if titles(one)[:1] == [title])


def chips(markup: str) -> str:
    """What takes filters away."""
    return markup.split('class="chips"')[1].split(">", 1)[1].split("</ul>")[0]


def found(markup: str) -> list[str]:
    """The addresses of the hits, in their order."""
    return [links(one)[0] for one in markup.split("<h3>")[1:]]


def test_a_reader_finds_narrows_and_reads(asked: Asked, client: Client) -> None:
    """Misspelt, understood, narrowed by a filter, read; every step is an address."""
    markup = asked(q="servise")
    assert titles(markup)[0] == "Huduma service centres"
    assert '<a href="/en/search/?q=service">service</a>' in markup
    assert "Huduma <mark>service</mark> centres" in markup

    narrowed = asked(q="servise", country="azerbaijan")
    assert titles(narrowed) == ["Service centres under one roof"]
    assert f"{SEARCH}?q=servise" in links(chips(narrowed))
    assert found(narrowed) == ["/en/library/practices/centres/"]
    assert "Service centres under one roof" in words(page(client, found(narrowed)[0]))


class TestHits:
    def test_say_what_they_are_and_mark_what_was_asked_for(self, asked: Asked) -> None:
        hit = entry(asked(q="services"), "Huduma service centres")
        assert words(hit).split()[0] == "Practice"
        assert "Fifty counters for every <mark>service</mark>." in hit
        assert "Kenya" in words(hit)
        assert "/en/library/topics/one-stop/" in links(hit)
        assert "News" in words(entry(asked(q="services"), "A centre opens"))

    def test_are_found_by_the_words_of_a_topic_and_say_so(self, asked: Asked) -> None:
        markup = asked(q="single window", kind="practice")
        assert sorted(titles(markup)) == [
            "Huduma service centres",
            "Service centres under one roof",
            "Səyyar avtobuslar",
        ]
        assert "Found by single window" in words(entry(markup, "Huduma service centres"))

    def test_in_another_language_are_marked_as_such(self, asked: Asked) -> None:
        hit = entry(asked(q="single window"), "Səyyar avtobuslar")
        assert '<span lang="az">Səyyar avtobuslar</span>' in hit
        assert '<p class="snip" lang="az">' in hit
        assert "Written in Azərbaycanca" in words(hit)

    def test_show_the_readers_edition_and_name_the_others(self, asked: Asked) -> None:
        english = entry(asked(q="xidmətləri"), "Service centres under one roof")
        assert "Found in the text in Azərbaycanca" in words(english)
        assert '<p class="snip" lang="az">' in english
        azerbaijani = entry(asked("az", q="citizens"), "ASAN xidmət mərkəzləri")
        assert '<p class="snip" lang="en"><mark>Citizens</mark> settle' in azerbaijani
        assert "English, Azərbaycanca" in words(azerbaijani)

    @pytest.mark.parametrize("typed", ["xidmet", "XİDMƏT", "xidmətləri", "xidmətindən"])
    def test_every_form_of_a_word_finds_the_same(self, asked: Asked, typed: str) -> None:
        assert titles(asked("az", q=typed)) == ["ASAN xidmət mərkəzləri"]

    def test_write_out_what_is_markup(self, asked: Asked) -> None:
        markup = asked(q="<script>alert(1)</script>", country='"><b>')
        assert "<script>alert" not in markup
        assert "<b>&quot;" not in markup
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup


class TestFilters:
    def test_count_what_each_would_bring_the_others_held(self, asked: Asked) -> None:
        markup = asked(q="service", country="kenya")
        # Its own filter does not count: another country could be added.
        assert [count(markup, "country", name) for name in ("kenya", "azerbaijan", "georgia")] == ["1", "1", "1"]
        # All others do.
        assert count(markup, "kind", "practice") == "1"
        assert 'value="news"' not in markup
        assert count(markup, "topic", "one-stop") == "1"
        assert 'value="trust"' not in markup
        assert "2013" in words(markup.split('name="year"')[1])
        assert count(markup, "language", "en") == "1"

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"country": ["kenya", "georgia"]}, {"Huduma service centres", "Public service halls"}),
            ({"country": ["kenya", "georgia"], "topic": "trust"}, {"Public service halls"}),
            ({"sdg": "sdg-16"}, {"Public service halls"}),
            ({"service": "notary"}, {"Service centres under one roof"}),
            ({"year": ["2012", "2024"]}, {"Service centres under one roof", "A centre opens"}),
            ({"kind": "news"}, {"A centre opens"}),
            ({"language": "az"}, {"Service centres under one roof"}),
            ({"kind": ["news", "practice"], "country": "atlantis"}, set()),
        ],
    )
    def test_take_several_values_each(self, asked: Asked, filters: dict[str, Any], expected: set[str]) -> None:
        assert set(titles(asked(q="service", **filters))) == expected

    def test_stand_as_chips_that_take_them_away(self, asked: Asked) -> None:
        markup = asked(q="service", country=["kenya", "georgia"], kind="practice", sort="title", page=1)
        assert words(chips(markup)).startswith("Kind Practice remove Country Kenya remove Country Georgia remove")
        assert links(chips(markup)) == [
            f"{SEARCH}?q=service&country=kenya&country=georgia&sort=title",
            f"{SEARCH}?q=service&kind=practice&country=georgia&sort=title",
            f"{SEARCH}?q=service&kind=practice&country=kenya&sort=title",
            f"{SEARCH}?q=service&sort=title",
        ]
        assert 'name="country" value="kenya" checked' in markup

    def test_and_words_are_kept_by_either_form(self, asked: Asked) -> None:
        """Asking other words keeps the filters; choosing other filters keeps words and order."""
        markup = asked(q="service", country="kenya", sort="title")
        box = markup.split('class="find find--page"')[1].split("</form>")[0]
        assert 'name="q" type="search" value="service"' in box
        assert 'type="hidden" name="country" value="kenya"' in box
        assert 'type="hidden" name="sort" value="title"' in box
        filters = markup.split('class="facets"')[1].split("</form>")[0]
        assert 'type="hidden" name="q" value="service"' in filters
        assert 'type="hidden" name="sort" value="title"' in filters

    def test_are_kept_when_the_language_changes(self, asked: Asked) -> None:
        markup = asked(q="xidmət", country="azerbaijan", kind="practice", sort="title")
        switch = markup.split('class="drop__panel langs"')[1].split("</ul>")[0]
        assert "/az/search/?q=xidm%C9%99t&country=azerbaijan&kind=practice&sort=title" in links(switch)


class TestOrder:
    @pytest.mark.parametrize(
        ("sort", "first"),
        [
            ("newest", ["A centre opens", "Public service halls"]),
            ("title", ["A centre opens", "Huduma service centres"]),
            ("year", ["A centre opens", "Huduma service centres", "Service centres under one roof"]),
        ],
    )
    def test_is_chosen(self, asked: Asked, sort: str, first: list[str]) -> None:
        markup = asked(q="service", sort=sort)
        assert titles(markup)[: len(first)] == first
        assert f'href="{SEARCH}?q=service&amp;sort={sort}" aria-current="true"' in markup

    def test_without_words_everything_is_listed_newest_first(self, asked: Asked) -> None:
        markup = asked(kind="practice")
        assert titles(markup) == [
            "Səyyar avtobuslar",
            "Public service halls",
            "Huduma service centres",
            "Service centres under one roof",
        ]
        assert "4 records" in words(markup)
        assert "Did you mean" not in markup


class TestUnderstanding:
    def test_another_spelling_is_found_and_offered_with_the_filters(self, asked: Asked) -> None:
        markup = asked(q="avtobusler", country="azerbaijan", sort="title")
        assert titles(markup) == ["Səyyar avtobuslar"]
        offered = markup.split('class="dym')[1].split("</p>")[0]
        assert links(offered) == [f"{SEARCH}?q=avtobuslar&country=azerbaijan&sort=title"]

    @pytest.mark.parametrize("typed", ["service", "services", "Kenya", '"service centres"', "-service", "of the"])
    def test_what_is_known_is_not_corrected(self, asked: Asked, typed: str) -> None:
        assert "Did you mean" not in asked(q=typed)

    def test_phrases_and_exclusions(self, asked: Asked) -> None:
        assert set(titles(asked(q='"service centres"'))) == {"Huduma service centres", "Service centres under one roof"}
        assert set(titles(asked(q="service -huduma -news", kind="practice"))) == {
            "Service centres under one roof",
            "Public service halls",
        }

    def test_where_nothing_holds_all_words_it_says_that_some_are_held(self, asked: Asked) -> None:
        markup = asked(q="glass avtobuslar")
        assert {"Public service halls", "Səyyar avtobuslar"} == set(titles(markup))
        assert "Hardly any record holds all of these words" in words(markup)


class TestNothingFound:
    def test_says_what_was_searched_and_offers_ways_on(self, asked: Asked) -> None:
        markup = asked(q="qwertyuiop", country="kenya", kind="practice")
        text = words(markup)
        assert "Nothing was found" in text
        assert "Searched for “qwertyuiop” under: Kind: Practice; Country: Kenya." in text
        ways = markup.split('class="empty"')[1]
        assert {
            f"{SEARCH}?q=qwertyuiop&country=kenya",
            f"{SEARCH}?q=qwertyuiop&kind=practice",
            f"{SEARCH}?q=qwertyuiop",
            "/en/library/",
            "/en/library/topics/",
            "/en/countries/",
        } <= set(links(ways))
        assert "Try fewer words or another spelling" in text

    def test_for_words_alone(self, asked: Asked) -> None:
        text = words(asked(q="qwertyuiop"))
        assert "Searched for “qwertyuiop” in titles, texts, topics and names, in every language." in text
        assert "0 records" in text
        assert 'class="sorts"' not in asked(q="qwertyuiop")

    def test_for_filters_alone(self, asked: Asked) -> None:
        assert "Nothing stands under all of these filters." in words(asked(kind="practice", year="1900"))


@pytest.fixture(scope="class")
def many(stocked: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fifty practices more, every second in both languages."""
    with passing_site(), searching(tmp_path_factory.mktemp("many")):
        bulk.build(bulk.Size(50), around(stocked))
        fill()
        yield


@pytest.mark.usefixtures("many")
class TestPages:
    @pytest.mark.parametrize("asking", [{"q": "synthetic"}, {"kind": "practice"}, {"q": "synthetic", "sort": "title"}])
    def test_show_each_hit_once_and_in_the_same_place_again(self, asked: Asked, asking: dict[str, Any]) -> None:
        whole = [hit for number in (1, 2, 3) for hit in found(asked(**asking, page=number))]
        again = [hit for number in (3, 2, 1) for hit in reversed(found(asked(**asking, page=number)))]
        assert whole == again[::-1]
        assert len(whole) == len(set(whole)) >= 50

    def test_keep_what_was_asked(self, asked: Asked) -> None:
        markup = asked(q="synthetic", kind="practice", sort="title", page=2)
        turned = links(markup.split('class="pages"')[1].split("</nav>")[0])
        assert f"{SEARCH}?q=synthetic&kind=practice&sort=title&page=3" in turned
        assert f"{SEARCH}?q=synthetic&kind=practice&sort=title" in turned

    @pytest.mark.parametrize("number", [4, 1_000_000])
    def test_beyond_the_end_the_last_is_shown_with_a_word(self, asked: Asked, number: int) -> None:
        markup = asked(q="synthetic", page=number)
        assert found(markup) == found(asked(q="synthetic", page=3))
        assert f"There is no page {number} of these results: this is the last, page 3." in words(markup)

    def test_end_where_no_more_results_are_given_out(self, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in ("planning", "presentation"):
            monkeypatch.setattr(f"search.{module}.MOST_RESULTS", 40)
        markup = asked(q="synthetic", page=3)
        assert found(markup) == found(asked(q="synthetic", page=2))
        assert "50 records" in words(markup)
        assert "page=3" not in markup.split('class="pages"')[1]


def around(shelf: Shelf) -> bulk.Surroundings:
    """What many practices are related to."""
    return bulk.Surroundings(
        countries=[shelf.azerbaijan],
        topics=[make.a_concept(f"many-{number}").record for number in range(3)],
        service_types=[make.a_concept("many-service", Kind.SERVICE_TYPE).record],
        goals=[make.a_concept(f"sdg-{number}", Kind.SDG_GOAL, number=number).record for number in (1, 2)],
        sources=[make_site.a_source()],
        english=shelf.library,
        azerbaijani=shelf.azerbaijani,
    )


def test_a_full_page_takes_as_many_queries_as_a_short_one(client: Client, shelf: Shelf, tmp_path: Path) -> None:
    addresses = [
        f"{SEARCH}?q=synthetic",
        f"{SEARCH}?q=sinthetic&country=azerbaijan&sort=title",
        "/az/search/?q=sintetik&kind=practice",
        SEARCH,
    ]
    beside = around(shelf)
    with searching(tmp_path):
        counts = []
        for first, number in ((0, 6), (6, 94)):
            bulk.build(bulk.Size(number), beside, first=first)
            fill()
            client.get(addresses[0])  # what Django keeps of the site itself
            counts.append({address: queries(client, address) for address in addresses})
        assert "100 records" in words(page(client, addresses[0]))
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= MOST_QUERIES


class TestWhoMaySee:
    def test_the_hidden_is_found_by_those_who_may(self, asked: Asked, client: Client) -> None:
        assert "Letters between service offices" not in asked(q="service")
        let_in(client, of_the_secretariat())
        assert "Letters between service offices" in titles(asked(q="service"))

    def test_what_was_just_hidden_is_not_shown_though_the_index_still_holds_it(self, asked: Asked) -> None:
        set_audience(record=Record.objects.get(slug="halls"), tokens=["secretariat"], by=None)
        markup = asked(q="glass hall")
        assert "Public service halls" not in markup
        assert "Glass" not in markup

    def test_scores_are_explained_to_the_secretariat_alone(self, asked: Asked, client: Client, admin_user: Any) -> None:
        assert "<details" not in asked(q="service", explain="").split('class="entries"')[1]
        let_in(client, of_the_secretariat())
        explained = asked(q="service", explain="").split('class="entries"')[1]
        assert "Score" in words(explained)
        assert "<pre>" in explained
        assert "<details" not in asked(q="service").split('class="entries"')[1]


def test_who_asks_too_often_waits(client: Client, shelf: Shelf, rf: RequestFactory) -> None:
    for _ in range(PER_MINUTE):
        is_limited(rf.get(SEARCH), "search", PER_MINUTE)
    answer = client.get(f"{SEARCH}?q=service")
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "<h1>" in answer.content.decode()


def test_values_that_name_nothing_are_told_with_a_way_on_without_them(asked: Asked) -> None:
    """Hidden ones are told like those that never were."""
    markup = asked(q="centres", country=["azerbaijan", "nowhere"], year="twelve", kind="practice")
    notice = markup.split("Some of what was asked for is not known here")[1].split("</div></div>")[0]
    assert "<bdi>nowhere</bdi>" in notice
    assert "<bdi>twelve</bdi>" in notice
    assert "azerbaijan" not in words(notice)
    assert f"{SEARCH}?q=centres&kind=practice&country=azerbaijan" in links(notice)
    assert "not known here" not in asked(q="centres", country="azerbaijan", year="2012")
