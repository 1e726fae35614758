"""An editor corrects a figure; readers see it, the loader keeps it, and what the files say anew besides is taken."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.models import Figure, User
from core.users.roles import Role
from members.accounts.operations import confirm_address
from tests.editors.typing_in import change
from tests.loading.files import rewrite, small_record
from tests.reading import words
from tests.signing_in import give

pytestmark = pytest.mark.django_db
PASSWORD = "long enough to be let in"
ADDRESS = "/en/library/practices/hall/"


def run(command: str, folder: Path) -> list[str]:
    out = io.StringIO()
    call_command(command, folder=folder, stdout=out)
    return out.getvalue().splitlines()


def sign_in() -> Client:
    """As an editor does: by the form to which the editors' side leads."""
    user = User.objects.create_user("editor@example.org", PASSWORD)
    confirm_address(of=user)
    give(user, Role.EDITOR)
    browser = Client()
    form = browser.get(reverse("wagtailadmin_home"), follow=True).redirect_chain[-1][0]
    answer = browser.post(form, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def test_a_correction_is_seen_kept_and_written_back(tmp_path: Path) -> None:
    folder = small_record(tmp_path)
    run("load_record", folder)
    reader = Client()
    assert "over 40" in words(reader.get(ADDRESS))

    figure = Figure.objects.get(record__key="fig-visits")
    corrected = {"stated": "over 45", "low": "45"}
    assert change(sign_in(), reverse("figures:edit", args=[figure.pk]), **corrected).status_code == 302
    page = words(reader.get(ADDRESS))
    assert "over 45" in page
    assert "over 40" not in page

    # The files still say what they said: it is reported, and the correction stays.
    told = run("load_record", folder)
    assert "0 added, 0 changed, 2 fields kept as they are on the site." in told
    assert told[told.index("  fig-visits: stated: edited on the site, kept") + 1 :][:2] == [
        "    on the site:  over 45",
        "    in the files: over 40",
    ]
    assert "over 45" in words(reader.get(ADDRESS))

    # They say something new of another field of the same figure: that is taken.
    rewrite(folder, "practices.yaml", "measure: synthetic visits", "measure: synthetic visits a year")
    assert "figures: 2 read, 0 added, 1 changed" in run("load_record", folder)
    page = words(reader.get(ADDRESS))
    assert "over 45" in page
    assert "synthetic visits a year" in page

    # Written back, the files say what the site says, and there is nothing to report any more.
    run("dump_record", folder)
    assert "stated: over 45" in (folder / "practices.yaml").read_text()
    assert "0 added, 0 changed, 0 fields kept as they are on the site." in run("load_record", folder)
