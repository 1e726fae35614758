"""A library with one practice, and readers who have an account and no role."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.following.telling import QUIET, tell_followers
from core.models import Concept, User
from core.notices.operations import write_gathered
from core.outbox.operations import deliver_batch
from knowledge.models import PracticePage
from members.models import Country
from tests.factories import knowledge as make
from tests.signing_in import PASSWORD


@dataclass
class World:
    """Who reads, and what there is to follow."""

    library: make.Library
    country: Country
    other: Country
    topic: Concept
    practice: PracticePage
    reader: User
    second: User

    def publish(self, slug: str, **fields: Any) -> PracticePage:
        """A new practice of the country, about the topic."""
        given = {"country": self.country, "topics": [self.topic], **fields}
        return make.a_practice(self.library, slug, **given)


def a_reader(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())


def a_world() -> World:
    library = make.a_library()
    country, other, topic = make.a_country(), make.a_country("KE", "Kenya"), make.a_concept("synthetic")
    practice = make.a_practice(library, "known", title="Synthetic known", country=country, topics=[topic])
    world = World(library, country, other, topic, practice, a_reader("reader"), a_reader("second"))
    deliver()
    tell()
    return world


def deliver() -> None:
    """Do what the worker does with the outbox."""
    while deliver_batch():
        pass


def tell() -> None:
    """Do what the worker does for followers, when it has become quiet."""
    deliver()
    with time_machine.travel(timezone.now() + QUIET + timedelta(seconds=1)):
        tell_followers()
        write_gathered()


@pytest.fixture(scope="module")
def world_of_module(module_database: None) -> World:
    return a_world()


@pytest.fixture
def world(db: None, world_of_module: World, nothing_kept: None, settings: Any) -> World:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    return deepcopy(world_of_module)
