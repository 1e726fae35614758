"""Searches that are followed: what they find is asked of the engine, and of nobody's rights but everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.utils import timezone

from core.following import telling
from core.following.operations import follow_search
from core.models import Letter, Notice, PublicChange
from core.notices.operations import write_gathered
from core.records.operations import set_audience
from knowledge.following import LibrarySearches
from search.engines import EngineUnavailable
from search.indexing import keep_up
from tests.following.conftest import World, deliver
from tests.search.shelf import fill, searching

SEARCHES = LibrarySearches()


@pytest.fixture
def engine(world: World, tmp_path: Path) -> Iterator[None]:
    with searching(tmp_path):
        fill()
        yield


def later(minutes: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        telling.tell_followers()
        write_gathered()


@pytest.mark.usefixtures("engine")
def test_words_are_found_in_the_forms_that_the_search_knows(world: World) -> None:
    follow_search(query="q=buses&country=azerbaijan", language="en", by=world.reader)
    follow_search(query="q=cadastre", language="en", by=world.second)
    world.publish("bus", title="The synthetic bus", summary="It comes to the villages.")
    deliver()
    keep_up()
    later(3)
    assert [letter.to for letter in Letter.objects.all()] == ["reader@example.org"]
    assert Notice.objects.get().told["searches"] == ["q=buses&country=azerbaijan"]


def test_an_engine_that_is_away_is_waited_for_and_in_the_end_titles_are_compared(world: World) -> None:
    follow_search(query="q=bus", language="en", by=world.reader)
    world.publish("bus", title="The synthetic bus")
    deliver()
    with mock.patch("knowledge.following.holding", side_effect=EngineUnavailable):
        later(10)
        assert not Notice.objects.exists()
        assert PublicChange.objects.exists()
        later(7 * 60)
    assert Notice.objects.get().to == world.reader
    assert not PublicChange.objects.exists()


def test_what_the_index_does_not_know_yet_is_waited_for(world: World) -> None:
    follow_search(query="q=bus", language="en", by=world.reader)
    world.publish("bus", title="The synthetic bus")
    deliver()
    with mock.patch("knowledge.following.holding", return_value=set()) as asked:
        later(10)
    asked.assert_not_called()
    assert PublicChange.objects.exists()


def test_a_filter_that_names_what_is_hidden_finds_nothing(world: World) -> None:
    page = world.publish("new")
    query = f"topic={world.topic.record.slug}"
    assert SEARCHES.matching(query, "en", {page.record.pk}, may_wait=True) == {page.record.pk}
    set_audience(record=world.topic.record, tokens=["secretariat"], by=None)
    assert SEARCHES.matching(query, "en", {page.record.pk}, may_wait=True) == set()
    assert SEARCHES.described([query]) == ["Topic: synthetic"], "as it was asked, and no name"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("q=bus&page=3&sort=title&utm=x", "q=bus"),
        ("topic=b&country=a&topic=c", "country=a&topic=b&topic=c"),
        ("q=+bus+", "q=bus"),
        ("p=one", ""),
        ("%ff%00=&&;", ""),
    ],
)
def test_a_search_is_kept_in_one_form(given: str, read: str) -> None:
    assert SEARCHES.read(given) == read
