"""The world, and a store that keeps pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.pagecache.world import World, a_world
from tests.search.shelf import fill, searching

STORE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept pages"}
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages are kept, from one test of a module to the next: what a test undoes makes them true again."""
    from django.conf import settings

    with override_settings(CACHES={**settings.CACHES, "pages": STORE}), searching(tmp_path_factory.mktemp("index")):
        caches["pages"].clear()
        cache.clear()
        yield
        caches["pages"].clear()
        cache.clear()


@pytest.fixture(scope="module")
def world_of_module(module_database: None, keeping: None) -> World:
    made = a_world()
    fill()
    # Makes the copies of its picture: one that a test undoes would be made anew under another name.
    Client().get(made.practice.get_url())
    return made


@pytest.fixture
def world(db: None, world_of_module: World) -> World:
    return deepcopy(world_of_module)


@pytest.fixture
def ask() -> Ask:
    """A new reader asks for an address; ``client`` may be another one."""

    def asked(address: str, client: Client | None = None, **headers: str) -> Any:
        return (client or Client()).get(address, headers=headers)

    return asked


def made_anew(address: str) -> Any:
    """The answer as it would be if nothing were kept."""
    with mock.patch("core.pagecache.views.is_on", return_value=False):
        return Client().get(address)


def queries_of(address: str, **headers: str) -> int:
    """How often the database is asked for an answer."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Client().get(address, headers=headers)
    return len(asked)


def is_kept(address: str) -> bool:
    """Whether the answer comes from the store: then one query is all."""
    return queries_of(address) == 1
