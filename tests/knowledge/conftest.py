"""A library with what practices are related to."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.models import Concept
from core.pdf import making
from core.records.kinds import Kind
from core.vocabulary.operations import Names
from members.models import Country, Institution
from tests.factories import knowledge as make
from tests.search.shelf import searching


@dataclass(frozen=True)
class World:
    """What practices are about."""

    library: make.Library
    azerbaijan: Country
    kenya: Country
    agency: Institution
    one_stop: Concept
    trust: Concept
    notary: Concept
    peace: Concept

    def practice(self, slug: str = "", **fields: Any) -> Any:
        """A practice of Azerbaijan about one-stop centres, unless said otherwise."""
        given = {"country": self.azerbaijan, "topics": [self.one_stop], **fields}
        return make.a_practice(self.library, slug, **given)


@pytest.fixture(scope="module")
def world_of_module(module_database: None) -> World:
    library = make.a_library()
    azerbaijan = make.a_country("AZ", "Azerbaijan", az="Azərbaycan")
    return World(
        library=library,
        azerbaijan=azerbaijan,
        kenya=make.a_country("KE", "Kenya", az="Keniya"),
        agency=make.an_institution(),
        one_stop=make.a_concept("one-stop", labels={"en": Names("One-stop shop"), "az": Names("Vahid pəncərə")}),
        trust=make.a_concept("trust", labels={"en": Names("Trust"), "az": Names("Etimad")}),
        notary=make.a_concept("notary", Kind.SERVICE_TYPE, labels={"en": Names("Notary")}),
        peace=make.a_concept("sdg-16", Kind.SDG_GOAL, number=16, labels={"en": Names("Peace and Justice")}),
    )


@pytest.fixture
def world(db: None, world_of_module: World) -> World:
    return deepcopy(world_of_module)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[None]:
    """The embedded engine in a folder of its own, empty."""
    with searching(tmp_path):
        yield


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that writes the HTML as it is; what it printed."""
    taken: list[str] = []

    def printed(html: str, *, out: Path, **limits: Any) -> dict[str, Any]:
        taken.append(html)
        out.write_bytes(b"%PDF-synthetic " + html.encode())
        return {}

    monkeypatch.setattr(making, "printed", printed)
    return taken
