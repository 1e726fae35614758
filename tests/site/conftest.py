"""The site's own pages in two languages."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import caches

from tests.factories import site as make


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    caches["limits"].clear()
    yield
    caches["limits"].clear()


@pytest.fixture(scope="module")
def home_of_module(module_database: None) -> Any:
    return make.a_site()


@pytest.fixture
def home(db: None, home_of_module: Any) -> Any:
    return deepcopy(home_of_module)


@pytest.fixture
def both(home: Any) -> Any:
    """Home and news in Azerbaijani too."""
    make.translated(home, statement="Dövlət xidməti necə asanlaşır")
    make.translated(make.news_index(), title="Xəbərlər")
    return home
