"""What the address of a list asks for: read without ever failing, written so that it reads the same."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.records.listing import (
    LONGEST_VALUE,
    MOST_VALUES,
    CountedPaginator,
    ListQuery,
    ListShape,
    kept_until_changed,
    read_query,
)

pytestmark = pytest.mark.sqlite

SHAPE = ListShape(facets=("country", "topic"), sorts=("newest", "title"))


def read(query: str) -> ListQuery:
    return read_query(SHAPE, QueryDict(query))


def test_reads_several_values_of_several_filters() -> None:
    query = read("country=kenya&topic=trust&country=georgia&sort=title&page=3")
    assert query.values("country") == ("kenya", "georgia")
    assert query.values("topic") == ("trust",)
    assert (query.sort, query.page, query.in_use) == ("title", 3, 3)


@pytest.mark.parametrize(
    "query",
    ["", "country=", "country=%20", "unknown=1", "sort=price", "page=0", "page=-1", "page=x", "page=1.5", "page=٣"],
)
def test_what_it_does_not_know_is_left_out(query: str) -> None:
    assert read(query) == read("")


def test_repeats_count_once() -> None:
    assert read("country=a&country=a").values("country") == ("a",)


def test_bounds_what_one_address_may_ask() -> None:
    values = read("&".join(f"country={number}" for number in range(10_000))).values("country")
    assert len(values) == MOST_VALUES
    assert len(read(f"country={'x' * 10_000}").values("country")[0]) == LONGEST_VALUE
    assert read("page=99999999999999999999").page == 1


def test_takes_out_control_characters_and_marks_of_direction() -> None:
    given = QueryDict(mutable=True)
    given["country"] = "ke\x00n\u202ey\x1ba"
    assert read_query(SHAPE, given).values("country") == ("kenya",)


def test_a_value_is_taken_out_and_the_list_begins_anew() -> None:
    query = read("country=a&country=b&topic=c&page=4")
    assert query.without("country", "a").pairs() == [("country", "b"), ("topic", "c")]
    assert query.without("country").pairs() == [("topic", "c")]
    assert query.cleared().address("/x/") == "/x/"
    assert query.sorted_by("title").pairs()[-1] == ("sort", "title")


@given(
    st.dictionaries(
        st.sampled_from(["country", "topic", "sort", "page", "q"]), st.lists(st.text(max_size=300), max_size=5)
    )
)
def test_never_fails_and_reads_what_it_writes(given_values: dict[str, list[str]]) -> None:
    parameters = QueryDict(mutable=True)
    for name, values in given_values.items():
        parameters.setlist(name, values)
    query = read_query(SHAPE, parameters)
    written = QueryDict(mutable=True)
    for name, values in parse_qs(urlsplit(query.address("/list/")).query).items():
        written.setlist(name, values)
    assert read_query(SHAPE, written) == query


def test_a_page_beyond_the_end_is_the_last() -> None:
    paginator = CountedPaginator(41, 20)
    assert paginator.nearest(2).number == 2
    assert paginator.nearest(99).number == 3
    assert CountedPaginator(0, 20).nearest(5).number == 1


class TestKept:
    def made(self) -> Any:
        calls = []

        def compute() -> int:
            calls.append(1)
            return len(calls)

        return compute

    def test_until_something_changes(self) -> None:
        compute, now = self.made(), timezone.now()
        first = {"user": AnonymousUser(), "generation": now}
        assert kept_until_changed("kept", [1], compute, **first) == 1
        assert kept_until_changed("kept", [1], compute, **first) == 1
        assert kept_until_changed("kept", [2], compute, **first) == 2
        later = {"user": AnonymousUser(), "generation": now + timedelta(microseconds=1)}
        assert kept_until_changed("kept", [1], compute, **later) == 3

    def test_apart_for_readers_who_see_more(self, admin_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        compute, now = self.made(), timezone.now()
        monkeypatch.setattr("core.records.listing.tokens_of", lambda user: {"public", type(user).__name__})
        assert kept_until_changed("apart", [], compute, user=AnonymousUser(), generation=now) == 1
        assert kept_until_changed("apart", [], compute, user=admin_user, generation=now) == 2
