"""What every test stands on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.house.site import RunningSite, prepared, serve
from tests.keeping import empty_shelf as empty_shelf
from tests.keeping import module_database as module_database
from tests.keeping import nothing_kept as nothing_kept
from tests.keeping import people as people
from tests.keeping import people_of_module as people_of_module

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"

# Playwright keeps an event loop in the thread of the test, and Django then takes every query for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How long an example takes is the machine's affair; a slow one is no reason to fail.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and put last what empties the tables behind it."""
    from django.db import connection

    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]
    items.sort(key=_empties_the_tables)
    for item in items:
        if "specimen_site" in getattr(item, "fixturenames", ()):
            # Half a minute to make: one worker has it and runs all of these, first.
            item.add_marker(pytest.mark.xdist_group("specimens"))


def _empties_the_tables(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return mark is not None and bool(mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that commit empty the tables behind them: on SQLite that deletes the rows of the audit one by one.

    The trigger that forbids it is tried by `tests.core.test_audit`, which sets it again.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_is_never_deleted")


@pytest.fixture(autouse=True)
def no_language_is_left_over() -> Iterator[None]:
    """A request leaves its language to the thread, and whoever is next would speak it."""
    yield
    translation.deactivate()


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and here nothing may be skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the system, instead of one that Playwright would download."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": arguments}


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[RunningSite]:
    """The site as `make run` starts it, with the whole record: own process, own database, own files.

    It is made once for a run of the tests and copied for each of pytest's workers. Tests that only read
    share it; whatever a test writes, it must not disturb the others.
    """
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with serve(prepared(shared), tmp_path_factory.mktemp("site")) as running:
        yield running
