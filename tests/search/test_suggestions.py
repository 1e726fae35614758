"""What readers may be about to type: words as records spell them, and records that are called so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from search.folding import lowered
from tests.search.shelf import Shelf, of_the_secretariat
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def suggested(shelf: Shelf, client: Client) -> Any:
    """The texts suggested: first the words, then the records, each with the end of its address."""

    def answer(typed: str, lang: str = "en", **more: str) -> list[tuple[str, str]]:
        body = client.get("/api/v1/suggest", {"q": typed, "lang": lang, **more})
        assert body.status_code == 200, body.content
        return [
            (one["text"], (one["url"] or "").removeprefix("http://testserver")) for one in body.json()["suggestions"]
        ]

    return answer


def words(suggestions: list[tuple[str, str]]) -> list[str]:
    return [text for text, url in suggestions if not url]


def records(suggestions: list[tuple[str, str]]) -> list[str]:
    return [text for text, url in suggestions if url]


def test_while_a_word_is_typed_its_ending_and_records_are_suggested(suggested: Any) -> None:
    assert suggested("huduma serv") == [
        ("huduma service", ""),
        ("Huduma service centres", "/en/library/practices/huduma/"),
    ]


def test_words_are_spelt_as_in_titles_and_stand_in_one_form_each(suggested: Any) -> None:
    """The index holds *xidmet*, *xidmetleri* and *xidmetlerini*, which find the same."""
    assert words(suggested("xid", "az")) == ["xidmət"]
    assert words(suggested("servic")) == ["service"]
    assert words(suggested("service")) == [], "its other forms find nothing else"


def test_a_word_is_ended_as_it_stands_beside_the_words_before_it(suggested: Any) -> None:
    assert words(suggested("ro")) == ["roof"]
    assert words(suggested("centres ro")) == ["centres roof"]
    assert words(suggested("huduma ro")) == [], "no record that holds the one holds the other"
    assert words(suggested("how to ro")) == ["how to roof"], "what says nothing is looked for by nobody"


def test_records_are_those_of_the_readers_language(suggested: Any) -> None:
    assert ("ASAN xidmət mərkəzləri", "/az/library/practices/centres/") in suggested("xidm", "az")
    assert ("Service centres under one roof", "/en/library/practices/centres/") in suggested("xidm", "en")


def test_a_wrong_letter_does_not_matter(suggested: Any) -> None:
    assert "Huduma service centres" in records(suggested("hudima"))


@pytest.mark.parametrize("typed", ["", " ", "s", "-", '"', "…", "a "])
def test_less_than_two_letters_suggest_nothing(suggested: Any, typed: str) -> None:
    assert suggested(typed) == []


def test_of_some_kinds_only(suggested: Any) -> None:
    assert "Public service halls" in records(suggested("halls"))
    assert records(suggested("halls", kind="country")) == []


def test_what_is_for_others_is_suggested_to_them_alone(suggested: Any, client: Client) -> None:
    assert suggested("lette") == []
    let_in(client, of_the_secretariat())
    assert suggested("lette") == [
        ("letters", ""),
        ("Letters between service offices", "/en/library/practices/letters/"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("İdarə", "az", "idarə"),
        ("IŞIQ", "az", "ışıq"),
        ("İSTANBUL", "en", "istanbul"),
        ("IRAN", "en", "iran"),
        ("İLÇE", "tr", "ilçe"),
        ("Ёлка", "ru", "ёлка"),
    ],
)
def test_small_letters_are_those_of_the_language(text: str, language: str, expected: str) -> None:
    assert lowered(text, language) == expected
