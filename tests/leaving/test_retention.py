"""The table of retention is complete, is that of the documentation, and the worker keeps to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, UploadedFile

from core.management.commands.describe_retention import document
from core.models import Erasure, Letter, Notice, PrintOrder, ReadingLink, User
from core.outbox.registry import LONG, TIMED_WORK
from core.privacy import table
from core.privacy.operations import ask_for_erasure
from core.privacy.places import LEFT
from core.privacy.table import keep_to_the_table, rules
from core.users.operations import give_role
from core.users.roles import Role
from members.accounts.closing import THEIRS
from members.accounts.exporting import ask_for_export
from members.models import AccountClosure, DataExport, FactorReset, Invitation
from tests.leaving.conftest import ADDRESS, NAME, Leaving
from tests.signing_in import EVIDENCE, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_field_that_points_at_an_account_has_its_row() -> None:
    """Whoever adds such a field says in the table how long it is kept, and what happens when the account is closed."""
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.related_model is User and not model._meta.proxy
    }
    named = [place for rule in rules() for place in rule.covers]
    assert len(named) == len(set(named))
    assert pointing - set(named) == set(), "Add them to a rule of retention."
    assert set(named) - pointing == set()


def test_what_is_left_out_of_erasures_exists() -> None:
    assert set(LEFT) - {model._meta.label for model in apps.get_models(include_auto_created=True)} == set()


def test_what_goes_with_an_account_is_said_to_go() -> None:
    gone = {f"{model._meta.label}.{field}" for model, field in THEIRS}
    said = {place for rule in rules() for place in rule.covers if "at once" in rule.on_closing}
    said |= {place for rule in rules() for place in rule.covers if place.endswith("PageSubscription.user")}
    assert gone - said == set()


def test_the_documentation_is_made_from_the_table() -> None:
    written = ROOT / "docs" / "retention.md"
    assert written.read_text() == document(), "Write it anew: manage.py describe_retention > docs/retention.md"


def test_the_worker_keeps_to_it_in_the_long_lane() -> None:
    assert TIMED_WORK["retention"].lane == LONG
    assert TIMED_WORK["erasures"].lane == LONG


def test_one_rule_that_fails_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    told = {"why": "", "how_long": "", "then": "", "on_closing": ""}
    made = [table.Rule("a", act=_die, **told), table.Rule("b", act=lambda: done.append("b"), **told)]
    monkeypatch.setattr(table, "_rules", made)
    with pytest.raises(RuntimeError, match="failed: a"):
        keep_to_the_table()
    assert done == ["b"]


def _die() -> None:
    raise ValueError


@pytest.fixture
def old(leaver: Leaving, settings: Any, tmp_path: Path) -> Leaving:
    """Everything that goes after some time, as it is now."""
    settings.MEDIA_ROOT = settings.PDF_DIR = tmp_path
    person, now = leaver.person, timezone.now()
    Session.objects.create(session_key="s", session_data="", expire_date=now + timedelta(hours=12))
    FactorReset.objects.create(user=person, reason="r", asked_by=leaver.desk.secretariat)
    AccountClosure.objects.create(user=person, reason="r", asked_by=leaver.desk.secretariat)
    FormState.objects.create(
        user=person, data="d", content_type=leaver.desk.page.get_content_type(), object_id="", parent_object_id="",
        last_updated_at=now,
    )  # fmt: skip
    UploadedFile.objects.create(uploaded_by_user=person, file=ContentFile(b"synthetic", "upload.txt"))
    PrintOrder.objects.create(maker="m", title="t", language="en", fingerprint="f", ordered_by=person)
    ask_for_export(by=person)
    ask_for_erasure(name=NAME, addresses=ADDRESS, evidence=f"Letter of {NAME}.", by=leaver.desk.secretariat)
    unconfirmed = User.objects.create_user("never@example.org", PASSWORD)
    EmailAddress.objects.create(user=unconfirmed, email="never@example.org")
    Letter.objects.update(state="sent", sent_at=now, message=b"")
    return leaver


def left() -> dict[str, bool]:
    """Which of it is there."""
    return {
        "session": Session.objects.exists(),
        "where signed in": UserSession.objects.exists(),
        "typed": FormState.objects.exists(),
        "uploaded": UploadedFile.objects.exists(),
        "export": DataExport.objects.exists(),
        "never confirmed": User.objects.filter(email="never@example.org").exists(),
        "whom to erase": Erasure.objects.exclude(name="").exists(),
        "closing": AccountClosure.objects.open().exists(),
        "order": PrintOrder.objects.exists(),
        "invitation": Invitation.objects.unused().filter(email=ADDRESS).exists(),
        "accepted": Invitation.objects.filter(used_at__isnull=False).exclude(email="").exists(),
        "letter": Letter.objects.exists(),
        "notice": Notice.objects.exists(),
        "link": ReadingLink.objects.exists(),
        "reset": FactorReset.objects.exists(),
    }


DAYS = {
    "session": 1, "where signed in": 1, "typed": 8, "uploaded": 8, "export": 8, "never confirmed": 31,
    "whom to erase": 31, "closing": 38, "order": 61, "invitation": 121, "accepted": 366, "letter": 366, "notice": 366,
    "reset": 366, "link": 380,
}  # fmt: skip


@pytest.mark.parametrize("days", [0, 1, 8, 31, 61, 121, 366, 380])
def test_what_is_left_after_so_many_days(old: Leaving, days: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=days, hours=1)):
        keep_to_the_table()
        keep_to_the_table()
        expected = {name: days < DAYS[name] for name in DAYS}
        assert left() == expected
    assert User.objects.filter(pk=old.person.pk).exists()


def test_the_log_forgets_who_was_invited(old: Leaving) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=380)):
        keep_to_the_table()
    assert not ModelLogEntry.objects.filter(label__icontains="qurbanzade", action__contains="invit").exists()
    assert old.person.role_terms.get().evidence, "what a role rests on is kept"


@pytest.mark.parametrize("kind", ["signed in", "has a role", "administrator", "confirmed"])
def test_no_account_of_use_is_deleted(kind: str) -> None:
    person = User.objects.create_user("never@example.org", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=kind == "confirmed")
    if kind == "has a role":
        give_role(to=person, role=Role.EDITOR, evidence=EVIDENCE, by=None)
    changed = {"signed in": {"last_login": timezone.now()}, "administrator": {"is_superuser": True}}
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now(), **changed.get(kind, {}))
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        keep_to_the_table()
    assert User.objects.filter(pk=person.pk).exists()
