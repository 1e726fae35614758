"""A country with an expert and a focal point, one of the secretariat, and a draft that lacks nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from core.models import Manuscript, Record, User
from core.review.operations import open_manuscript
from core.users.roles import Role
from knowledge.models import PracticePage, PracticeSource
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import PASSWORD, give


@dataclass
class Desk:
    """Who works, and on what."""

    library: make.Library
    country: Record
    other_country: Record
    expert: User
    focal: User
    stranger: User
    secretariat: User
    second: User
    editor: User
    nobody: User
    page: PracticePage
    manuscript: Manuscript


def a_person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())


def a_draft(library: make.Library, country: Any, institution: Any, topic: Any, owner: User, slug: str) -> PracticePage:
    """A synthetic draft with everything that a gate asks for."""
    page = PracticePage(
        title=f"Synthetic draft {slug}",
        slug=slug,
        summary="A synthetic summary.",
        challenge="<p>Synthetic challenge.</p>",
        solution="<p>Synthetic solution.</p>",
        results="<p>Synthetic results.</p>",
        country=country,
        institution=institution,
        locale=library.folder.locale,
        owner=owner,
        live=False,
    )
    page.topics = [topic]
    library.folder.add_child(instance=page)
    PracticeSource.objects.create(page=page, source=site_make.a_source(), sort_order=0)
    fresh = PracticePage.objects.get(pk=page.pk)
    fresh.save_revision(user=owner)
    return fresh


def a_desk() -> Desk:
    library = make.a_library()
    country, other = make.a_country(), make.a_country("KE", "Kenya")
    institution, topic = make.an_institution(), make.a_concept("synthetic")
    names = ("expert", "focal", "stranger", "secretariat", "second", "editor", "nobody")
    people = {name: a_person(name) for name in names}
    expert, focal = people["expert"], people["focal"]
    give(expert, Role.EXPERT, country.record)
    give(focal, Role.FOCAL_POINT, country.record)
    give(people["stranger"], Role.FOCAL_POINT, other.record)
    give(people["secretariat"], Role.SECRETARIAT)
    give(people["second"], Role.SECRETARIAT)
    give(people["editor"], Role.EDITOR)
    page = a_draft(library, country, institution, topic, expert, "draft")
    manuscript = open_manuscript(page=page, country=country.record, by=expert)
    return Desk(
        library=library, country=country.record, other_country=other.record, page=page, manuscript=manuscript, **people
    )


@pytest.fixture(scope="module")
def desk_of_module(module_database: None) -> Desk:
    return a_desk()


@pytest.fixture(scope="module")
def files_closed_here() -> Iterator[None]:
    """Collect the files that Wagtail leaves open where their warning is let pass, not in a test that comes later."""
    yield
    gc.collect()


@pytest.fixture
def desk(db: None, desk_of_module: Desk) -> Desk:
    return deepcopy(desk_of_module)
