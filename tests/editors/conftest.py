"""People of the editors' side and a small library to work on."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from core.models import Figure, Source
from knowledge.models import PracticePage
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import People, let_in


@pytest.fixture
def signed_in(people: People) -> Callable[[str], Client]:
    """A browser of the person with this name."""

    def sign_in(name: str) -> Client:
        return let_in(Client(), getattr(people, name))

    return sign_in


@dataclass(frozen=True)
class Desk:
    """A practice with a figure in two languages."""

    library: make.Library
    practice: PracticePage
    translation: PracticePage
    figure: Figure
    source: Source
    news: Any


@pytest.fixture(scope="module")
def desk_of_module(module_database: None) -> Desk:
    library = make.a_library()
    make.in_azerbaijani(library)
    make.a_country("AZ", "Azerbaijan", az="Azərbaycan")
    practice = make.a_practice(
        library,
        "asan",
        title="One-stop centre",
        is_full=True,
        topics=[make.a_concept("one-stop-shop"), make.a_concept("transparency")],
    )
    source = site_make.a_source("press-2019", title="Press release", publisher="The agency")
    figure = make.a_figure(
        practice, stated="16 centres", measure="centres", sources=[source], key="fig-centres", low=16, high=16
    )
    translation = site_make.translated(practice, title="Vahid məkan")
    news = site_make.a_news_item(site_make.news_index(), "baku", on="2019-12-24")
    return Desk(library, practice, translation, figure, source, news)


@pytest.fixture
def desk(db: None, desk_of_module: Desk) -> Desk:
    return deepcopy(desk_of_module)
