"""Words in the library: what the search finds among practices, and what the database lists where it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests.keeping import passing_site
from tests.knowledge.reading import count, links, page, queries, titles, words
from tests.search.shelf import Shelf, a_shelf, fill, searching

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LIBRARY = "/en/library/"
AWAY = "The search does not answer at the moment"
CENTRES, HUDUMA, HALLS = "Service centres under one roof", "Huduma service centres", "Public service halls"


@pytest.fixture(scope="module")
def stocked(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with django_db_blocker.unblock(), passing_site(), searching(tmp_path_factory.mktemp("library")):
        made = a_shelf()
        fill()
        yield made


@pytest.fixture
def shelf(stocked: Shelf) -> Shelf:
    caches["limits"].clear()
    return stocked


@pytest.fixture
def away(shelf: Shelf, tmp_path: Path) -> Iterator[None]:
    """The engine has no index."""
    with searching(tmp_path):
        yield


def asked(client: Client, **asked: Any) -> str:
    return page(client, f"{LIBRARY}?{urlencode(asked, doseq=True)}")


def test_a_misspelt_word_finds_practices_and_nothing_else(client: Client, shelf: Shelf) -> None:
    """The news of an opening stays out; what is meant is offered, and stays in the library."""
    markup = asked(client, q="servise centers")
    assert {*titles(markup)} == {CENTRES, HUDUMA, HALLS}
    assert "<mark>service</mark> <mark>centres</mark>" in markup
    assert "3 practices" in words(markup)
    assert links(markup.split('class="dym')[1])[0] == f"{LIBRARY}?q=service+centers"
    assert 'name="kind"' not in markup


def test_a_hit_shows_what_the_line_of_the_practice_shows(client: Client, shelf: Shelf) -> None:
    entry = asked(client, q="huduma").split('<li class="entry">')[1]
    line = page(client, LIBRARY).split(f"{HUDUMA}</a>")[0].rsplit('<li class="entry">', 1)[1]
    margin = words(line.split('<div class="t">')[0])
    assert margin == "Kenya Nov 2013"
    assert words(entry.split('<div class="t">')[0]) == margin
    assert [link for link in links(line) if "/sources/" in link] == [link for link in links(entry) if "sources" in link]
    assert "/en/library/topics/one-stop/" in links(entry)


def test_a_hit_says_when_it_was_added_where_that_is_the_order(client: Client, shelf: Shelf) -> None:
    entries = asked(client, q="centres", sort="newest").split('<li class="entry">')[1:]
    today = date_format(timezone.localdate(), "j F Y")
    assert [f"Added on {today}" in words(entry) for entry in entries] == [True] * len(entries) != []
    assert "Added on" not in words(asked(client, q="centres"))


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"country": "kenya"}, {HUDUMA}),
    ({"country": ["kenya", "georgia"]}, {HUDUMA, HALLS}),
    ({"topic": "trust"}, {CENTRES, HALLS}),
    ({"service": "notary", "topic": "trust"}, {CENTRES}),
    ({"sdg": "sdg-16"}, {HALLS}),
    ({"year": "2012"}, {CENTRES}),
    ({"year": "not-stated"}, set()),
    ({"language": "az"}, {CENTRES}),
    ({"country": "nowhere"}, set()),
]


def test_filters_hold_with_words(client: Client, shelf: Shelf) -> None:
    assert [(given, {*titles(asked(client, q="service", **given))}) for given, _found in FILTERS] == FILTERS


def test_filters_hold_while_the_search_is_away(client: Client, away: None) -> None:
    answers = [asked(client, q="service", **given) for given, _found in FILTERS]
    assert [(given, {*titles(markup)}) for (given, _found), markup in zip(FILTERS, answers, strict=True)] == FILTERS
    assert all(AWAY in markup for markup in answers)


def test_what_is_not_stated_to_the_year_can_be_asked_for(client: Client, shelf: Shelf) -> None:
    markup = asked(client, q="bus avtobuslar", year="not-stated")
    assert titles(markup) == ["Səyyar avtobuslar"]
    assert "Year begun not stated to the year" in words(markup.split('class="chips"')[1])
    assert count(markup, "year", "not-stated") == "1"


def test_numbers_leave_out_their_own_filter(client: Client, shelf: Shelf) -> None:
    markup = asked(client, q="service", country="kenya")
    assert [count(markup, "country", value) for value in ("azerbaijan", "georgia", "kenya")] == ["1", "1", "1"]
    assert count(markup, "topic", "one-stop") == "1"
    assert 'value="trust"' not in markup


def test_orders_are_those_of_the_library_behind_relevance(client: Client, shelf: Shelf) -> None:
    sorts = links(asked(client, q="service", topic="trust").split('class="sorts"')[1].split("</ul>")[0])
    address = f"{LIBRARY}?q=service&topic=trust"
    assert sorts == [address, *(f"{address}&sort={sort}" for sort in ("newest", "title", "year"))]
    assert titles(asked(client, q="service", sort="title")) == sorted([CENTRES, HUDUMA, HALLS])
    assert titles(asked(client, q="service", sort="year")) == [HUDUMA, CENTRES, HALLS]


def test_words_and_filters_keep_each_other(client: Client, shelf: Shelf) -> None:
    """The box repeats the filters, the filters repeat the words, a chip takes one filter away and leaves the words."""
    markup = asked(client, q="service", country="kenya", sort="title")
    box, filters = (
        markup.split(f"<form {part}")[1].split("</form>")[0] for part in ('class="find find--page', "action")
    )
    assert 'action="/en/library/"' in box
    assert 'name="country" value="kenya"' in box
    assert 'name="sort" value="title"' in box
    assert 'name="q" value="service"' in filters
    assert f"{LIBRARY}?q=service&sort=title" in links(markup.split('class="chips"')[1].split("</ul>")[0])


def test_where_nothing_is_found_the_whole_record_is_offered(client: Client, shelf: Shelf) -> None:
    markup = asked(client, q="zzzz", country="kenya")
    assert "Searched for “zzzz” under: Country: Kenya." in words(markup)
    assert {"/en/search/?q=zzzz", f"{LIBRARY}?q=zzzz", LIBRARY} <= {*links(markup.split('class="empty"')[1])}


def test_no_words_are_the_list_of_the_database(client: Client, shelf: Shelf) -> None:
    for given in ("", "   "):
        markup = asked(client, q=given)
        assert len(titles(markup)) == 4
        assert "<mark>" not in markup
        assert "Relevance" not in markup.split('class="sorts"')[1].split("</ul>")[0]


def test_while_the_search_is_away_titles_are_listed_with_their_numbers(client: Client, away: None) -> None:
    markup = asked(client, q="service centres", country="kenya")
    assert titles(markup) == [HUDUMA]
    assert count(markup, "country", "azerbaijan") == "1"
    assert 'name="q" value="service centres"' in markup
    assert 'value="service centres"' in markup.split('class="find find--page')[1]
    nothing = asked(client, q="servise")
    assert "Searched for “servise”" in words(nothing)
    assert AWAY in nothing


def test_the_hidden_stay_so(client: Client, shelf: Shelf) -> None:
    assert "Letters between" not in asked(client, q="letters service")
    assert "Letters between" not in asked(client, q="offices")


def test_the_hidden_stay_so_while_the_search_is_away(client: Client, away: None) -> None:
    assert titles(asked(client, q="letters")) == []


def test_words_count_as_searches_and_lists_do_not(
    client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.views.pages.PER_MINUTE", 2)
    assert [client.get(f"{LIBRARY}?q=service").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(f"{LIBRARY}?q=").status_code == 200


def test_one_hit_takes_as_many_queries_as_three(client: Client, shelf: Shelf) -> None:
    client.get(f"{LIBRARY}?q=service")
    assert queries(client, f"{LIBRARY}?q=huduma") == queries(client, f"{LIBRARY}?q=service")
