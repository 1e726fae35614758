"""Every record is found from its permanent address, wherever it is shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.records.operations import withdraw_record
from tests.factories import knowledge as library_of
from tests.factories import members as many
from tests.factories import site as make
from tests.reading import words

PRACTICE = "/en/library/practices/one-stop/"


@pytest.fixture
def practice(db: None) -> Any:
    return library_of.a_practice(library_of.a_library(), "one-stop", title="One stop")


def place(client: Client, key: str, language: str = "en") -> str:
    answer = client.get(f"/id/{key}", headers={"Accept-Language": language})
    assert answer.status_code == 302, (key, answer.status_code)
    assert "Accept-Language" in answer["Vary"]
    return answer["Location"]


def test_leads_to_the_page_in_the_readers_language(client: Client, practice: Any) -> None:
    country = library_of.a_country("AZ", "Azerbaijan")
    assert place(client, "AZ") == "/en/countries/azerbaijan/"
    assert place(client, "AZ", "az") == "/az/countries/azerbaijan/"
    assert place(client, "AZ", "xx;q=9, zz") == "/en/countries/azerbaijan/"
    institution = library_of.an_institution(country=country.iso2)
    assert place(client, institution.record.key) == "/en/institutions/synthetic/"
    assert place(client, library_of.a_programme(institution).record.key) == "/en/programmes/synthetic/"
    assert place(client, make.a_source("press").record.key) == "/en/sources/press/"
    assert place(client, practice.record.key) == PRACTICE


def test_leads_to_where_a_fact_stands(client: Client, practice: Any) -> None:
    figure = library_of.a_figure(practice)
    adoption = library_of.an_adoption(practice, library_of.a_country("UG", "Uganda"))
    assert place(client, figure.record.key) == f"{PRACTICE}#{figure.record.key}"
    assert place(client, adoption.record.key) == f"{PRACTICE}#adoption"


def test_leads_to_terms_and_indicators(client: Client, practice: Any) -> None:
    term = many.many_terms(1, practice.record, [])[0]
    indicator = library_of.a_concept("indicator-applications", "indicator").record
    assert place(client, term.key) == f"/en/terms/#{term.slug}"
    assert place(client, indicator.key, "az") == "/az/terms/#indicator-applications"


def test_every_anchor_is_on_its_page(client: Client, practice: Any) -> None:
    figure = library_of.a_figure(practice)
    adoption = library_of.an_adoption(practice, library_of.a_country("UG", "Uganda"))
    indicator = library_of.a_concept("indicator-applications", "indicator").record
    for key in (figure.record.key, adoption.record.key, indicator.key):
        page, _sign, anchor = place(client, key).partition("#")
        assert f'id="{anchor}"' in words(client.get(page)), key


def test_a_fact_of_what_is_hidden_is_hidden(client: Client, practice: Any) -> None:
    figure = library_of.a_figure(practice)
    adoption = library_of.an_adoption(practice, library_of.a_country("UG", "Uganda"))
    make.hide(practice.record)
    for key in (practice.record.key, figure.record.key, adoption.record.key):
        assert client.get(f"/id/{key}").status_code == 404


def test_unknown_and_forbidden_look_the_same(client: Client, db: None) -> None:
    make.hide(make.a_source("zzz-forbidden").record)
    hidden, unknown = client.get("/id/zzz-forbidden"), client.get("/id/zzz-unknown")
    assert hidden.status_code == unknown.status_code == 404
    assert _said(hidden, "zzz-forbidden") == _said(unknown, "zzz-unknown")


def _said(answer: Any, key: str) -> str:
    """The page without what tells one request from another: the key asked for, and the number of the request."""
    return answer.content.decode().replace(key, "").replace(answer["X-Request-ID"], "")


@pytest.mark.parametrize("language", ["en", "az"])
def test_what_was_withdrawn_says_why(client: Client, db: None, language: str) -> None:
    source = make.a_source("press")
    withdraw_record(record=source.record, on=date(2026, 3, 1), reason="It was forged.", by=None)
    answer = client.get("/id/press", headers={"Accept-Language": language})
    page = words(answer, 410)
    assert "It was forged." in page
    assert f'<html lang="{language}"' in page


def test_what_was_withdrawn_and_hidden_is_not_there(client: Client, db: None) -> None:
    source = make.a_source("press")
    withdraw_record(record=source.record, on=date(2026, 3, 1), reason="It was forged.", by=None)
    make.hide(source.record)
    assert client.get("/id/press").status_code == 404


@pytest.mark.parametrize("key", ["%00", "a%00b", "%F0%9F%92%A9", "a" * 500, "..", "a b", "'", "%ED%A0%80"])
def test_what_is_no_key_is_not_found(client: Client, db: None, key: str) -> None:
    assert client.get(f"/id/{key}").status_code == 404


def test_only_reads(client: Client, practice: Any) -> None:
    assert client.post(f"/id/{practice.record.key}").status_code == 405
