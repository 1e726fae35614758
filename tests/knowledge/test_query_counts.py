"""How often a page asks the database: the same number of times, however much there is."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from core.dates import PartialDate
from core.records.operations import confirm_record
from knowledge.models import PracticeAttachment, PracticeImage, PracticePage
from tests.factories import bulk
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.knowledge.conftest import World
from tests.knowledge.reading import queries

pytestmark = pytest.mark.django_db

MOST_OF_A_PRACTICE = 15
MOST_OF_A_LIST = 17
# As many of each on every practice as the rule says.
FIGURES, ADOPTIONS, SOURCES = 10, 3, 20
FEW, MANY = 10, 10_000

LISTS = [
    "/en/library/?page=1",
    "/az/library/?sort=title",
    "/en/library/?sort=year",
    "/en/library/?topic=topic-1",
    "/az/library/?topic=topic-5&topic=topic-2&country=country-aa&sdg=sdg-13&language=en&year=2002",
    "/en/library/topics/",
    "/en/library/topics/topic-1/",
    "/en/library/services/service-0/",
    "/en/library/goals/sdg-4/",
    "/en/library/countries/country-ab/",
]
PRACTICES = ["/en/library/practices/bulk-4/", "/az/library/practices/bulk-4/", "/en/library/practices/bulk-5/"]


def cold(client: Client, address: str) -> int:
    """Queries of a page where nothing is kept from before."""
    cache.clear()
    return queries(client, address)


def warm(client: Client, address: str) -> int:
    """Queries of a page that was just asked for."""
    client.get(address)
    return queries(client, address)


def counts(client: Client, count: Callable[[Client, str], int], addresses: list[str]) -> dict[str, int]:
    # What Django and Wagtail learn once in the life of a process is known after the first request.
    client.get(addresses[0])
    return {address: count(client, address) for address in addresses}


@pytest.mark.slow
@pytest.mark.sqlite  # the number of questions is the same on every database, and filling it takes minutes
def test_pages_ask_as_often_at_ten_and_at_ten_thousand(client: Client) -> None:
    """With three adoptions, ten figures and twenty sources on every practice; nor does the length of a page matter."""
    around = bulk.surroundings(countries=2)
    size = {"figures": FIGURES, "adoptions": ADOPTIONS, "sources": SOURCES}
    bulk.build(bulk.Size(FEW, **size), around)
    few = [counts(client, cold, PRACTICES), counts(client, cold, LISTS), counts(client, warm, LISTS)]
    bulk.build(bulk.Size(MANY - FEW, **size), around, first=FEW)
    many = [counts(client, cold, PRACTICES), counts(client, cold, LISTS), counts(client, warm, LISTS)]
    assert few == many
    assert max(many[0].values()) <= MOST_OF_A_PRACTICE
    assert max(many[2].values()) <= MOST_OF_A_LIST


@pytest.fixture
def richest(world: World) -> PracticePage:
    """A practice with everything a page can show, in both languages."""
    make.in_azerbaijani(world.library)
    practice = world.practice(
        "richest",
        is_full=True,
        sources=[site_make.a_source() for _ in range(SOURCES)],
        started=PartialDate.from_iso("2012"),
        institution=world.agency,
        programme=make.a_programme(world.agency),
        service_types=[world.notary],
        goals=[world.peace],
    )
    results = [world.practice(country=world.kenya) for _ in range(ADOPTIONS)]
    for _ in range(FIGURES):
        make.a_figure(practice)
    for result in results:
        make.an_adoption(practice, world.kenya, result.record.key)
    make.an_adoption(results[0], world.azerbaijan, practice.record.key)
    make.a_contradiction(practice.record)
    make.a_gap(practice.record)
    site_make.a_news_item(site_make.news_index(), mentions=[practice.record.key])
    PracticeImage.objects.create(page=practice, image=make.a_picture(), alternative="A hall.")
    PracticeAttachment.objects.create(page=practice, document=make.a_document())
    letter = site_make.a_source()
    confirm_record(
        record=practice.record, institution=world.agency.record, source=letter.record, on=date(2026, 1, 1), by=None
    )
    site_make.translated(practice)
    return practice


# Wagtail leaves the file of an image open until it is collected.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_richest_practice_takes_no_more_than_fifteen(client: Client, richest: PracticePage) -> None:
    for language in ("en", "az"):
        address = f"/{language}/library/practices/{richest.slug}/"
        client.get(address)  # makes the sizes of the picture
        assert cold(client, address) <= MOST_OF_A_PRACTICE
