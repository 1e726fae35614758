"""A country with an agency, a programme and a practice, and another that took the practice up."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from core.dates import PartialDate
from core.models import Source
from members.models import Country, Institution, Programme
from members.models.country import Role
from members.operations import save_country, save_institution, save_programme
from tests.factories import knowledge as library_of
from tests.factories import site as make


@pytest.fixture(autouse=True)
def asked_for_the_first_time(nothing_kept: None) -> None:
    """Every test of these pages."""


@dataclass(frozen=True)
class World:
    """What the pages are about."""

    press: Source
    azerbaijan: Country
    uganda: Country
    agency: Institution
    mobile: Programme
    library: library_of.Library

    def practice(self, slug: str = "one-stop", **fields: Any) -> Any:
        given = {"country": self.azerbaijan, "institution": self.agency, "programme": self.mobile, **fields}
        return library_of.a_practice(self.library, slug, **{"title": "One stop", **given})


def a_country(iso2: str, name: str, *roles: str, note: str = "", **names: str) -> Country:
    return save_country(iso2=iso2, names={"en": name, **names}, roles=roles, source_keys=["press"], by=None, note=note)


@pytest.fixture(scope="module")
def world_of_module(module_database: None) -> World:
    press = make.a_source("press", title="The press release")
    library = library_of.a_library()
    azerbaijan = a_country("AZ", "Azerbaijan", Role.FOUNDING_SIGNATORY, note="The origin.", az="Azərbaycan")
    uganda = a_country("UG", "Uganda", Role.FOUNDING_SIGNATORY, Role.REPLICATION, az="Uqanda")
    agency = save_institution(
        key="inst-agency",
        name="The Agency",
        kind="government agency",
        country="AZ",
        source_keys=["press"],
        by=None,
        titles={"az": "Agentlik"},
        name_local="Dövlət Agentliyi",
        language_local="az",
        short_name="SA",
        description="It runs the centres.",
    )
    mobile = save_programme(
        key="prog-mobile",
        name="Mobile units",
        institution_key="inst-agency",
        country="AZ",
        source_keys=["press"],
        by=None,
        started=PartialDate.from_iso("2013"),
        description="Buses and a train.",
    )
    return World(press, azerbaijan, uganda, agency, mobile, library)


@pytest.fixture
def world(db: None, world_of_module: World) -> World:
    return deepcopy(world_of_module)
