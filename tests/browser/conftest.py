"""A site with specimens beside the whole record and with Arabic open, and a browser that keeps a log."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Look, looking
from tests.house.site import ROOT, RunningSite, prepared, serve

MAKE_SPECIMENS = "from tests.browser.specimens import main; main()"


@dataclass(frozen=True)
class SpecimenSite:
    """The site, and the addresses of records without their language, by the name of the sample."""

    site: RunningSite
    found: dict[str, str]


@pytest.fixture(scope="session")
def specimen_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[SpecimenSite]:
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "OPEN_LANGUAGES": "en,az,ar",
    }
    with serve(prepared(shared), tmp_path_factory.mktemp("specimens"), **variables) as site:
        made = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE_SPECIMENS],
            cwd=ROOT,
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        yield SpecimenSite(site, json.loads(made.stdout.splitlines()[-1]))


@pytest.fixture(scope="session")
def look_in(browser: Browser, specimen_site: SpecimenSite) -> Iterator[Callable[[str], Look]]:
    """Return a window in a language, the same for all tests."""
    windows: dict[str, Look] = {}

    def look(language: str) -> Look:
        if language not in windows:
            windows[language] = looking(browser, specimen_site.site.url, language)
        return windows[language]

    yield look
    for window in windows.values():
        window.page.context.close()
