"""People of the editors' side and a small library to work on."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from core.models import Figure, Source, User
from core.users.operations import ensure_groups
from core.users.roles import Role
from knowledge.models import PracticePage
from tests.factories import knowledge as make
from tests.factories import site as site_make

PASSWORD = "long enough to be let in"


@dataclass(frozen=True)
class People:
    """One account per role."""

    administrator: User
    secretariat: User
    editor: User
    nobody: User


@pytest.fixture(scope="module")
def people_of_module(module_database: None) -> People:
    ensure_groups()
    made = {
        name: User.objects.create_user(f"{name}@example.org", PASSWORD) for name in ("secretariat", "editor", "nobody")
    }
    made["secretariat"].groups.add(Group.objects.get(name=Role.SECRETARIAT))
    made["editor"].groups.add(Group.objects.get(name=Role.EDITORS))
    return People(administrator=User.objects.create_superuser("administrator@example.org", PASSWORD), **made)


@pytest.fixture
def people(db: None, people_of_module: People) -> People:
    return deepcopy(people_of_module)


@pytest.fixture
def signed_in(people: People) -> Callable[[str], Client]:
    """A browser of the person with this name."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(people, name))
        return client

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
