"""The audit: every act is there, in a chain, and nothing of it can be changed without being seen."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log

from core.audit.operations import add_entry, digest_of, faults
from core.models import AuditEntry, User
from core.users.operations import end_role, give_role
from core.users.roles import Role
from tests.signing_in import People, let_in

pytestmark = pytest.mark.django_db


def an_entry(**changed: Any) -> AuditEntry:
    said: dict[str, Any] = {
        "at": timezone.now(),
        "actor": None,
        "action": "a",
        "subject": "s",
        "title": "t",
        "data": {},
    }
    return add_entry(**{**said, **changed})


@pytest.fixture
def triggers() -> None:
    """The triggers as the migration sets them; see `tests.conftest`."""
    if connection.vendor == "sqlite":
        migration: Any = import_module("core.migrations.0017_audit_only_grows")
        with connection.cursor() as cursor:
            cursor.execute(migration.sqlite("DELETE"))


def test_every_act_of_the_log_is_in_it() -> None:
    person = User.objects.create_user("person@example.org")
    term = give_role(to=person, role=Role.EDITOR, evidence="Synthetic.", by=None)
    end_role(term=term, reason="Synthetic.", by=None)
    assert list(AuditEntry.objects.order_by("number").values_list("action", "subject")) == [
        ("core.give_role", f"user:{person.pk}"),
        ("core.end_role", f"user:{person.pk}"),
    ]
    assert list(faults()) == []


def test_no_name_or_words_of_a_person_are_in_it() -> None:
    person = User.objects.create_user("person@example.org", name="Aynur Canary")
    term = give_role(to=person, role=Role.EDITOR, evidence="Letter of Canary.", by=None)
    end_role(term=term, reason="Canary left.", by=None)
    assert "anary" not in str(list(AuditEntry.objects.values()))


def test_each_follows_the_one_before() -> None:
    first, second = an_entry(), an_entry()
    assert (first.number, first.previous) == (1, "")
    assert (second.number, second.previous) == (2, first.digest)


def test_what_is_undone_was_never_there() -> None:
    with transaction.atomic():
        an_entry()
        transaction.set_rollback(True)
    assert an_entry().number == 1


@pytest.mark.usefixtures("triggers")
@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda rows: rows.update(title="x"), "audit_entry_never_changes"),
        (lambda rows: rows.delete(), "audit_entry_is_never_deleted"),
    ],
)
def test_nothing_of_it_is_changed_or_deleted(act: Any, name: str) -> None:
    an_entry()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act(AuditEntry.objects.all())
    assert AuditEntry.objects.get().title == "t"


def test_whoever_gets_around_that_is_seen() -> None:
    """Somebody with the whole database in their hands writes rows of their own."""
    for _number in range(3):
        an_entry()
    forged = AuditEntry(number=5, at=timezone.now(), action="a", subject="s", previous="0" * 64)
    forged.digest = digest_of(forged)
    forged.save()
    written = AuditEntry(number=6, at=timezone.now(), action="a", subject="s", previous="1" * 64, digest="2" * 64)
    written.save()
    assert list(faults()) == ["4: missing", "6: does not follow the one before", "6: was changed"]


def test_the_digest_holds_whatever_the_database_makes_of_a_moment() -> None:
    an_entry(data={"day": timezone.now(), "words": "Azərbaycan ə"})
    assert list(faults()) == []


@pytest.mark.parametrize("name", ["administrator", "secretariat", "editor", "nobody"])
def test_it_is_read_and_exported_by_the_secretariat(people: People, name: str) -> None:
    log(people.editor, "core.give_role", user=people.editor, data={})
    asked = let_in(Client(), getattr(people, name))
    shown, exported = asked.get("/admin/audit/"), asked.get("/admin/audit/?export=csv")
    if name in ("administrator", "secretariat"):
        assert "core.give_role" in shown.content.decode()
        assert "editor@example.org" in shown.content.decode()
        assert b"core.give_role" in b"".join(exported)  # type: ignore[arg-type]
    else:
        assert b"core.give_role" not in shown.content
        assert b"core.give_role" not in getattr(exported, "content", b"")
