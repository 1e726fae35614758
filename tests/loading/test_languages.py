"""A third language is opened on a site that is loaded."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core.models import OutboxEntry, Record, Title
from core.vocabulary.operations import Names
from knowledge.models import PracticePage
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.loading.files import load
from tests.reading import words


def said(command: str) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture
def with_turkish(settings: Any, loaded: Path) -> Path:
    """The site before anything was done about the new language."""
    settings.OPEN_LANGUAGES = ["en", "az", "tr"]
    return loaded


def title_of(key: str, language: str = "tr") -> tuple[str, str, str]:
    row = Title.objects.get(record__key=key, language=language)
    return row.text, row.text_language, row.address


def test_every_record_is_titled_and_reached_in_a_language_that_was_opened(with_turkish: Path) -> None:
    """As it is called there, else as the original is."""
    site_make.a_source("src-turkish", title="Türkçe bir rapor", language="tr", titles={"en": "A Turkish report"})
    make.a_concept("topic-new", labels={"en": Names("New"), "tr": Names("Yeni")})
    hidden = PracticePage.objects.get(record__key="practice-otaq", locale__language_code="az")
    for page in PracticePage.objects.filter(record=hidden.record):
        page.unpublish()
    Title.objects.filter(language="tr").delete()

    number = Record.objects.count()
    assert said("open_languages") == f"{number} titles made.\n"
    assert Title.objects.filter(language="tr").exclude(text="").count() == number
    assert title_of("AZ") == ("Azerbaycan", "tr", "/tr/countries/azerbaijan/")
    assert title_of("UZ") == ("Uzbekistan", "en", "/tr/countries/uzbekistan/")
    assert title_of("topic-new") == ("Yeni", "tr", "/tr/library/topics/topic-new/")
    assert title_of("src-turkish") == ("Türkçe bir rapor", "tr", "/tr/sources/src-turkish/")
    assert title_of("src-release") == ("Sintetik press-reliz", "az", "/tr/sources/src-release/")
    assert title_of("practice-hall") == ("Synthetic hall", "en", "/en/library/practices/hall/")
    assert title_of("practice-otaq")[:2] == ("Sintetik otaq", "az")
    assert title_of("fig-visits")[2] == "/id/fig-visits"
    assert said("open_languages") == "0 titles made.\n"


def test_readers_find_rows_in_the_new_language_and_everything_in_the_others(with_turkish: Path) -> None:
    assert Client().get("/tr/countries/azerbaijan/").status_code == 404
    said("open_languages")
    assert "Azerbaycan" in words(Client().get("/tr/countries/azerbaijan/"))
    for address in (
        "sources/src-release/",
        "library/topics/topic-one-stop/",
        "institutions/agency/",
        "open-questions/",
        "terms/",
    ):
        for language in ("en", "az", "tr"):
            assert Client().get(f"/{language}/{address}").status_code == 200, (language, address)
    assert "Synthetic hall" in words(Client().get("/tr/countries/azerbaijan/"))
    for address in ("/en/", "/az/", "/en/library/", "/en/news/", "/en/library/practices/hall/", "/sitemap.xml"):
        assert Client().get(address).status_code == 200, address
    # Where no page was translated yet, nothing breaks.
    for address in ("/tr/", "/tr/library/", "/tr/news/", "/tr/library/practices/hall/", "/tr/library/topics/"):
        assert Client().get(address).status_code in {200, 404}, address


def test_a_page_that_was_translated_before_stands_at_its_own_address(with_turkish: Path, settings: Any) -> None:
    settings.OPEN_LANGUAGES = ["en", "az"]
    page = PracticePage.objects.get(record__key="practice-hall", locale__language_code="en")
    site_make.translated(page, "tr", title="Salon", summary="Bir salon.")
    assert not Title.objects.filter(language="tr").exists()
    settings.OPEN_LANGUAGES = ["en", "az", "tr"]
    said("open_languages")
    text, language, address = title_of("practice-hall")
    assert (text, language) == ("Salon", "tr")
    assert address.startswith("/tr/")


def test_loading_opens_a_language_too_and_closing_takes_its_titles_away(with_turkish: Path, settings: Any) -> None:
    number = Record.objects.count()
    OutboxEntry.objects.all().delete()
    report = load(with_turkish)
    assert (report.titled, report.added, report.changed) == (number, 0, 0)
    assert f"{number} titles made in languages that were opened." in [*report.lines()]
    assert load(with_turkish).titled == 0
    settings.OPEN_LANGUAGES = ["en", "az"]
    said("open_languages")
    assert not Title.objects.filter(language="tr").exists()
    assert Title.objects.filter(language="az").count() == number
