"""What somebody takes along: all that is held about them, for them alone, for some days."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry, Letter, Notice, User
from core.opinions.operations import ask_opinion, give_opinion
from core.privacy.places import COMMENTS
from core.privacy.sections import sections, told_of
from members.accounts import exporting
from members.accounts.exporting import ask_for_export, forget_old, make_waiting, take_export
from members.models import DataExport
from tests.leaving.conftest import ADDRESS, NAME, Leaving
from tests.signing_in import SECRET, let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
PAGE, MAKE = "/en/accounts/data/", "/en/accounts/data/file/"


def test_somebody_takes_everything_along(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.person)
    assert "Make the file" in browser.get(PAGE).content.decode()
    assert browser.post(MAKE)["Location"] == PAGE
    page = browser.get(PAGE)
    export = DataExport.objects.get()
    assert f"{MAKE}{export.pk}/" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = browser.get(f"{MAKE}{export.pk}/")
    assert answer["Content-Type"] == "application/json"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    held = json.loads(answer.content)["sections"]
    assert [(row["email"], row["name"]) for row in held["account"]] == [(ADDRESS, NAME)]
    assert [row["role"] for row in held["roles"]] == ["focal point"]
    assert [row["title"] for row in held["manuscripts"]] == []
    assert {row["move"] for row in held["acts"]} == {"claim", "ask"}
    filled = {"addresses", "second_factors", "sessions", "invitations", "notices", "notice_choice", "letters",
              "requests", "reading_links", "drafts", "comments", "log_of_rows", "audit", "follows", "saved",
              "unsent_forms"}  # fmt: skip
    assert {name for name in filled if not held[name]} == set()


def test_no_secret_is_in_it(leaver: Leaving) -> None:
    written = json.dumps(told_of(leaver.person), default=str)
    secrets = [SECRET, leaver.person.password, leaver.manuscript.links.get().token_hash, "token_hash", "seed"]
    assert not any(secret in written for secret in secrets)


def test_nothing_of_others_is_in_it(leaver: Leaving) -> None:
    """Who invites people takes along that they did, and not whom."""
    written = json.dumps(told_of(leaver.desk.secretariat), default=str, ensure_ascii=False)
    assert NAME not in written
    assert ADDRESS not in written
    assert "members.invite" in written


def test_drafts_are_told_without_the_comments_of_others(leaver: Leaving) -> None:
    """A synthetic focal point commented, an expert answered and saved later."""
    leaver.desk.page.refresh_from_db()
    later = leaver.desk.page.get_latest_revision_as_object().save_revision(user=leaver.desk.expert)
    assert NAME in str(later.content[COMMENTS])
    told = [row["content"][COMMENTS] for row in told_of(leaver.desk.expert)["sections"]["drafts"]]
    assert NAME not in str(told)
    own = [row["content"][COMMENTS] for row in told_of(leaver.person)["sections"]["drafts"]]
    assert f"Says {NAME}." in str(own)


def test_what_a_reviewer_said_is_told_by_the_address(leaver: Leaving) -> None:
    request = ask_opinion(
        manuscript=leaver.manuscript, name=NAME, email=leaver.desk.nobody.email, institution=None,
        institution_words="Synthetic agency", language="en", question="Synthetic question?",
        due_on=timezone.localdate() + timedelta(days=14), by=leaver.person,
    )  # fmt: skip
    give_opinion(request=request, recommendation="not", text="Synthetic opinion.", interests="", may_name=False)
    held = told_of(leaver.desk.nobody)["sections"]
    assert [row["text"] for row in held["opinions_given"]] == ["Synthetic opinion."]
    assert len(held["opinions_asked_of"]) == 1
    asked = told_of(leaver.person)["sections"]
    assert [row["question"] for row in asked["opinions_asked"]] == ["Synthetic question?"]
    assert asked["opinions_given"] == []


def test_every_row_has_the_fields_that_are_described(leaver: Leaving) -> None:
    held = told_of(leaver.person)["sections"]
    assert list(held) == [section.name for section in sections()]
    for section in sections():
        assert all(list(row) == list(section.fields) for row in held[section.name]), section.name
    assert json.dumps(held, default=str)


def test_it_asks_for_the_password_or_second_factor_again(leaver: Leaving) -> None:
    export = ask_for_export(by=leaver.person)
    browser = let_in(Client(), leaver.person)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        for answer in (browser.post(MAKE), browser.get(f"{MAKE}{export.pk}/")):
            assert answer.status_code == 302
            assert "reauthenticate" in answer["Location"]


def test_nobody_else_downloads_it(leaver: Leaving) -> None:
    export = ask_for_export(by=leaver.person)
    for person in (leaver.desk.focal, leaver.desk.secretariat):
        assert let_in(Client(), person).get(f"{MAKE}{export.pk}/").status_code == 404
        assert take_export(export=export, by=person) is None
    assert Client().get(f"{MAKE}{export.pk}/").status_code == 302


def test_it_expires_and_is_deleted(leaver: Leaving) -> None:
    export = ask_for_export(by=leaver.person)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert take_export(export=export, by=leaver.person) is None
        assert let_in(Client(), leaver.person).get(f"{MAKE}{export.pk}/").status_code == 404
        forget_old()
    assert not DataExport.objects.exists()


def test_it_is_audited(leaver: Leaving) -> None:
    export = ask_for_export(by=leaver.person)
    take_export(export=export, by=leaver.person)
    acts = AuditEntry.objects.filter(subject=f"dataexport:{export.pk}").order_by("number")
    assert list(acts.values_list("action", "actor", "title")) == [
        ("members.ask_export", leaver.person.pk, ""),
        ("members.take_export", leaver.person.pk, ""),
    ]


def test_a_large_one_is_made_by_the_worker_and_told(leaver: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    browser = let_in(Client(), leaver.person)
    assert "is being made" in browser.post(MAKE, follow=True).content.decode()
    export = DataExport.objects.get()
    assert browser.get(f"{MAKE}{export.pk}/").status_code == 404, "not made yet"
    with pytest.raises(ValidationError):
        ask_for_export(by=leaver.person)
    letters = Letter.objects.count()
    make_waiting()
    make_waiting()
    assert Letter.objects.count() == letters + 1
    export.refresh_from_db()
    assert export.is_open(at=timezone.now())


def test_a_worker_that_dies_leaves_it_to_the_next(leaver: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    export = ask_for_export(by=leaver.person)
    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_make", _die)
        make_waiting()
    make_waiting()
    export.refresh_from_db()
    assert export.made_at is None, "its lease has not passed"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        make_waiting()
    export.refresh_from_db()
    assert export.made_at is not None


def test_one_that_kills_every_worker_is_given_up_and_may_be_asked_for_again(
    leaver: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    first, start = ask_for_export(by=leaver.person), timezone.now()
    tries: list[int] = []

    def killed(*args: Any) -> None:
        tries.append(1)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_made_of", killed)
        for minutes in range(0, 3 * 24 * 60, 11):
            with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
                make_waiting()
    assert len(tries) == 6
    with time_machine.travel(start + timedelta(hours=2)):
        page = let_in(Client(), leaver.person).get(PAGE).content.decode()
        assert "could not be made" in page
        assert "Make the file" in page
        ask_for_export(by=leaver.person)
        make_waiting()
    assert DataExport.objects.exclude(pk=first.pk).get().made_at is not None


def test_one_that_waits_for_long_is_made_all_the_same(leaver: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    export = ask_for_export(by=leaver.person)
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        with pytest.raises(ValidationError):
            ask_for_export(by=leaver.person)
        make_waiting()
    export.refresh_from_db()
    assert export.made_at is not None


def test_it_is_read_in_no_transaction(leaver: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is taken away meanwhile is not put back."""
    depth, told = len(connection.savepoint_ids), exporting.told_of

    def told_of(user: User) -> dict[str, Any]:
        assert len(connection.savepoint_ids) == depth
        return told(user)

    monkeypatch.setattr(exporting, "told_of", told_of)
    assert ask_for_export(by=leaver.person).made_at is not None
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    ask_for_export(by=leaver.person)
    monkeypatch.setattr(exporting, "told_of", lambda user: [told_of(user), DataExport.objects.all().delete()][0])
    letters = Letter.objects.count()
    make_waiting()
    assert (DataExport.objects.count(), Letter.objects.count()) == (0, letters)


def test_notices_letters_and_acts_count(leaver: Leaving) -> None:
    before = exporting._size_of(leaver.person)
    Notice.objects.create(to=leaver.person, kind="synthetic", told={}, view="notices")
    assert exporting._size_of(leaver.person) == before + 1
    assert before > AuditEntry.objects.filter(actor=leaver.person.pk).count() > 0


def _die(*args: Any) -> None:
    raise RuntimeError


def test_the_one_before_goes(leaver: Leaving) -> None:
    first = ask_for_export(by=leaver.person)
    ask_for_export(by=leaver.person)
    assert not DataExport.objects.filter(pk=first.pk).exists()
    assert DataExport.objects.count() == 1


def test_it_is_asked_for_few_times_a_day(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.person)
    assert [browser.post(MAKE).status_code for _time in range(11)] == [303] * 10 + [429]
