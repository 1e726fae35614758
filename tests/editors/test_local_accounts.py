"""Local accounts: one per role, made once, on a machine of one's own only."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.models import RoleTerm, User
from members.accounts.local_accounts import make_local_accounts
from tests.factories import knowledge as make

pytestmark = pytest.mark.sqlite


def said(settings: Any, folder: Path) -> str:
    settings.VAR_DIR = folder
    out = StringIO()
    call_command("create_local_accounts", stdout=out)
    return out.getvalue()


def test_every_start_says_how_to_sign_in(db: None, settings: Any, tmp_path: Path) -> None:
    first = said(settings, tmp_path)
    assert "http://testserver/admin/" in first
    assert said(settings, tmp_path) == first
    assert User.objects.count() == 3
    kept = tmp_path / "local-accounts.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for line in first.splitlines()[1:]:
        email, password = line.split()
        assert len(password) >= 16
        assert Client().login(username=email, password=password)


def test_where_the_record_is_loaded_there_are_people_of_a_country(db: None, tmp_path: Path) -> None:
    country = make.a_country().record
    names = [account.name for account in make_local_accounts(tmp_path / "local-accounts.txt")]
    assert names == ["administrator", "secretariat", "editor", "focal", "expert"]
    assert set(RoleTerm.objects.filter(country=country).values_list("role", flat=True)) == {"expert", "focal point"}


def test_a_lost_file_means_new_passwords_and_a_kept_one_serves_a_new_database(db: None, tmp_path: Path) -> None:
    path = tmp_path / "local-accounts.txt"
    first = make_local_accounts(path)
    RoleTerm.objects.all().delete()
    User.objects.all().delete()
    assert make_local_accounts(path) == first
    path.unlink()
    second = make_local_accounts(path)
    assert second != first
    assert Client().login(username=second[0].email, password=second[0].password)


def test_a_password_that_was_changed_on_the_site_stays(db: None, settings: Any, tmp_path: Path) -> None:
    said(settings, tmp_path)
    editor = User.objects.get(email="editor@example.org")
    editor.set_password("chosen by the editor")
    editor.save()
    assert "editor@example.org           (the password was changed on the site)" in said(settings, tmp_path)
    assert Client().login(username="editor@example.org", password="chosen by the editor")


def test_nowhere_else(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="development settings only"):
        said(settings, tmp_path)
    assert not User.objects.exists()
    assert not list(tmp_path.iterdir())
