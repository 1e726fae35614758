"""A small library to search in, and the site's engine filled with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import override_settings

from core.audience.providers import SECRETARIAT
from core.dates import PartialDate
from core.models import Concept, User
from core.records.kinds import Kind
from core.records.operations import set_audience, touch
from core.users.roles import Role
from core.vocabulary.operations import Names
from knowledge.models import PracticePage
from members.models import Country
from search import chosen
from search.rebuilding import rebuild
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.signing_in import give


@dataclass(frozen=True)
class Shelf:
    """What stands in the library; ``letters`` is for the secretariat alone."""

    library: make.Library
    azerbaijani: make.Library
    azerbaijan: Country
    one_stop: Concept
    centres: PracticePage
    letters: PracticePage


def a_shelf() -> Shelf:
    """Four practices of three countries, one of them written in Azerbaijani, one for the secretariat, and an item."""
    library = make.a_library()
    azerbaijani = make.in_azerbaijani(library)
    azerbaijan = make.a_country("AZ", "Azerbaijan", az="Azərbaycan")
    kenya, georgia = make.a_country("KE", "Kenya", az="Keniya"), make.a_country("GE", "Georgia", az="Gürcüstan")
    one_stop = make.a_concept(
        "one-stop", labels={"en": Names("One-stop shop", ("single window",)), "az": Names("Bir pəncərə")}
    )
    trust = make.a_concept("trust", labels={"en": Names("Trust"), "az": Names("Etimad")})
    notary = make.a_concept("notary", Kind.SERVICE_TYPE, labels={"en": Names("Notary"), "az": Names("Notariat")})
    peace = make.a_concept("sdg-16", Kind.SDG_GOAL, number=16, labels={"en": Names("Peace and Justice")})
    centres = make.a_practice(
        library,
        "centres",
        title="Service centres under one roof",
        summary="Citizens settle many matters in one visit.",
        country=azerbaijan,
        topics=[one_stop, trust],
        service_types=[notary],
        started=PartialDate.from_iso("2012"),
    )
    make_site.translated(
        centres, title="ASAN xidmət mərkəzləri", summary="Vətəndaşlar bir neçə xidməti bir yerdə alırlar."
    )
    make.a_practice(
        library,
        "huduma",
        title="Huduma service centres",
        summary="Fifty counters for every service.",
        country=kenya,
        topics=[one_stop],
        started=PartialDate.from_iso("2013-11"),
    )
    make.a_practice(
        library,
        "halls",
        title="Public service halls",
        summary="Glass halls in every town.",
        country=georgia,
        topics=[trust],
        goals=[peace],
        started=PartialDate.from_iso("2011"),
    )
    make.a_practice(
        azerbaijani,
        "mobile",
        title="Səyyar avtobuslar",
        summary="Avtobuslar uzaq kəndlərə gedir.",
        country=azerbaijan,
        topics=[one_stop],
    )
    letters = make.a_practice(
        library, "letters", title="Letters between service offices", country=azerbaijan, topics=[one_stop]
    )
    set_audience(record=letters.record, tokens=[SECRETARIAT], by=None)
    touch(record=letters.record, by=None)
    make_site.a_news_item(
        make_site.news_index(), "opening", title="A centre opens", summary="The fifth service hall.", on="2024-05"
    )
    return Shelf(library, azerbaijani, azerbaijan, one_stop, centres, letters)


def of_the_secretariat() -> User:
    """Somebody who works there."""
    user = User.objects.create_user("secretariat@example.org", "long enough to be let in")
    give(user, Role.SECRETARIAT)
    return user


@contextmanager
def searching(folder: Path, **others: Any) -> Iterator[None]:
    """The site's engine with a folder of its own: the embedded one, unless ``others`` say otherwise."""
    with override_settings(**{"SEARCH_ENGINE": "embedded", "SEARCH_FOLDER": folder / "search", **others}):
        chosen.engine.cache_clear()
        yield
    chosen.engine.cache_clear()


def fill() -> None:
    """Make the index of all that is there."""
    rebuild(from_records=True)
