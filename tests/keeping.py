"""What the tests of a module share: it is written once, and each test undoes only what it did itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import transaction


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """Nothing is kept of what was answered before, and nobody has asked yet."""
    cache.clear()
    caches["limits"].clear()
    yield
    cache.clear()
    caches["limits"].clear()


@pytest.fixture
def empty_shelf(settings: Any, tmp_path: Path) -> None:
    """No file was printed before."""
    settings.PDF_DIR = tmp_path / "pdf"


@contextmanager
def passing_site() -> Iterator[None]:
    """A site of which nothing is left afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database for fixtures of a module: what they write is there for all its tests, and gone after the last.

    A test takes a deep copy of what such a fixture returns, which it may change, and asks for ``db`` as usual. A module
    with tests that want an empty database, or one that they may commit to, makes its things for each test instead.
    """
    with django_db_blocker.unblock(), passing_site():
        yield


@pytest.fixture(scope="module")
def people_of_module(module_database: None) -> Any:
    """One account per role."""
    from tests.signing_in import everybody

    return everybody()


@pytest.fixture
def people(db: None, people_of_module: Any) -> Any:
    return deepcopy(people_of_module)
