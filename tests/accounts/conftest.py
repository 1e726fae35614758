"""The site as it runs for those who sign in, with second factors and letters in a folder."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest

from tests.house.site import RunningSite, prepared, serve


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, letters: Path) -> Iterator[RunningSite]:
    """One for all stories of accounts: they run on one worker, in the group ``accounts``."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    variables = {
        "SECOND_FACTOR_REQUIRED": "1",
        "EMAIL_URL": f"filemail:///{letters}",  # the path, which begins with a slash, stands behind one
        "OPEN_LANGUAGES": "en,az,ar",
    }
    with serve(prepared(shared), tmp_path_factory.mktemp("accounts"), **variables) as running:
        yield running


def account(site: RunningSite, name: str) -> tuple[str, str]:
    """Address and password of a local account."""
    found = re.search(rf"({name}@\S+)\s+(\S+)", site.accounts)
    assert found is not None
    return found[1], found[2]


def last_letter(site: RunningSite, letters: Path) -> str:
    """What the worker sent last."""
    site.command("run_worker", "--once", "--lane", "short")
    newest = max(letters.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    message = email.message_from_bytes(newest.read_bytes(), policy=policy.default)
    body: Any = message.get_body()
    return str(body.get_content())
