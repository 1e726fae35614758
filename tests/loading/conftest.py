"""The small record, in files and on the site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.keeping import passing_site
from tests.loading.files import SMALL, load, small_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files."""
    return small_record(tmp_path)


@pytest.fixture(scope="module")
def small_site(module_database: None) -> None:
    """The site with the small record, loaded once for a module. Its tests ask for ``loaded`` and never for ``db``."""
    load(SMALL)


@pytest.fixture
def loaded(small_site: None, folder: Path, django_db_blocker: Any) -> Iterator[Path]:
    """The files, and the site they were loaded into; what a test writes is gone after it."""
    with django_db_blocker.unblock(), passing_site():
        yield folder
