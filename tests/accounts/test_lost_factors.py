"""A lost second factor is removed by two people of the secretariat, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry, Notice, User
from core.notices.models import How
from core.notices.operations import choose
from core.users.operations import end_role
from core.users.roles import Role
from members.accounts.lost_factors import ask_for_reset, confirm_reset, refuse_reset
from members.models import FactorReset
from tests.signing_in import PASSWORD, People, give, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled(people: People) -> None:
    """Everybody has been there for a while."""
    before = timezone.now() - timedelta(days=30)
    User.objects.update(date_joined=before)
    for person in (people.secretariat, people.editor, people.nobody, people.administrator):
        person.refresh_from_db()
        person.forget_terms()


@pytest.fixture
def second(people: People, settled: None) -> User:
    user = User.objects.create_user("second@example.org", PASSWORD, name="Second")
    give(user, Role.SECRETARIAT)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def lost(people: People) -> User:
    TOTP.activate(people.editor, "JBSWY3DPEHPK3PXP")
    return people.editor


def asked(lost: User, by: User) -> FactorReset:
    return ask_for_reset(of=lost, reason="Called back, telephone stolen.", by=by)


def test_two_people_remove_it(people: People, second: User, lost: User) -> None:
    browser = let_in(Client(), people.secretariat)
    page = browser.get("/en/desk/people/").content.decode()
    assert f"/en/desk/people/{lost.pk}/second-factor/" in page
    assert f"/en/desk/people/{people.secretariat.pk}/second-factor/" not in page
    address = f"/en/desk/people/{lost.pk}/second-factor/"
    assert browser.post(address, {"reason": "Called back."}).status_code == 302
    reset = FactorReset.objects.get()
    confirm = f"/en/desk/people/second-factors/{reset.pk}/confirm/"
    assert confirm not in browser.get("/en/desk/people/").content.decode()
    assert browser.post(confirm).status_code == 404, "not the one who asked"
    assert Authenticator.objects.filter(user=lost).exists()
    other = let_in(Client(), second)
    assert confirm in other.get("/en/desk/people/").content.decode()
    assert other.post(confirm).status_code == 302
    assert not Authenticator.objects.filter(user=lost).exists()
    assert mail.outbox[-1].to == [lost.email]
    assert confirm not in other.get("/en/desk/people/").content.decode()
    assert other.post(confirm).status_code == 302
    assert FactorReset.objects.get().confirmed_by == second


def test_sessions_of_the_person_end(people: People, second: User, lost: User) -> None:
    theirs = let_in(Client(), lost)
    theirs.get("/en/accounts/sessions/")
    confirm_reset(reset=asked(lost, people.secretariat), by=second)
    assert theirs.get("/en/accounts/sessions/").status_code == 302


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_nobody_else_asks_or_confirms(people: People, second: User, lost: User, name: str) -> None:
    person = getattr(people, name)
    with pytest.raises(PermissionDenied):
        asked(lost, person)
    reset = asked(lost, second)
    with pytest.raises(PermissionDenied):
        confirm_reset(reset=reset, by=person)


def test_nobody_asks_or_confirms_for_themselves(people: People, second: User) -> None:
    TOTP.activate(people.secretariat, "JBSWY3DPEHPK3PXP")
    with pytest.raises(PermissionDenied):
        asked(people.secretariat, people.secretariat)
    reset = asked(people.secretariat, second)
    for by in (people.secretariat, second):
        with pytest.raises(PermissionDenied):
            confirm_reset(reset=reset, by=by)
    confirm_reset(reset=reset, by=people.administrator)


def test_it_is_asked_for_once_with_a_reason_and_where_there_is_one(people: People, second: User, lost: User) -> None:
    with pytest.raises(ValidationError):
        ask_for_reset(of=lost, reason=" ", by=second)
    with pytest.raises(ValidationError):
        asked(people.nobody, second)
    asked(lost, second)
    with pytest.raises(ValidationError):
        asked(lost, people.secretariat)


def test_what_waited_too_long_is_asked_anew(people: People, second: User, lost: User) -> None:
    reset = asked(lost, second)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        with pytest.raises(ValidationError):
            confirm_reset(reset=reset, by=people.secretariat)
        confirm_reset(reset=asked(lost, second), by=people.secretariat)
    assert not Authenticator.objects.filter(user=lost).exists()


def test_nobody_makes_a_second_person_for_the_purpose(people: People, lost: User) -> None:
    puppet = User.objects.create_user("puppet@example.org", PASSWORD)
    give(puppet, Role.SECRETARIAT, since=timezone.now())
    with pytest.raises(ValidationError):
        confirm_reset(reset=asked(lost, people.secretariat), by=User.objects.get(pk=puppet.pk))


def test_administrators_are_a_matter_of_administrators(people: People, second: User) -> None:
    TOTP.activate(people.administrator, "JBSWY3DPEHPK3PXP")
    with pytest.raises(PermissionDenied):
        asked(people.administrator, second)


def test_who_may_no_longer_ask_has_not_asked(people: People, second: User, lost: User) -> None:
    reset = asked(lost, people.secretariat)
    end_role(term=people.secretariat.role_terms.get(), reason="Synthetic.", by=None)
    with pytest.raises(ValidationError):
        confirm_reset(reset=reset, by=second)


# --- Refused ------------------------------------------------------------------------------------------


def test_the_secretariat_refuses_with_a_reason_and_the_person_hears(people: People, second: User, lost: User) -> None:
    choose(by=lost, how=How.NEVER, language="az")
    reset = asked(lost, people.secretariat)
    theirs, browser = let_in(Client(), lost), let_in(Client(), second)
    address = f"/en/desk/people/second-factors/{reset.pk}/refuse/"
    assert address in browser.get("/en/desk/people/").content.decode()
    assert "Say why" not in browser.get(address).content.decode()
    empty = browser.post(address, {"reason": " "})
    assert empty.status_code == 200
    assert FactorReset.objects.waiting().exists()
    assert browser.post(address, {"reason": "Nobody answered the call back."}).status_code == 302
    assert Authenticator.objects.filter(user=lost).exists()
    assert theirs.get("/en/accounts/sessions/").status_code == 200, "sessions stay"
    letter = mail.outbox[0]
    assert letter.to == [lost.email]
    assert "Nobody answered the call back." in letter.body
    assert "/az/accounts/login/" in letter.body
    notice = Notice.objects.get()
    assert (notice.to, notice.kind) == (people.secretariat, "factor reset refused")
    entry = AuditEntry.objects.get(action="members.refuse_factor_reset")
    assert "call back" not in str(entry.data)
    assert address not in browser.get("/en/desk/people/").content.decode()
    assert browser.get(address).status_code == 404


def test_what_was_refused_is_confirmed_by_nobody_and_can_be_asked_anew(
    people: People, second: User, lost: User
) -> None:
    reset = asked(lost, people.secretariat)
    refuse_reset(reset=reset, reason="Synthetic.", by=people.secretariat)
    with pytest.raises(ValidationError):
        confirm_reset(reset=reset, by=second)
    with pytest.raises(ValidationError):
        refuse_reset(reset=reset, reason="Again.", by=second)
    again = asked(lost, people.secretariat)
    confirm_reset(reset=again, by=second)
    with pytest.raises(ValidationError):
        refuse_reset(reset=again, reason="Too late.", by=second)


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_nobody_else_refuses(people: People, second: User, lost: User, name: str) -> None:
    reset = asked(lost, second)
    with pytest.raises(PermissionDenied):
        refuse_reset(reset=reset, reason="Synthetic.", by=getattr(people, name))
    browser = let_in(Client(), getattr(people, name))
    address = f"/en/desk/people/second-factors/{reset.pk}/refuse/"
    assert browser.post(address, {"reason": "Synthetic."}).status_code == 404
    assert FactorReset.objects.waiting().exists()


def test_nobody_refuses_for_themselves_or_without_a_reason(people: People, second: User) -> None:
    TOTP.activate(people.secretariat, "JBSWY3DPEHPK3PXP")
    reset = asked(people.secretariat, second)
    with pytest.raises(PermissionDenied):
        refuse_reset(reset=reset, reason="Synthetic.", by=people.secretariat)
    with pytest.raises(ValidationError):
        refuse_reset(reset=reset, reason=" ", by=second)


def test_the_letter_of_a_removal_speaks_the_language_of_its_reader(people: People, second: User, lost: User) -> None:
    choose(by=lost, how=How.AT_ONCE, language="az")
    confirm_reset(reset=asked(lost, people.secretariat), by=second)
    assert "/az/accounts/login/" in mail.outbox[-1].body
