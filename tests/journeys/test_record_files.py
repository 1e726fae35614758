"""An editor corrects a figure and the loader keeps it; an operator breaks a file, and mends it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Figure
from tests.editors.conftest import people as people
from tests.editors.conftest import signed_in as signed_in
from tests.editors.typing_in import change
from tests.house.site import ROOT, Prepared, copy, environment, prepared
from tests.loading.conftest import without_indexes as without_indexes
from tests.loading.files import load, rewrite, small_record
from tests.reading import words


@pytest.mark.django_db
def test_an_editor_corrects_a_figure_and_the_loader_keeps_it(tmp_path: Path, signed_in, client: Client) -> None:
    folder = small_record(tmp_path)
    load(folder)
    figure = Figure.objects.get(record__key="fig-visits")
    practice = figure.subject.titles.get(language="en").address
    assert "over 40" in words(client.get(practice))

    address = reverse("figures:edit", args=[figure.pk])
    assert change(signed_in("editor"), address, stated="over 45", low="45").status_code == 302
    assert "over 45" in words(client.get(practice))

    rewrite(folder, "practices.yaml", "stated: over 40", "stated: over 41")
    rewrite(folder, "practices.yaml", "measure: synthetic visits", "measure: synthetic visits a year")
    report = load(folder)
    assert {(kept.key, kept.field) for kept in report.kept} == {("fig-visits", "stated"), ("fig-visits", "low")}
    figure.refresh_from_db()
    assert (figure.stated, figure.measure) == ("over 45", "synthetic visits a year")
    page = words(client.get(practice))
    assert "over 45" in page
    assert "synthetic visits a year" in page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Prepared:
    folder = tmp_path_factory.getbasetemp()
    return prepared(folder if worker_id == "master" else folder.parent)


@pytest.mark.slow
def test_an_operator_breaks_a_record_file_reads_what_is_wrong_and_mends_it(made: Prepared, tmp_path: Path) -> None:
    variables = environment(*copy(made, tmp_path))
    folder = small_record(tmp_path)
    rewrite(folder, "practices.yaml", "stated: over 40", "stated: null")
    rewrite(folder, "practices.yaml", "id: fig-share", "id: fig-shares")

    refused = command(variables, folder)
    assert refused.returncode != 0
    assert "practices.yaml: fig-visits: stated: " in refused.stderr or "fig-visits" in refused.stderr
    assert "Nothing was loaded." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "fig-shares" not in keys(variables)

    rewrite(folder, "practices.yaml", "stated: null", "stated: over 40")
    loaded = command(variables, folder)
    assert loaded.returncode == 0, loaded.stderr
    assert {"fig-visits", "fig-shares"} <= keys(variables)


def command(variables: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return run(variables, "load_record", "--folder", str(folder))


def keys(variables: dict[str, str]) -> set[str]:
    ask = "from core.models import Record; print(*Record.objects.values_list('key', flat=True))"
    return set(run(variables, "shell", "--no-imports", "-c", ask).stdout.split())


def run(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
