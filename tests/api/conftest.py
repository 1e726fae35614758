"""A small library in two languages, and a client that reads it."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core.dates import PartialDate
from core.models import Record
from core.records.kinds import Kind
from core.texts.operations import set_text
from core.vocabulary.operations import Names
from tests.factories import knowledge as make
from tests.factories.site import a_source, translated


@pytest.fixture(autouse=True)
def asked_for_the_first_time(nothing_kept: None) -> None:
    """Every test of the interface."""


@dataclass
class Reading:
    """A program that reads."""

    client: Client

    def __call__(self, path: str, status: int = 200, **headers: str) -> Any:
        """The body of an answer with this status."""
        response = self.answer(path, **headers)
        assert response.status_code == status, (path, response.status_code, response.content[:2000])
        return response.json()

    def answer(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def all(self, path: str) -> list[Any]:
        """The items of a list, following next to its end."""
        found, address = [], f"http://testserver/api/v1/{path}"
        while address:
            assert address.startswith("http://testserver/api/v1/"), address
            body = self(address.removeprefix("http://testserver/api/v1/"))
            found += body["items"]
            address = body["next"]
            assert len(found) <= body["total"], "the list does not end"
        return found


@pytest.fixture
def read(client: Client) -> Reading:
    return Reading(client)


@pytest.fixture(scope="module")
def library_of_module(module_database: None) -> make.Library:
    return make.a_library()


@pytest.fixture
def library(db: None, library_of_module: make.Library) -> make.Library:
    return deepcopy(library_of_module)


@dataclass
class Told:
    """A practice with everything, and what it stands among."""

    practice: Any
    other: Any
    figure: Any
    adoption: Any
    topic: Any
    source: Any

    @property
    def record(self) -> Record:
        return Record.objects.get(pk=self.practice.record_id)


@pytest.fixture
def told(library: make.Library) -> Told:
    """ASAN in small: a practice with every section and fact, in two languages, and one that took it up."""
    make.a_country("AZ", "Azerbaijan", az="Azərbaycan", fr="Azerbaïdjan")
    afghanistan = make.a_country("AF", "Afghanistan", az="Əfqanıstan")
    country = make.Country.objects.get(iso2="AZ")
    institution = make.an_institution()
    topic = make.a_concept("one-stop-shop", definition="Many bodies in one place")
    set_text(
        record=topic.record, field="definition", language="az", text="Bir məkanda", original=topic.definition, by=None
    )
    source = a_source("press-2021", title="Səfir “ASAN xidmət”də", language="az", titles={"en": "Ambassador at ASAN"})
    practice = make.a_practice(
        library,
        "asan",
        key="practice-asan",
        sources=[source],
        started=PartialDate.from_iso("2012"),
        topics=[topic],
        service_types=[make.a_concept("service-notary", Kind.SERVICE_TYPE)],
        goals=[make.a_concept("sdg-16", Kind.SDG_GOAL, number=16, labels={"en": Names("Peace")})],
        is_full=True,
        country=country,
        institution=institution,
        programme=make.a_programme(institution),
        cost="",
        title="ASAN",
    )
    other = make.a_practice(
        library, "kabul", key="practice-kabul", started=PartialDate.from_iso("2016"), country=afghanistan, title="Kabul"
    )
    az = make.in_azerbaijani(library)
    edition = translated(practice, title="ASAN azərbaycanca", summary="Azərbaycanca xülasə.")
    assert edition.get_parent().pk == az.folder.pk
    figure = make.a_figure(
        practice,
        key="fig-asan",
        stated="over 42 million",
        low=Decimal("42000000"),
        unit="applications",
        as_of=PartialDate.from_iso("2021-02"),
        sources=[source],
    )
    set_text(
        record=figure.record,
        field="stated",
        language="az",
        text="42 milyondan çox",
        original="over 42 million",
        by=None,
    )
    adoption = make.an_adoption(practice, afghanistan, "practice-kabul", on="2015")
    Record.objects.filter(key="practice-asan").update(listed_at=datetime(2026, 1, 14, tzinfo=UTC))
    make.a_contradiction(practice.record)
    make.a_gap(practice.record)
    return Told(practice, other, figure, adoption, topic, source)
